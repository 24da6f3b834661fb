import assert from 'node:assert/strict';
import type { LocalSequence } from '../../../src/engines/local/index.js';
import { ReasoningError } from '../../../src/reasoning/errors.js';
import { draw, engineFor, GREEDY, step, warm } from '../../support/local-engine.js';
import { EMBEDDED, mamba, randomQwen3 } from '../../support/models.js';

const PROMPT = 'Solve 3x + 4 = 19, what is x? Think step by step, then check the result twice.';

for (const [name, path] of [
  ['the embedded model', () => EMBEDDED],
  ['a random Qwen3', randomQwen3],
  ['a recurrent model', mamba],
] as const) {
  describe(`forks on ${name}`, function () {
    this.timeout(60_000);
    const engine = engineFor(path, { contextSize: 512, sequences: 4 });

    it('go on as their origin does, and evaluate nothing that it has evaluated', async () => {
      await using origin = await engine().open();
      await origin.append(await engine().tokenizer.encodeText(PROMPT));
      await draw(origin, GREEDY, 30);
      await using fork = await origin.fork();
      assert.equal(fork.length, origin.length);
      const wait = await engine().tokenizer.encodeText('Wait');
      await fork.append(wait);
      const drawn = await draw(fork, warm(5), 30);
      assert.equal(fork.evaluated, wait.length + 29);
      await origin.append(wait);
      assert.deepEqual(await draw(origin, warm(5), 30), drawn);
    });

    it('do not touch each other', async () => {
      await using origin = await engine().open();
      await origin.append(await engine().tokenizer.encodeText(PROMPT));
      const forks = await Promise.all([origin.fork(), origin.fork(), origin.fork()]);
      const apart: number[][] = [];
      for (const [seed, fork] of forks.entries()) apart.push(await draw(fork, warm(seed), 20));
      for (const [seed, fork] of forks.entries()) {
        await fork.rewind(origin.length);
        assert.deepEqual(await draw(fork, warm(seed), 20), apart[seed]);
      }
      for (const fork of forks) await fork[Symbol.asyncDispose]();
    });

    it('survive their origin, and may be more than there are places', async () => {
      const origin = await engine().open();
      const prompt = await engine().tokenizer.encodeText(PROMPT);
      await origin.append(prompt);
      const forks: LocalSequence[] = [];
      for (let i = 0; i < 9; i++) forks.push(await origin.fork());
      await origin[Symbol.asyncDispose]();
      const drawn: number[][] = [];
      for (const fork of forks) drawn.push(await draw(fork, GREEDY, 12));
      for (const tokens of drawn) assert.deepEqual(tokens, drawn[0]);
      for (const fork of forks) assert.ok(fork.evaluated <= 12 + 1, `${fork.evaluated} evaluated`);
      for (const fork of forks) await fork[Symbol.asyncDispose]();
    });
  });
}

describe('more sequences than places', function () {
  this.timeout(60_000);
  const engine = engineFor(() => EMBEDDED, { contextSize: 512, sequences: 2 });

  it('are all open: one that rests gives its place away and comes back as it was', async () => {
    const open: LocalSequence[] = [];
    const texts = ['How many r in strawberry?', 'What is 37 * 24?', 'Compute 19 mod 7', 'Solve 2x = 8, what is x?'];
    const first: number[][] = [];
    for (const text of texts) {
      const sequence = await engine().open();
      await sequence.append(await engine().tokenizer.encodeText(text));
      first.push(await draw(sequence, warm(3), 25));
      open.push(sequence);
    }
    for (const [i, sequence] of open.entries()) {
      const { evaluated, length } = sequence;
      assert.equal(length, (await engine().tokenizer.encodeText(texts[i]!)).length + 24);
      const more = await draw(sequence, GREEDY, 1);
      assert.ok(sequence.evaluated - evaluated <= 2, `${sequence.evaluated - evaluated} evaluated again`);
      await sequence.rewind(length - 24);
      assert.deepEqual(await draw(sequence, warm(3), 25), first[i]);
      assert.deepEqual(await draw(sequence, GREEDY, 1), more);
    }
    for (const sequence of open) await sequence[Symbol.asyncDispose]();
  });

  it('say so when every place is taken by a sampling under way', async () => {
    await using one = await engine().open();
    await using two = await engine().open();
    const iterators = [one, two].map((sequence) => sequence.sample(GREEDY));
    for (const sequence of [one, two]) await sequence.append(await engine().tokenizer.encodeText(PROMPT));
    for (const iterator of iterators) await step(iterator, 2);
    await assert.rejects(engine().open(), (error) => {
      assert.ok(error instanceof ReasoningError);
      assert.equal(error.kind, 'no-sequence-left');
      return true;
    });
    await iterators[0]!.return();
    await using three = await engine().open();
    assert.equal(three.length, 0);
    await iterators[1]!.return();
  });

  it('may be used at the same time', async () => {
    const open = await Promise.all(Array.from({ length: 5 }, () => engine().open()));
    const prompt = await engine().tokenizer.encodeText(PROMPT);
    const drawn = await Promise.all(
      open.map(async (sequence) => {
        for (let tries = 0; ; tries++) {
          try {
            if (sequence.length === 0) await sequence.append(prompt);
            return await draw(sequence, GREEDY, 10);
          } catch (error) {
            if (!(error instanceof ReasoningError) || tries > 200) throw error;
            await new Promise((resolve) => setTimeout(resolve, 5)); // both places in use just now
          }
        }
      }),
    );
    for (const tokens of drawn) assert.equal(tokens.length, 10);
    await Promise.all(open.map((sequence) => sequence[Symbol.asyncDispose]()));
  });
});
