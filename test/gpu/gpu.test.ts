/** The engine on a graphics device. Run by `npm run test:gpu`, which finds the device. */
import assert from 'node:assert/strict';
import type { GpuChoice, LocalEngine } from '../../src/engines/local/index.js';
import { draw, GREEDY, loadForTest } from '../support/local-engine.js';
import { EMBEDDED, smolLM2 } from '../support/models.js';

const GPU = (process.env.THINK_HARDER_TEST_GPU ?? 'auto') as GpuChoice;
const COMPARED = 64;
const QUESTION = 'What is 37 * 24?';

/** In software a token of SmolLM2 takes seconds: there the embedded model alone has to do. */
const SOFTWARE = process.env.GGML_VK_VISIBLE_DEVICES !== undefined;
const MODELS: [string, (suite: Mocha.Context) => string][] = [['the embedded model', () => EMBEDDED]];
if (!SOFTWARE) MODELS.push(['SmolLM2', smolLM2]);

for (const [name, path] of MODELS) {
  describe(`${name} on a graphics device`, () => {
    let engine: LocalEngine;
    let file: string;
    before(async function () {
      file = path(this);
      engine = await loadForTest(file, { gpu: GPU, gpuLayers: null, contextSize: 1024 });
    });
    after(async () => (engine as LocalEngine | undefined)?.[Symbol.asyncDispose]());

    const prompt = async (): Promise<number[]> => [
      ...(await engine.tokenizer.encodeTemplate('<|im_start|>user\n')),
      ...(await engine.tokenizer.encodeText(QUESTION)),
      ...(await engine.tokenizer.encodeTemplate('<|im_end|>\n<|im_start|>assistant\n')),
    ];

    it('has layers there', () => {
      assert.ok(engine.model.gpuLayers > 0, `${engine.model.gpuLayers} layers offloaded`);
      assert.notEqual(engine.model.device, 'cpu');
      console.log(`      ${engine.model.gpuLayers} layers on ${engine.model.device}`);
    });

    it(`draws as the processor does, as far as rounding allows (${COMPARED} greedy tokens)`, async () => {
      await using cpu = await loadForTest(file, { contextSize: 1024 });
      const drawn: number[][] = [];
      for (const where of [engine, cpu]) {
        await using sequence = await where.open();
        await sequence.append(await prompt());
        drawn.push(await draw(sequence, GREEDY, COMPARED));
      }
      const [there, here] = drawn as [number[], number[]];
      const differs = there.findIndex((token, index) => token !== here[index]);
      const agreed = differs === -1 ? there.length : differs;
      console.log(`      ${agreed} of ${COMPARED} tokens agree before the first difference`);
      // Sums are rounded in another order there, so near ties may fall otherwise; the first tokens are no near ties.
      assert.ok(agreed >= 4, `only ${agreed} tokens agree: ${cpu.tokenizer.decode(there)}`);
    });

    it('thinks harder without evaluating anything again', async () => {
      await using sequence = await engine.open();
      await sequence.append(await prompt());
      const end = sequence.length + 40;
      await draw(sequence, GREEDY, 80);
      const { evaluated } = sequence;
      const wait = await engine.tokenizer.encodeText('Wait');
      await sequence.rewind(end);
      await sequence.append(wait);
      await draw(sequence, GREEDY, 1);
      assert.equal(sequence.evaluated - evaluated, wait.length);
    });

    it('forks and comes back from a state file', async () => {
      await using sequence = await engine.open();
      await sequence.append(await prompt());
      await using fork = await sequence.fork();
      const there = await draw(fork, GREEDY, 20);
      assert.deepEqual(await draw(sequence, GREEDY, 20), there);
    });
  });
}
