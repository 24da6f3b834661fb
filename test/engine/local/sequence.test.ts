import assert from 'node:assert/strict';
import { ContextFullError } from '../../../src/reasoning/errors.js';
import { draw, engineFor, GREEDY, loadForTest, step, warm } from '../../support/local-engine.js';
import { EMBEDDED, markov, randomQwen3, smolLM2 } from '../../support/models.js';

const MODELS: readonly [string, (suite: Mocha.Context) => string][] = [
  ['the embedded model', () => EMBEDDED],
  ['SmolLM2', smolLM2],
  ['a random Qwen3', randomQwen3],
];

for (const [name, path] of MODELS) {
  describe(`a sequence on ${name}`, function () {
    this.timeout(120_000);
    const engine = engineFor(path, { contextSize: 512 });
    let prompt: number[];
    before(async () => {
      prompt = await engine().tokenizer.encodeText('What is 37 * 24? Think about it step by step, and take your time.');
    });

    it('commits what is appended, and evaluates each token once', async () => {
      await using sequence = await engine().open();
      const progress: number[] = [];
      await sequence.append(prompt, undefined, (done) => progress.push(done));
      assert.equal(sequence.length, prompt.length);
      assert.equal(progress.at(-1), prompt.length);
      await draw(sequence, GREEDY, 1);
      assert.equal(sequence.evaluated, prompt.length);
    });

    it('commits a sampled token only when the next one is asked for', async () => {
      await using sequence = await engine().open();
      await sequence.append(prompt);
      const iterator = sequence.sample(GREEDY);
      await iterator.next();
      assert.equal(sequence.length, prompt.length);
      await iterator.next();
      assert.equal(sequence.length, prompt.length + 1);
      await iterator.return();
      assert.equal(sequence.length, prompt.length + 1);
    });

    it('commits other tokens in place of the sampled one', async () => {
      await using sequence = await engine().open();
      await using other = await engine().open();
      const wait = await engine().tokenizer.encodeText('Wait');
      await sequence.append(prompt);
      const iterator = sequence.sample(GREEDY);
      await iterator.next();
      const after = (await iterator.next(wait)).value;
      await iterator.return();
      assert.equal(sequence.length, prompt.length + wait.length);

      await other.append([...prompt, ...wait]);
      assert.deepEqual([after?.token], await draw(other, GREEDY, 1));
    });

    it('draws the same tokens from the same seed, and others from another', async () => {
      await using sequence = await engine().open();
      await sequence.append(prompt);
      const runs: number[][] = [];
      for (const seed of [1, 1, 2]) {
        runs.push(await draw(sequence, warm(seed), 24));
        await sequence.rewind(prompt.length);
      }
      assert.deepEqual(runs[1], runs[0]);
      assert.notDeepEqual(runs[2], runs[0]);
    });

    it('evaluates nothing again when it is rewound and extended', async () => {
      await using sequence = await engine().open();
      await sequence.append(prompt);
      await draw(sequence, GREEDY, 100);
      const { evaluated } = sequence;
      const wait = await engine().tokenizer.encodeText('Wait');
      await sequence.rewind(prompt.length + 50);
      await sequence.append(wait);
      await draw(sequence, GREEDY, 1);
      assert.equal(sequence.evaluated - evaluated, wait.length);
    });

    it('goes on after a rewind as a sequence does that never went further', async () => {
      await using sequence = await engine().open();
      await using other = await engine().open();
      await sequence.append(prompt);
      const first = await draw(sequence, GREEDY, 60);
      await sequence.rewind(prompt.length + 20);
      // Token by token as well: evaluated in other pieces, the numbers differ in their last bits, and so may a close choice.
      await other.append(prompt);
      assert.deepEqual(await draw(other, GREEDY, 21), first.slice(0, 21));
      assert.equal(other.length, sequence.length);
      assert.deepEqual(await draw(sequence, GREEDY, 20), await draw(other, GREEDY, 20));
    });

    it('lets a sampling rest while the sequence is extended and rewound, and goes on with its dice', async () => {
      await using sequence = await engine().open();
      await sequence.append(prompt);
      const uninterrupted = await draw(sequence, warm(7), 40);
      await sequence.rewind(prompt.length);

      const iterator = sequence.sample(warm(7));
      const drawn: number[] = [];
      for (let round = 0; round < 4; round++) {
        drawn.push(...(await step(iterator, 10)));
        const { length } = sequence;
        await sequence.append(await engine().tokenizer.encodeText('Final Answer: '));
        await draw(sequence, warm(99), 5);
        await sequence.rewind(length);
      }
      await iterator.return();
      assert.deepEqual(drawn, uninterrupted);
    });

    it('refuses to commit a token that was sampled for a history that is gone', async () => {
      await using sequence = await engine().open();
      await sequence.append(prompt);
      const iterator = sequence.sample(GREEDY);
      await step(iterator, 5);
      await sequence.rewind(prompt.length);
      await assert.rejects(iterator.next(), /no longer follows/);
    });

    it('takes other tokens at the new end after a rewind, with the same dice', async () => {
      await using sequence = await engine().open();
      await sequence.append(prompt);
      const iterator = sequence.sample(GREEDY);
      await step(iterator, 5);
      await sequence.rewind(prompt.length + 1);
      const wait = await engine().tokenizer.encodeText('Wait');
      const { done } = await iterator.next(wait);
      assert.equal(done, false);
      assert.equal(sequence.length, prompt.length + 1 + wait.length);
      await iterator.return();
    });

    it('does not draw what is forbidden at the time', async () => {
      await using sequence = await engine().open();
      const text = [...prompt, ...(await engine().tokenizer.encodeText(' The answer is'))];
      await sequence.append(text);
      const iterator = sequence.sample(GREEDY, () => forbidden);
      let forbidden: number[] = [];
      const [free] = await step(iterator, 1);
      await iterator.return();

      forbidden = [free!];
      const other = sequence.sample(GREEDY, () => forbidden);
      const [instead] = await step(other, 1);
      assert.notEqual(instead, free);
      forbidden = [];
      await sequence.rewind(text.length - 1);
      assert.equal((await other.next(text.slice(-1))).value?.token, free);
      await other.return();
    });

    it('says when the context is full, and keeps what is in it', async () => {
      await using sequence = await engine().open();
      const { contextSize } = engine().model;
      const filler = Array.from({ length: contextSize - 4 }, (_, i) => prompt[i % prompt.length]!);
      await sequence.append(filler);
      await assert.rejects(sequence.append(prompt), ContextFullError);
      assert.equal(sequence.length, filler.length);
      const iterator = sequence.sample(GREEDY);
      await assert.rejects(step(iterator, 10), ContextFullError);
      assert.equal(sequence.length, contextSize);
      await assert.rejects(draw(sequence, GREEDY, 1), ContextFullError);
      await sequence.rewind(prompt.length);
      assert.equal((await draw(sequence, GREEDY, 3)).length, 3);
    });

    it('stops between two pieces of a prompt, with what was fed in place', async () => {
      await using sequence = await engine().open();
      const long = Array.from({ length: 400 }, (_, i) => prompt[i % prompt.length]!);
      const controller = new AbortController();
      const feeding = sequence.append(long, controller.signal, () => controller.abort());
      await assert.rejects(feeding, { name: 'AbortError' });
      assert.ok(sequence.length > 0 && sequence.length < long.length, `${sequence.length} committed`);
      await sequence.append(long.slice(sequence.length));
      assert.equal(sequence.evaluated, long.length - 1); // the last one waits for its logits to be asked for
    });
  });
}

describe('probabilities', () => {
  it('are drawn as the model has them', async function () {
    this.timeout(60_000);
    await using engine = await loadForTest(markov());
    await using sequence = await engine.open();
    await sequence.append(await engine.tokenizer.encodeTemplate(' answer is'));
    const { length } = sequence;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 300; seed++) {
      const iterator = sequence.sample({ temperature: 1, topK: 20, topP: 1, minP: 0, seed });
      const { value } = await iterator.next();
      await iterator.return();
      const text = engine.tokenizer.decode([value!.token]);
      counts.set(text, (counts.get(text) ?? 0) + 1);
      const expected = { ' 42': 0.7, ' 41': 0.2, ' 40': 0.1 }[text];
      assert.ok(Math.abs(value!.confidence! - expected!) < 1e-3, `${text}: ${value!.confidence}`);
      await sequence.rewind(length);
    }
    // 300 draws: five standard deviations around 0.7 are ± 0.13
    assert.ok(Math.abs(counts.get(' 42')! / 300 - 0.7) < 0.13, JSON.stringify([...counts]));
  });
});
