import assert from 'node:assert/strict';
import { draw, engineFor, GREEDY, step, warm } from '../../support/local-engine.js';
import { gemma3, mamba } from '../../support/models.js';

/** More than the sliding window of the test model (32), so that its cache has wrapped around. */
const LONG = 'A train covers 120 km in 2 hours. What is its speed in km/h? Think about it step by step.'.repeat(2);

for (const [name, path, options] of [
  ['a recurrent model', mamba, {}],
  ['a model with a sliding window', gemma3, { fullWindowCache: false }],
] as const) {
  describe(name, function () {
    this.timeout(60_000);
    const engine = engineFor(path, { contextSize: 1024, ...options });

    it('says that it needs checkpoints', () => assert.equal(engine().model.needsCheckpoints, true));

    it('comes back to a checkpoint and evaluates nothing before it again', async () => {
      await using sequence = await engine().open();
      await sequence.append(await engine().tokenizer.encodeText(LONG));
      const iterator = sequence.sample(GREEDY);
      await step(iterator, 200);
      await sequence.checkpoint();
      const { length } = sequence;
      await step(iterator, 100);
      await iterator.return();
      const { evaluated } = sequence;
      const wait = await engine().tokenizer.encodeText('Wait');
      await sequence.rewind(length);
      await sequence.append(wait);
      await draw(sequence, GREEDY, 1);
      assert.equal(sequence.evaluated - evaluated, wait.length);
    });

    it('goes on from a checkpoint as a sequence does that never went further', async () => {
      await using sequence = await engine().open();
      await using other = await engine().open();
      const prompt = await engine().tokenizer.encodeText(LONG);
      await sequence.append(prompt);
      await sequence.checkpoint();
      await draw(sequence, warm(1), 150);
      await sequence.rewind(prompt.length);
      await other.append(prompt);
      assert.deepEqual(await draw(sequence, warm(2), 60), await draw(other, warm(2), 60));
    });

    it('comes back to any other place too, by evaluating from the checkpoint before it', async () => {
      await using sequence = await engine().open();
      await using other = await engine().open();
      const prompt = await engine().tokenizer.encodeText(LONG);
      await sequence.append(prompt);
      await sequence.checkpoint();
      const drawn = await draw(sequence, warm(1), 150);
      const { evaluated } = sequence;
      await sequence.rewind(prompt.length + 40);
      const again = sequence.evaluated - evaluated;
      assert.ok(again <= 41, `${again} evaluated again`);
      await other.append([...prompt, ...drawn.slice(0, 40)]);
      assert.deepEqual(await draw(sequence, GREEDY, 30), await draw(other, GREEDY, 30));
    });

    it('lets a sampling rest and go on with its dice', async () => {
      await using sequence = await engine().open();
      await sequence.append(await engine().tokenizer.encodeText(LONG));
      const { length } = sequence;
      const uninterrupted = await draw(sequence, warm(7), 30);
      await sequence.rewind(length);
      const iterator = sequence.sample(warm(7));
      const drawn = await step(iterator, 15);
      await sequence.checkpoint();
      const rest = sequence.length;
      await sequence.append(await engine().tokenizer.encodeText('Final Answer:'));
      await draw(sequence, warm(8), 10);
      await sequence.rewind(rest);
      drawn.push(...(await step(iterator, 15)));
      await iterator.return();
      assert.deepEqual(drawn, uninterrupted);
    });
  });
}

describe('a model with a sliding window and room for its whole cache', function () {
  this.timeout(60_000);
  const engine = engineFor(gemma3, { contextSize: 1024 });

  it('needs no checkpoints: any rewind evaluates nothing again', async () => {
    assert.equal(engine().model.needsCheckpoints, false);
    await using sequence = await engine().open();
    await sequence.append(await engine().tokenizer.encodeText(LONG));
    await draw(sequence, GREEDY, 200);
    const { evaluated } = sequence;
    const wait = await engine().tokenizer.encodeText('Wait');
    await sequence.rewind(20);
    await sequence.append(wait);
    await draw(sequence, GREEDY, 1);
    assert.equal(sequence.evaluated - evaluated, wait.length);
  });

  it('computes the same as without', async () => {
    await using sequence = await engine().open();
    await using other = await engine().open();
    const prompt = await engine().tokenizer.encodeText(LONG);
    await sequence.append(prompt);
    const drawn = await draw(sequence, GREEDY, 60);
    await sequence.rewind(prompt.length + 10);
    await other.append([...prompt, ...drawn.slice(0, 10)]);
    assert.deepEqual(await draw(sequence, GREEDY, 30), await draw(other, GREEDY, 30));
  });
});
