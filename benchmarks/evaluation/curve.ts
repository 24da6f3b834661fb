/**
 * What one pass saves: an 8-budget curve from one pass of thinking against eight runs of their own, in tokens evaluated
 * and in time, on the embedded model. Run it with: npx tsx benchmarks/evaluation/curve.ts
 */
import { fileURLToPath } from 'node:url';
import { loadLocalEngine } from '../../src/engines/local/index.js';
import { DEFAULT_BUDGET } from '../../src/reasoning/budget.js';
import { RunControls } from '../../src/reasoning/controls.js';
import { curve } from '../../src/reasoning/methods/curve.js';
import { ReasoningSession } from '../../src/reasoning/session.js';
import type { Trace } from '../../src/reasoning/trace.js';

const MODEL = fileURLToPath(new URL('../../media/models/think-harder-teaching.gguf', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache/benchmarks/', import.meta.url));
const QUESTION = 'How many r in raspberry?';
const BUDGETS = 8;
const LONGEST = 512;

async function last<R>(run: AsyncGenerator<unknown, R>): Promise<R> {
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
  }
}

/** Tokens behind thinking: delimiters and answer. */
function endingOf({ spans }: Trace): number {
  return spans.filter(({ role }) => role !== 'thinking').reduce((n, { tokens }) => n + tokens.length, 0);
}

await using engine = await loadLocalEngine({ path: MODEL, cacheFolder: CACHE, gpu: 'cpu' });
// Suppressed ends make the trace long, whatever the model knows; loops may run.
const budget = { ...DEFAULT_BUDGET, minThinking: LONGEST, endLoops: false, answerReserve: 32 };
const request = {
  id: 'curve',
  question: { text: QUESTION },
  budget,
  sampling: { temperature: 0.7, topK: 40, topP: 1, minP: 0, seed: 1 },
};
const points = Array.from({ length: BUDGETS }, (_, i) => ({ maxThinking: ((i + 1) * LONGEST) / BUDGETS, waits: 0 }));

const first = performance.now();
const { traces, evaluated } = await last(curve(engine, request, points, new RunControls()));
const onePass = performance.now() - first;

const second = performance.now();
let separate = 0;
let same = 0;
for (const [i, point] of points.entries()) {
  await using session = new ReasoningSession(engine);
  const alone = await last(session.solve({ ...request, budget: { ...budget, ...point } }, new RunControls()));
  separate += alone.counts.evaluated;
  if (JSON.stringify(alone.spans) === JSON.stringify(traces[i]?.spans)) same++;
}
const eachAlone = performance.now() - second;

const longest = Math.max(...traces.map(({ counts }) => counts.thinking));
const prompt = traces[0]?.counts.prompt ?? 0;
const endings = traces.reduce((n, trace) => n + endingOf(trace), 0);
console.log(
  `${BUDGETS} budgets up to ${longest} thinking tokens; prompt ${prompt}, all endings and answers ${endings} tokens`,
);
console.log(`same traces as separate runs: ${same} of ${BUDGETS}`);
console.log(
  `evaluated: one pass ${evaluated}, separate runs ${separate} (${(separate / evaluated).toFixed(2)} times as many)`,
);
console.log(
  `thinking of the one pass / longest run: ${((evaluated - prompt - endings) / longest).toFixed(3)} (target: at most 1.2)`,
);
console.log(`time: one pass / separate runs = ${(onePass / eachAlone).toFixed(2)}`);
