import type { MessageConnection, NotificationType } from 'vscode-jsonrpc';
import type { Engine } from '../reasoning/engine.js';
import { ReasoningSession } from '../reasoning/session.js';
import type { EngineProvider, Log } from './engine-provider.js';
import type { EvaluationHost } from './evaluation-host.js';
import { BatchHost } from './batch-host.js';
import * as batch from './batch-protocol.js';
import * as evaluation from './evaluation-protocol.js';
import { GradingHost } from './grading-host.js';
import { ModelHost } from './model-host.js';
import * as protocol from './protocol.js';
import { answering, signalOf } from './requests.js';
import { RunHost, type Session } from './run-host.js';
import { Turns } from './turns.js';

export interface ServeOptions {
  /** See QUIET_MS in model-lender.ts. */
  readonly quietMs?: number;
  /** See PATIENCE_MS in turns.ts. */
  readonly patienceMs?: number;
  /** Folder with the view of a report for its HTML file; by default, beside the bundle that runs. */
  readonly viewer?: URL;
}

/**
 * Answers the requests of one connection. The composition root of the backend process: everything it is made of is
 * built here.
 * @returns what to dispose of at the end
 */
export function serve(
  connection: MessageConnection,
  provider: EngineProvider,
  options: ServeOptions = {},
): AsyncDisposable {
  const notify = <P>(type: NotificationType<P>, params: P) => {
    // A connection that is gone has nobody to tell; its process is about to end (parent-watch.ts).
    connection.sendNotification(type, params as never).catch(() => undefined);
  };
  const log: Log = (level, text) => notify(protocol.LogLine, { level, text });
  const newSession = (engine: Engine): Session => new ReasoningSession(engine);
  const turns = new Turns(options.patienceMs);
  const models = new ModelHost(provider, turns, newSession, {
    onProgress: (progress) => notify(protocol.LoadProgressed, progress),
    onLoaded: (model) => notify(protocol.ModelLoaded, model),
    onUnloaded: (reason) => notify(protocol.ModelUnloaded, { reason }),
    log,
  });
  const grading = new GradingHost();
  const batches = new BatchHost(models, turns, newSession, options.quietMs);
  const runs = new RunHost(models, turns, newSession, (id, events) => notify(protocol.Events, { id, events }));

  const answered = answering(log);
  let evaluations: EvaluationHost | undefined;
  // Loaded with the first evaluation: people who only ask questions need none of its parsers and statistics.
  const evaluationHost = async () => {
    const module = await import('./evaluation-host.js');
    evaluations ??= new module.EvaluationHost(
      models,
      turns,
      () => grading.grader,
      {
        onState: (id, state) => notify(evaluation.EvaluationProgressed, { id, state }),
        onSample: (id, sample) => notify(evaluation.EvaluationSampled, { id, sample }),
      },
      options.quietMs,
      options.viewer,
    );
    return evaluations;
  };

  connection.onRequest(protocol.Configure, (settings) =>
    answered(() => {
      models.configure(settings);
      return null;
    }),
  );
  connection.onRequest(protocol.Load, (options, token) => answered(() => models.load(options, signalOf(token))));
  connection.onRequest(protocol.Unload, () =>
    answered(async () => {
      evaluations?.pauseAll();
      await models.unload();
      return null;
    }),
  );
  connection.onRequest(protocol.Describe, ({ path }, token) =>
    answered(() => provider.describe(path, log, signalOf(token))),
  );
  connection.onRequest(protocol.Status, () =>
    answered(() => ({
      engine: provider.version,
      pid: process.pid,
      model: models.model,
      busy: runs.busy || batches.busy || evaluations?.busy === true,
    })),
  );
  connection.onRequest(protocol.Solve, (params, token) => answered(() => runs.solve(params, signalOf(token))));
  connection.onRequest(protocol.ThinkHarder, (params, token) =>
    answered(() => runs.thinkHarder(params, signalOf(token))),
  );
  connection.onRequest(protocol.Continue, (params, token) => answered(() => runs.continueRun(params, signalOf(token))));
  connection.onRequest(protocol.Grade, (params) => answered(() => grading.compare(params)));
  connection.onRequest(protocol.GradeTrace, (params) => answered(() => grading.gradeTrace(params)));
  connection.onRequest(batch.BatchDescribe, ({ load }, token) =>
    answered(() => batches.describe(load, signalOf(token))),
  );
  connection.onRequest(batch.BatchSolve, (params, token) => answered(() => batches.solve(params, signalOf(token))));
  connection.onRequest(batch.BatchTokens, (params, token) =>
    answered(() => batches.countTokens(params, signalOf(token))),
  );
  connection.onRequest(batch.BatchTraining, (params, token) =>
    answered(() => batches.trainingTexts(params, signalOf(token))),
  );
  connection.onRequest(batch.BatchEmbed, (params, token) =>
    answered(async () => ({ vectors: await batches.embed(params, signalOf(token)) })),
  );
  connection.onRequest(evaluation.Evaluate, (params, token) =>
    answered(async () => (await evaluationHost()).run(params, signalOf(token))),
  );
  connection.onRequest(evaluation.Regrade, (place) => answered(async () => (await evaluationHost()).regrade(place)));
  connection.onRequest(evaluation.SampleTraces, (params) =>
    answered(async () => (await evaluationHost()).traces(params)),
  );
  // Messages keep their order: behind the request that it is about.
  connection.onNotification(evaluation.PauseEvaluation, ({ id, paused }) => {
    void evaluationHost().then((host) => host.pause(id, paused));
  });
  connection.onNotification(protocol.ControlRun, ({ id, control }) => runs.control(id, control));
  connection.listen();
  return {
    async [Symbol.asyncDispose]() {
      grading[Symbol.dispose]();
      await models[Symbol.asyncDispose]();
    },
  };
}
