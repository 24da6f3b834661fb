import { type CancellationToken, type MessageConnection, type NotificationType, ResponseError } from 'vscode-jsonrpc';
import type { Engine } from '../reasoning/engine.js';
import { ReasoningSession } from '../reasoning/session.js';
import type { EngineProvider, Log } from './engine-provider.js';
import { toWire } from './errors.js';
import { GradingHost } from './grading-host.js';
import { ModelHost } from './model-host.js';
import { ModelTexts } from './model-texts.js';
import * as protocol from './protocol.js';
import { RunHost, type Session } from './run-host.js';
import { Turns } from './turns.js';

/** Codes below -32000 are the protocol's own; the kind in `data` is what callers switch on. */
const APPLICATION_ERROR = 1;

/**
 * Answers the requests of one connection. The composition root of the backend process: everything it is made of is
 * built here.
 * @returns what to dispose of at the end
 */
export function serve(connection: MessageConnection, provider: EngineProvider): AsyncDisposable {
  const notify = <P>(type: NotificationType<P>, params: P) => {
    // A connection that is gone has nobody to tell; its process is about to end (parent-watch.ts).
    connection.sendNotification(type, params as never).catch(() => undefined);
  };
  const log: Log = (level, text) => notify(protocol.LogLine, { level, text });
  const newSession = (engine: Engine): Session => new ReasoningSession(engine);
  const turns = new Turns();
  const models = new ModelHost(provider, turns, newSession, {
    onProgress: (progress) => notify(protocol.LoadProgressed, progress),
    onUnloaded: (reason) => notify(protocol.ModelUnloaded, { reason }),
    log,
  });
  const grading = new GradingHost();
  const texts = new ModelTexts(models, turns);
  const runs = new RunHost(models, turns, newSession, (id, events) => notify(protocol.Events, { id, events }));

  /** Errors cross the wire as a sentence, a kind and a cause; the log has the cause as well. */
  async function answered<R>(work: () => R | Promise<R>): Promise<R | ResponseError<protocol.ErrorData>> {
    try {
      return await work();
    } catch (error) {
      const { message, data } = toWire(error);
      log(data.kind === 'stopped' ? 'debug' : 'error', `${message}\n${data.cause ?? ''}`);
      return new ResponseError(APPLICATION_ERROR, message, data);
    }
  }

  connection.onRequest(protocol.Configure, (settings) =>
    answered(() => {
      models.configure(settings);
      return null;
    }),
  );
  connection.onRequest(protocol.Load, (options, token) => answered(() => models.load(options, signalOf(token))));
  connection.onRequest(protocol.Unload, () =>
    answered(async () => {
      await models.unload();
      return null;
    }),
  );
  connection.onRequest(protocol.Describe, ({ path }) => answered(() => provider.describe(path, log)));
  connection.onRequest(protocol.Status, () => ({
    engine: provider.version,
    pid: process.pid,
    model: models.model,
    loaded: texts.describe(),
    busy: runs.busy,
  }));
  connection.onRequest(protocol.Solve, (params, token) => answered(() => runs.solve(params, signalOf(token))));
  connection.onRequest(protocol.ThinkHarder, (params, token) =>
    answered(() => runs.thinkHarder(params, signalOf(token))),
  );
  connection.onRequest(protocol.Continue, (params, token) => answered(() => runs.continueRun(params, signalOf(token))));
  connection.onRequest(protocol.Grade, (params) => answered(() => grading.compare(params)));
  connection.onRequest(protocol.GradeTrace, (params) => answered(() => grading.gradeTrace(params)));
  connection.onRequest(protocol.CountTokens, (params, token) =>
    answered(() => texts.countTokens(params.texts, signalOf(token))),
  );
  connection.onRequest(protocol.TrainingTexts, ({ examples }, token) =>
    answered(() => texts.trainingTexts(examples, signalOf(token))),
  );
  connection.onRequest(protocol.Embed, (params, token) =>
    answered(async () => ({ vectors: await texts.embed(params.texts, signalOf(token)) })),
  );
  connection.onNotification(protocol.ControlRun, ({ id, control }) => runs.control(id, control));
  connection.listen();
  return {
    async [Symbol.asyncDispose]() {
      grading[Symbol.dispose]();
      await models[Symbol.asyncDispose]();
    },
  };
}

/** JSON-RPC's cancellation as a web standard one. */
function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
