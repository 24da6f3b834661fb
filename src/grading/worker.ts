import { parentPort } from 'node:worker_threads';
import type { MathJson } from './math-json.js';
import { Algebra } from './symbolic.js';
import type { AlgebraJob, FromWorker } from './worker-protocol.js';

/** Computed once before the worker reports ready: the first use of each part of the algebra system is slow. */
const WARM_UP: readonly (readonly [MathJson, MathJson])[] = [
  [
    ['Integrate', ['Function', ['Power', 'x', 2], 'x'], ['Tuple', 'x', 0, 1]],
    ['Rational', 1, 3],
  ],
  [['Limit', ['Function', ['Divide', ['Sin', 'x'], 'x'], 'x'], 0], 1],
  [
    ['Sum', ['Divide', 1, ['Power', 'n', 2]], ['Tuple', 'n', 1, 'PositiveInfinity']],
    ['Divide', ['Power', 'Pi', 2], 6],
  ],
  [
    ['D', ['Power', 'x', 3], 'x'],
    ['Multiply', 3, ['Power', 'x', 2]],
  ],
];

const port = parentPort;
if (port !== null) {
  const send = (message: FromWorker): void => port.postMessage(message);
  const algebra = new Algebra();
  for (const [a, b] of WARM_UP) algebra.equal(a, b);
  const settle = (job: AlgebraJob): boolean | null => {
    try {
      return algebra.equal(job.gold, job.prediction);
    } catch {
      return null; // an expression that the algebra system cannot take is one about which nothing was shown
    }
  };
  port.on('message', (job: AlgebraJob) => {
    send({ id: job.id, equal: settle(job) });
  });
  send({ ready: true });
}
