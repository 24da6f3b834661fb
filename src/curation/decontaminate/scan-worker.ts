/** A thread that looks at blocks of a pool: entry of its own bundle. */
import { parentPort, workerData } from 'node:worker_threads';
import { detectorOf, type DetectionPlan } from './detectors.js';
import { transferred, type WorkerReply, type WorkerRequest } from './lanes.js';
import { scanBlock } from './scan-block.js';

const plan = workerData as DetectionPlan;
const { detector, fast } = detectorOf(plan);

parentPort?.on('message', ({ bytes }: WorkerRequest) => {
  const reply: WorkerReply = { bytes, found: scanBlock(bytes, plan.column, detector, fast) };
  parentPort?.postMessage(reply, transferred(bytes));
});
