import type { MessageConnection, NotificationType } from 'vscode-jsonrpc';
import type { Log } from '../backend/engine-provider.js';
import { answering, signalOf } from '../backend/requests.js';
import { DataSets } from './data-sets.js';
import { Jobs } from './jobs.js';
import * as protocol from './protocol.js';

/**
 * Answers the requests of one connection: the composition root of the data process.
 * @returns what to dispose of at the end
 */
export function serve(connection: MessageConnection): AsyncDisposable {
  const notify = <P>(type: NotificationType<P>, params: P) => {
    // A connection that is gone has nobody to tell; its process is about to end (parent-watch.ts).
    connection.sendNotification(type, params as never).catch(() => undefined);
  };
  const log: Log = (level, text) => notify(protocol.LogLine, { level, text });
  const answered = answering(log);
  const sets = new DataSets((facts) => notify(protocol.Progressed, facts), log);
  const jobs = new Jobs(connection);

  connection.onRequest(protocol.Open, (params) => answered(() => sets.open(params)));
  connection.onRequest(protocol.Close, ({ handle }) =>
    answered(async () => {
      await sets.close(handle);
      return null;
    }),
  );
  connection.onRequest(protocol.Page, ({ handle, query, from, count }) =>
    answered(() => sets.get(handle).page(query, from, count)),
  );
  connection.onRequest(protocol.HistogramOf, ({ handle, column, query }) =>
    answered(() => sets.get(handle).histogram(column, query)),
  );
  connection.onRequest(protocol.Detail, ({ handle, row }) => answered(() => sets.detail(handle, row)));
  connection.onRequest(protocol.Aside, ({ handle }) => answered(() => sets.get(handle).aside));
  connection.onRequest(protocol.Append, (params) => answered(() => sets.append(params)));
  connection.onRequest(protocol.Decide, (params) => answered(() => sets.decide(params)));
  connection.onRequest(protocol.Undo, ({ handle }) => answered(() => sets.undo(handle)));
  connection.onRequest(protocol.Redo, ({ handle }) => answered(() => sets.redo(handle)));
  connection.onRequest(protocol.Statistics, (params) => answered(() => sets.statistics(params)));
  connection.onRequest(protocol.Curate, (params, token) => answered(() => jobs.curate(params, signalOf(token))));
  connection.onRequest(protocol.Decontaminate, (params, token) =>
    answered(() => jobs.decontaminate(params, signalOf(token))),
  );
  connection.listen();
  return sets;
}
