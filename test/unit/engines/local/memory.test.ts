import assert from 'node:assert/strict';
import { EngineError } from '../../../../src/engines/local/errors.js';
import { planContext, type MemoryQuestion } from '../../../../src/engines/local/memory.js';

const MB = 1e6;

/** A model of 1 GB whose cache takes 0.1 MB per token and sequence, twice that for a whole sliding-window cache. */
const question = (changes: Partial<MemoryQuestion>): MemoryQuestion => ({
  contextSize: null,
  sequences: null,
  trainContextSize: 131_072,
  free: 32_000 * MB,
  weights: 1000 * MB,
  swaFullCache: false,
  estimate: async ({ contextSize, sequences, swaFullCache }) =>
    contextSize * sequences * 0.1 * MB * (swaFullCache ? 2 : 1),
  ...changes,
});

const refusal = async (changes: Partial<MemoryQuestion>): Promise<string> => {
  try {
    await planContext(question(changes));
  } catch (error) {
    assert.ok(error instanceof EngineError);
    assert.equal(error.kind, 'out-of-memory');
    return error.message;
  }
  return assert.fail('it fits');
};

describe('the context planned for a model', () => {
  it('is what was asked for, where it fits', async () => {
    const shape = await planContext(question({ contextSize: 5000, sequences: 3 }));
    assert.deepEqual(shape, { contextSize: 5000, sequences: 3, swaFullCache: false });
  });

  it("is by default the model's own, up to 32,768 tokens", async () => {
    assert.equal((await planContext(question({ trainContextSize: 8192 }))).contextSize, 8192);
    assert.equal((await planContext(question({}))).contextSize, 32_768);
  });

  it('leaves half of the memory to others where nobody asked for more', async () => {
    assert.equal((await planContext(question({ free: 3000 * MB }))).contextSize, 9984);
  });

  it('is refused with the nearest size that fits', async () => {
    const message = await refusal({ contextSize: 32_768, free: 3000 * MB });
    assert.match(message, /needs about 4\.3 GB of memory and 3\.0 GB are free/);
    assert.match(message, /set thinkHarder\.contextSize to 19968 or less/);
  });

  it('is refused with another model where no size fits', async () => {
    assert.match(await refusal({ free: 900 * MB }), /choose a smaller model/);
  });

  it('has as many sequences as are cheap', async () => {
    assert.equal((await planContext(question({ trainContextSize: 256 }))).sequences, 8);
    assert.equal((await planContext(question({ trainContextSize: 512 }))).sequences, 4);
    assert.equal((await planContext(question({ trainContextSize: 8192 }))).sequences, 2);
    assert.equal((await planContext(question({ trainContextSize: 8192, free: 4000 * MB }))).sequences, 1);
  });

  it('keeps the whole cache of sliding windows where memory is ample', async () => {
    const ample = await planContext(question({ swaFullCache: null, trainContextSize: 4096 }));
    const scarce = await planContext(question({ swaFullCache: null, trainContextSize: 4096, free: 2000 * MB }));
    assert.equal(ample.swaFullCache, true);
    assert.equal(scarce.swaFullCache, false);
  });
});
