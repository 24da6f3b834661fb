import assert from 'node:assert/strict';
import { DEFAULT_SEED, samplingFor } from '../../../src/reasoning/sampling-defaults.js';
import { deriveSeed } from '../../../src/reasoning/seeds.js';

const model = (architecture: string, title: string, name = 'model.gguf') => ({ architecture, title, name });

describe('sampling defaults', () => {
  const published: [string, ReturnType<typeof model>, { temperature: number; topP: number; topK: number }][] = [
    ['Qwen3 (thinking mode)', model('qwen3', 'Qwen3 4B'), { temperature: 0.6, topP: 0.95, topK: 20 }],
    [
      'DeepSeek-R1 distillations',
      model('qwen2', 'DeepSeek R1 Distill Qwen 1.5B'),
      { temperature: 0.6, topP: 0.95, topK: 0 },
    ],
    ['gpt-oss', model('gpt-oss', 'Gpt Oss 20B'), { temperature: 1, topP: 1, topK: 0 }],
    ['Magistral', model('llama', 'Magistral Small 2506'), { temperature: 0.7, topP: 0.95, topK: 0 }],
    ['Gemma', model('gemma3', 'Gemma 3 4b It'), { temperature: 1, topP: 0.95, topK: 64 }],
    ['SmolLM2', model('llama', 'SmolLM2 135M Instruct'), { temperature: 0.2, topP: 0.9, topK: 0 }],
    ['s1, greedy as in the paper', model('qwen2', 's1.1-32B'), { temperature: 0, topP: 1, topK: 0 }],
    [
      'the embedded model, by its file name',
      model('llama', '', 'think-harder-teaching.gguf'),
      { temperature: 0, topP: 1, topK: 0 },
    ],
  ];
  for (const [family, given, wanted] of published) {
    it(`follows the model card of ${family}`, () => {
      const { temperature, topP, topK } = samplingFor(given);
      assert.deepEqual({ temperature, topP, topK }, wanted);
    });
  }

  it('fixes the seed, and lets the caller override each value', () => {
    assert.equal(samplingFor(model('qwen3', '')).seed, DEFAULT_SEED);
    assert.deepEqual(samplingFor(model('qwen3', ''), { temperature: 0, seed: 9 }), {
      temperature: 0,
      topP: 0.95,
      topK: 20,
      minP: 0,
      seed: 9,
    });
  });
});

describe('seeds of the samplers of one run', () => {
  it('differ by place and by run, and repeat', () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 50; seed++) for (let at = 0; at < 200; at++) seen.add(deriveSeed(seed, at));
    assert.ok(seen.size > 9990, `${seen.size} different of 10000`);
    assert.equal(deriveSeed(3, 4), deriveSeed(3, 4));
    assert.ok([...seen].every((s) => Number.isInteger(s) && s >= 0 && s < 2 ** 32));
  });
});
