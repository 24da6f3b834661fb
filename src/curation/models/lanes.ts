/**
 * Works through `items` in their order, as many as `count` at a time. After a failure nothing more is begun, what is in
 * work is stopped through its signal and waited for, and the first failure is thrown.
 */
export async function inLanes<T>(
  count: number,
  items: AsyncIterable<T>,
  work: (item: T, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const stop = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const inWork = new Set<Promise<void>>();
  try {
    for await (const item of items) {
      stop.throwIfAborted();
      const job = work(item, stop).then(
        () => void inWork.delete(job),
        (error: unknown) => failed.abort(error), // which stays the first one's
      );
      inWork.add(job);
      if (inWork.size >= count) await Promise.race(inWork);
    }
  } catch (error) {
    failed.abort(error);
  }
  await Promise.all(inWork);
  failed.signal.throwIfAborted();
  signal?.throwIfAborted();
}
