import { CurationError } from '../errors.js';
import { awaitLock, resultLock } from './lock.js';

/** Who changes what others change as well has it for a moment: somebody who has it for so long is at something else. */
const PATIENCE_MS = 5000;
/** Bringing decisions into the files of a large result takes seconds. */
const FOLLOWING_MS = 60_000;

/** Runs an action while something is locked. */
export type WhileLocked = <T>(action: () => Promise<T>) => Promise<T>;

/**
 * Runs an action while nobody else changes a file or folder: a pool, or what a result says. For a result it is the lock of
 * decisions by hand and of a run that replaces it. Actions of this process come one after the other as they were asked.
 * @throws CurationError 'in-use' when another process has it for longer than one waits
 */
export function whileLocked<T>(path: string, action: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  return inTurn(path, async () => holding(await resultLock(path), path, action, patienceMs));
}

/** Runs what brings decisions into a result's files, one at a time: it takes longer than a decision may wait. */
export function whileFollowing<T>(folder: string, action: () => Promise<T>): Promise<T> {
  const lock = async () => `${await resultLock(folder)}.following`;
  return inTurn(`${folder}.following`, async () => holding(await lock(), folder, action, FOLLOWING_MS));
}

async function holding<T>(lock: string, what: string, action: () => Promise<T>, patienceMs: number): Promise<T> {
  const release = await waitFor(lock, what, patienceMs);
  try {
    return await action();
  } finally {
    await release();
  }
}

async function waitFor(lock: string, what: string, patienceMs: number): Promise<() => Promise<void>> {
  try {
    return await awaitLock(lock, what, patienceMs);
  } catch (error) {
    if (!(error instanceof CurationError && error.kind === 'in-use')) throw error;
    const message = `${what} is being written by a run or another window: wait until that is done, then do it again.`;
    throw new CurationError('in-use', message, { cause: error });
  }
}

/** Name → the last action of that name. */
const queues = new Map<string, Promise<void>>();

function inTurn<T>(name: string, action: () => Promise<T>): Promise<T> {
  const done = (queues.get(name) ?? Promise.resolve()).then(action);
  const last = done.then(
    () => undefined,
    () => undefined, // told to whoever asked for it
  );
  queues.set(name, last);
  void last.then(() => {
    if (queues.get(name) === last) queues.delete(name);
  });
  return done;
}
