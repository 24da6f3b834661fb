/** Entry of the language server's process: `--stdio`, `--node-ipc`, `--socket=PORT` or `--pipe=NAME`, as editors start it. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { GradedAnswers } from './answers.js';
import { serve } from './server.js';

const connection = createConnection(ProposedFeatures.all);
const server = serve(connection, new GradedAnswers());
connection.onShutdown(() => server[Symbol.dispose]());
connection.listen();
