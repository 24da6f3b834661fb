/** Entry of the backend process: forked by client.ts, reached over its IPC channel. */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { engineProviders } from './engine-providers.js';
import { endWithParent } from './parent-watch.js';
import { serve } from './server.js';

if (process.send === undefined) {
  process.stderr.write(
    'This file is the backend of Think Harder and is started by it; use the command think-harder.\n',
  );
  process.exit(2);
}
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const backend = serve(connection, engineProviders);
endWithParent(async () => backend[Symbol.asyncDispose]());
