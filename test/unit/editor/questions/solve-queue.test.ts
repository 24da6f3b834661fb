import assert from 'node:assert/strict';
import { QueueStop, SolveQueue } from '../../../../src/editor/questions/solve-queue.js';

interface Item {
  readonly hash: string;
}
const items = (...hashes: string[]): Item[] => hashes.map((hash) => ({ hash }));

/** Work whose ends the test decides. */
class Work {
  readonly begun: string[] = [];
  readonly aborted: string[] = [];
  #open: { end: () => void; fail: (error: Error) => void } | undefined;

  readonly run = (item: Item, signal: AbortSignal): Promise<void> => {
    this.begun.push(item.hash);
    return new Promise((resolve, reject) => {
      this.#open = { end: resolve, fail: reject };
      signal.addEventListener('abort', () => {
        this.aborted.push(item.hash);
        resolve();
      });
    });
  };

  async end(error?: Error): Promise<void> {
    if (error === undefined) this.#open?.end();
    else this.#open?.fail(error);
    await settle();
  }
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the queue of questions', () => {
  it('solves them in order, one at a time, and counts', async () => {
    const work = new Work();
    const queue = new SolveQueue(work.run);
    const outcome = queue.add(items('a', 'b'));
    await settle();
    assert.deepEqual(work.begun, ['a']);
    assert.deepEqual(queue.progress, { done: 0, failed: 0, total: 2 });
    await work.end();
    assert.deepEqual(work.begun, ['a', 'b']);
    assert.deepEqual(queue.progress, { done: 1, failed: 0, total: 2 });
    await work.end();
    assert.deepEqual(await outcome, { done: 2, failed: 0, total: 2, cancelled: false });
    assert.equal(queue.progress, null);
  });

  it('takes each question once, and more while it runs', async () => {
    const work = new Work();
    const queue = new SolveQueue(work.run);
    const first = queue.add(items('a', 'b', 'a'));
    await settle();
    const second = queue.add(items('a', 'b', 'c'));
    assert.equal(first, second);
    for (let i = 0; i < 3; i++) await work.end();
    assert.deepEqual(work.begun, ['a', 'b', 'c']);
    assert.equal((await first).total, 3);
  });

  it('goes on after a question that failed', async () => {
    const work = new Work();
    const queue = new SolveQueue(work.run);
    const outcome = queue.add(items('a', 'b'));
    await settle();
    await work.end(new Error('no'));
    await work.end();
    assert.deepEqual(await outcome, { done: 2, failed: 1, total: 2, cancelled: false });
  });

  it('ends when no question could be solved', async () => {
    const work = new Work();
    const queue = new SolveQueue(work.run);
    const outcome = queue.add(items('a', 'b', 'c'));
    await settle();
    const why = new QueueStop('The model is missing.');
    await work.end(why);
    assert.deepEqual(await outcome, { done: 1, failed: 1, total: 1, cancelled: true, reason: why });
    assert.deepEqual(work.begun, ['a']);
  });

  it('cancels one that waits and one that runs; the others are solved', async () => {
    const work = new Work();
    const queue = new SolveQueue(work.run);
    const outcome = queue.add(items('a', 'b', 'c'));
    await settle();
    assert.equal(queue.cancel('b'), true);
    assert.equal(queue.cancel('a'), true);
    assert.equal(queue.cancel('z'), false);
    await settle();
    assert.deepEqual(work.aborted, ['a']);
    assert.deepEqual(work.begun, ['a', 'c']);
    await work.end();
    assert.deepEqual(await outcome, { done: 1, failed: 0, total: 1, cancelled: false });
  });

  it('cancels everything, and begins afresh after it', async () => {
    const work = new Work();
    const queue = new SolveQueue(work.run);
    const outcome = queue.add(items('a', 'b'));
    await settle();
    queue.cancelAll();
    assert.deepEqual(await outcome, { done: 0, failed: 0, total: 0, cancelled: true });
    const again = queue.add(items('b'));
    await settle();
    await work.end();
    assert.deepEqual(await again, { done: 1, failed: 0, total: 1, cancelled: false });
  });

  it('says when something changes', async () => {
    const work = new Work();
    const queue = new SolveQueue(work.run);
    const seen: (string | undefined)[] = [];
    queue.onDidChange(() => seen.push(queue.running?.hash));
    void queue.add(items('a'));
    await settle();
    await work.end();
    assert.deepEqual(seen, [undefined, 'a', undefined, undefined]);
  });
});
