/** Entry of the data process: forked by client.ts, reached over its IPC channel. */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { endWithParent } from '../backend/parent-watch.js';
import { serve } from './server.js';

if (process.send === undefined) {
  process.stderr.write(
    'This file is the data process of Think Harder and is started by it; use the command think-harder.\n',
  );
  process.exit(2);
}
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const data = serve(connection);
endWithParent(async () => data[Symbol.asyncDispose]());
