/** A thread that looks at blocks of a pool: entry of its own bundle. */
import { parentPort, workerData } from 'node:worker_threads';
import { blockScanner, type DetectionPlan } from './detectors.js';
import { transferred, type WorkerReply, type WorkerRequest } from './lanes.js';

const scan = blockScanner(workerData as DetectionPlan);

parentPort?.on('message', ({ bytes, column }: WorkerRequest) => {
  const reply: WorkerReply = { bytes, found: scan(bytes, column) };
  parentPort?.postMessage(reply, transferred(bytes));
});
