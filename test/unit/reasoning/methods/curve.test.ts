import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_BUDGET } from '../../../../src/reasoning/budget.js';
import { RunControls } from '../../../../src/reasoning/controls.js';
import { curve, type CurvePoint, type CurveResult } from '../../../../src/reasoning/methods/curve.js';
import { textOf, type Trace } from '../../../../src/reasoning/trace.js';
import { ScriptedEngine, writes, type Script } from '../../../support/scripted-engine.js';
import { request, solveOn } from '../../../support/solve.js';

async function curveOn(engine: ScriptedEngine, points: readonly CurvePoint[], budget = {}, more = {}) {
  const pass = curve(engine, request('2 + 2?', budget, more), points, new RunControls());
  for (;;) {
    const next = await pass.next();
    if (next.done === true) return next.value satisfies CurveResult;
  }
}

/** What two ways to make a trace must agree in: everything but name, time and cost. */
function comparable({ spans, budget, sampling, prompt, end, loops, counts, thinkingFormat }: Trace) {
  const tokens = { ...counts, evaluated: 0 };
  return { spans, budget, sampling, prompt, end, loops, tokens, thinkingFormat };
}

/** Thinks, ends, answers and begins to think again at random; with delimiters of one token or several. */
const wild: Script = (text) => {
  if (text.endsWith('.</') || text.endsWith('</'))
    return [
      ['think>', 5],
      ['a', 1],
    ];
  return [
    ['a', 4],
    ['b', 4],
    ['\n', 1],
    ['é', 1],
    ['<', 1],
    ['</think>', 1],
    ['.</', 1],
    ['<think>', 0.3],
    ['<|im_end|>', 1],
  ];
};
const oneToken = () =>
  new ScriptedEngine((text) => wild(text).filter(([t]) => t !== '.</' && t !== '<'), { contextSize: 200 });
const inPieces = () =>
  new ScriptedEngine((text) => wild(text).filter(([t]) => !t.includes('think') || !t.startsWith('<')), {
    words: ['.</', '</', 'think>'],
    special: ['<|im_start|>', '<|im_end|>'],
    contextSize: 200,
  });

describe('the whole curve from one pass', () => {
  it('gives at every budget the trace of a run of its own, at temperature 1, for both rules that cap', async function () {
    this.timeout(30_000);
    const point = fc.record({ maxThinking: fc.option(fc.nat(60), { nil: null }), waits: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(oneToken, inPieces),
        fc.array(point, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('think-harder' as const, 's1-eval' as const),
        fc.nat(1000),
        fc.constantFrom('Wait', ''),
        fc.nat(15),
        async (make, points, rules, seed, continuation, minThinking) => {
          const budget = { rules, continuation, minThinking, answerReserve: 12 };
          const more = { sampling: { temperature: 1, seed } };
          const { traces } = await curveOn(make(), points, budget, more);
          for (const [i, point] of points.entries()) {
            const alone = await solveOn(make(), '2 + 2?', { ...budget, ...point }, more);
            assert.deepEqual(comparable(traces[i]!), comparable(alone));
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it('evaluates the longest thinking once, and each answer once', async () => {
    const thought = 'abcdefghij'.repeat(20);
    const answers = { '<think>\n': `${thought}</think>4`, 'Final Answer:': ' 4' };
    const engine = new ScriptedEngine(writes(answers), { contextSize: 2000 });
    const budgets = [10, 25, 50, 75, 100, 125, 150, null];
    const { traces, evaluated } = await curveOn(
      engine,
      budgets.map((maxThinking) => ({ maxThinking, waits: 0 })),
    );
    assert.deepEqual(
      traces.map(({ counts }) => counts.thinking),
      [10, 25, 50, 75, 100, 125, 150, 200],
    );
    assert.deepEqual(
      traces.map((trace) => textOf(trace, 'answer').trim()),
      Array(8).fill('4'),
    );
    const delimiters = '\n</think>\n\nFinal Answer:'.length;
    const endings = traces.length * (delimiters + 3);
    const prompt = traces[0]!.counts.prompt;
    assert.ok(evaluated <= prompt + 200 + endings, `${evaluated} tokens`);
  });

  it('goes on from the same pass with "Wait": each suppressed end is an answer of its own', async () => {
    const engine = new ScriptedEngine(writes({ '<think>\n': 'five</think>5', Wait: ' four</think>4' }, ['Wait']), {
      words: ['Wait'],
    });
    const points = [0, 1].map((waits) => ({ maxThinking: null, waits }));
    const { traces } = await curveOn(engine, points);
    assert.deepEqual(
      traces.map((trace) => textOf(trace, 'answer')),
      ['5', '4'],
    );
    assert.deepEqual(
      traces.map((trace) => textOf(trace, 'thinking')),
      ['five', 'fiveWait four'],
    );
  });

  it('takes the answer once where several budgets end in the same place', async () => {
    const engine = new ScriptedEngine(writes({ '<think>\n': 'short</think>4' }));
    const points = [10, 20, 40, null].map((maxThinking) => ({ maxThinking, waits: 0 }));
    const { traces, evaluated } = await curveOn(engine, points);
    assert.equal(evaluated, traces[0]!.counts.prompt + 'short'.length + 1 + 1);
    assert.deepEqual(
      traces.map(({ budget }) => budget.maxThinking),
      [10, 20, 40, null],
    );
  });

  it('runs rules that let the model go on beyond the budget one by one', async () => {
    const make = () => new ScriptedEngine(writes({ '<think>\n': 'a long thought</think>4' }));
    const budget = { rules: 's1-generate' as const };
    const points = [4, null].map((maxThinking) => ({ maxThinking, waits: 0 }));
    const { traces } = await curveOn(make(), points, budget);
    for (const [i, point] of points.entries()) {
      const alone = await solveOn(make(), '2 + 2?', { ...budget, ...point });
      assert.deepEqual(comparable(traces[i]!), comparable(alone));
    }
  });

  it('ends with the reason when it is stopped', async () => {
    const engine = new ScriptedEngine(writes({ '<think>\n': 'a long thought</think>4' }));
    const controls = new RunControls();
    const pass = curve(engine, request('2 + 2?', DEFAULT_BUDGET), [{ maxThinking: 4, waits: 0 }], controls);
    await pass.next();
    controls.send({ kind: 'stop' });
    await assert.rejects(
      async () => {
        while ((await pass.next()).done !== true);
      },
      { name: 'AbortError' },
    );
  });
});
