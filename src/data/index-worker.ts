/** The thread that writes an index: entry of its own bundle. */
import { parentPort, workerData } from 'node:worker_threads';
import { IndexWriter } from './index-file.js';
import type { IndexPlan, IndexReply, IndexRequest } from './index-thread.js';

const { path, columns } = workerData as IndexPlan;
const writer = IndexWriter.create(path, columns);
// A message may come before the file is there: one waits for the other, in order.
let last: Promise<unknown> = writer;

parentPort?.on('message', (request: IndexRequest) => {
  last = last
    .then(() => writer)
    .then((open) => answer(open, request))
    .then(
      () => reply({ done: true }),
      (error: unknown) => reply({ failed: error instanceof Error ? error.message : String(error) }),
    );
});

async function answer(open: IndexWriter, request: IndexRequest): Promise<void> {
  switch (request.kind) {
    case 'rows':
      open.addAll(request.rows);
      return;
    case 'column':
      return open.addColumn(request.column);
    case 'finish':
      return open.finish();
    case 'leave':
      open.close();
  }
}

function reply(said: IndexReply): void {
  parentPort?.postMessage(said);
}
