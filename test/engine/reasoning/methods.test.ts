import assert from 'node:assert/strict';
import { DEFAULT_BUDGET } from '../../../src/reasoning/budget.js';
import { RunControls } from '../../../src/reasoning/controls.js';
import { bestOfN } from '../../../src/reasoning/methods/best-of-n.js';
import { budgetForcing, noForcing } from '../../../src/reasoning/methods/budget-forcing.js';
import {
  classConditional,
  stepConditional,
  tokenConditional,
} from '../../../src/reasoning/methods/conditional-control.js';
import { curve } from '../../../src/reasoning/methods/curve.js';
import { majority } from '../../../src/reasoning/methods/majority.js';
import type { Method } from '../../../src/reasoning/methods/method.js';
import { rebase } from '../../../src/reasoning/methods/rebase.js';
import { rejectionSampling } from '../../../src/reasoning/methods/rejection-sampling.js';
import type { Trace } from '../../../src/reasoning/trace.js';
import { engineFor } from '../../support/local-engine.js';
import { EMBEDDED } from '../../support/models.js';
import { request, solveOn } from '../../support/solve.js';

const QUESTION = 'How many r in raspberry?';

async function result<R>(run: AsyncGenerator<unknown, R>): Promise<R> {
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
  }
}

function comparable({ spans, budget, end, loops, sampling }: Trace) {
  return { spans, budget, end, loops, sampling };
}

describe('methods on the embedded model', function () {
  this.timeout(120_000);
  const engine = engineFor(() => EMBEDDED);

  for (const temperature of [0, 0.8]) {
    it(`a curve from one pass is that of separate runs, at temperature ${temperature}`, async () => {
      const sampling = { temperature, topK: 40, topP: 1, minP: 0, seed: 7 };
      const points = [
        ...[4, 9, 16, 25, 40, null].map((maxThinking) => ({ maxThinking, waits: 0 })),
        { maxThinking: null, waits: 1 },
        { maxThinking: 120, waits: 3 },
      ];
      const budget = { answerReserve: 40 };
      const asked = { ...request(QUESTION, budget), sampling };
      const { traces, evaluated } = await result(curve(engine(), asked, points, new RunControls()));
      for (const [i, point] of points.entries()) {
        const alone = await solveOn(engine(), QUESTION, { ...budget, ...point }, { sampling });
        assert.deepEqual(comparable(traces[i]!), comparable(alone), JSON.stringify(point));
      }
      const longest = Math.max(...traces.map(({ counts }) => counts.thinking));
      const endings = traces.reduce((n, trace) => n + endingOf(trace), 0);
      const most = traces[0]!.counts.prompt + 1.2 * longest + endings;
      assert.ok(evaluated <= most, `${evaluated} tokens evaluated, at most ${most} expected`);
    });
  }

  const methods: Record<string, Method> = {
    none: noForcing,
    'budget forcing': budgetForcing,
    'token-conditional control': tokenConditional(64, true),
    'step-conditional control': stepConditional(2, true),
    'class-conditional control': classConditional('short', false),
    'rejection sampling': rejectionSampling(200, 5),
    'majority voting': majority(4),
    'best of n': bestOfN(3),
    REBASE: rebase({ width: 3, stepTokens: 16, depth: 4 }),
  };
  for (const [name, method] of Object.entries(methods)) {
    it(`${name} comes to answers`, async () => {
      const asked = {
        id: 'q',
        question: { text: QUESTION },
        ask: QUESTION,
        budget: { ...DEFAULT_BUDGET, maxThinking: 80, waits: 1, answerReserve: 40 },
        sampling: { temperature: 0.7, topK: 40, topP: 1, minP: 0 },
        seedOf: (n: number) => n + 1,
      };
      const { traces, evaluated, generated } = await result(method(engine(), asked, new RunControls()));
      assert.ok(traces.length > 0);
      for (const { end } of traces) assert.ok(end.thinking !== null && end.answer !== null);
      assert.ok(evaluated >= generated - traces.length, `${evaluated} evaluated, ${generated} generated`);
    });
  }
});

/** Tokens behind thinking: delimiters and answer. */
function endingOf({ spans }: Trace): number {
  return spans.filter(({ role }) => role !== 'thinking').reduce((n, { tokens }) => n + tokens.length, 0);
}
