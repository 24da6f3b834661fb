/**
 * Time of a paired bootstrap of 500 questions, 10,000 resamples, drawing of the indices included (target: 200 ms).
 * Run it with: npx tsx benchmarks/evaluation/bootstrap.ts
 */
import { pairedBootstrap, resamplesOf } from '../../src/evaluation/statistics/bootstrap.js';

const QUESTIONS = 500;
const a = Float64Array.from({ length: QUESTIONS }, (_, i) => (i % 3 === 0 ? 1 : 0));
const b = Float64Array.from({ length: QUESTIONS }, (_, i) => (i % 5 === 0 ? 1 : 0));
const times: number[] = [];
for (let i = 0; i < 9; i++) {
  const start = performance.now();
  pairedBootstrap(a, b, resamplesOf(QUESTIONS, i));
  times.push(performance.now() - start);
}
times.sort((x, y) => x - y);
console.log(
  `paired bootstrap, ${QUESTIONS} questions, 10,000 resamples: median ${times[4]?.toFixed(0)} ms, worst ${times[8]?.toFixed(0)} ms`,
);
