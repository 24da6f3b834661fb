import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { DecodeGate } from '../../../../src/engines/local/decode-gate.js';

/** A scheduler as the native one: what is asked for within a turn of the event loop is decoded together. */
class Batches {
  readonly sizes: number[] = [];
  #queue: (() => void)[] = [];

  decode(): Promise<void> {
    return new Promise((resolve) => {
      this.#queue.push(resolve);
      if (this.#queue.length === 1) setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    const batch = this.#queue.splice(0);
    this.sizes.push(batch.length);
    await sleep(1);
    for (const resolve of batch) resolve();
  }
}

const sampling = async (gate: DecodeGate, batches: Batches, steps: number, think?: () => Promise<unknown>) => {
  gate.enter();
  try {
    for (let i = 0; i < steps; i++) {
      await gate.step(() => batches.decode());
      await think?.();
    }
  } finally {
    gate.leave();
  }
};

describe('samplings side by side', () => {
  it('decode all together', async () => {
    const [gate, batches] = [new DecodeGate(), new Batches()];
    await Promise.all(Array.from({ length: 8 }, () => sampling(gate, batches, 20)));
    assert.ok(batches.sizes.length <= 21, `${batches.sizes.length} batches`);
  });

  it('go on with those that are left when some end', async () => {
    const [gate, batches] = [new DecodeGate(), new Batches()];
    await Promise.all([5, 10, 20].map((steps) => sampling(gate, batches, steps)));
    assert.ok(batches.sizes.length <= 21, `${batches.sizes.length} batches`);
    assert.equal(
      batches.sizes.reduce((sum, size) => sum + size),
      35,
    );
  });

  it('do not wait for one that takes its time', async () => {
    const [gate, batches] = [new DecodeGate(), new Batches()];
    const slow = sampling(gate, batches, 3, () => sleep(100));
    const started = performance.now();
    await Promise.all([sampling(gate, batches, 20), sampling(gate, batches, 20)]);
    assert.ok(performance.now() - started < 250);
    await slow;
  });

  it('take turns freely when there is only one', async () => {
    const [gate, batches] = [new DecodeGate(), new Batches()];
    await sampling(gate, batches, 10);
    assert.deepEqual(batches.sizes, Array(10).fill(1));
  });

  it('let the others go on when one fails', async () => {
    const [gate, batches] = [new DecodeGate(), new Batches()];
    gate.enter();
    const failing = gate.step(() => Promise.reject(new Error('no')));
    await Promise.all([assert.rejects(failing), sampling(gate, batches, 5), sampling(gate, batches, 5)]);
    gate.leave();
  });
});
