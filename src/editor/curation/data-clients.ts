import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TraceCost } from '../../curation/models/cost.js';
import { DataClient } from '../../data/client.js';
import type { DataSetFacts } from '../../data/facts.js';
import type { JobEvent } from '../../data/protocol.js';
import { Emitter } from '../events.js';
import type { Dialogs } from '../dialogs.js';
import type { CurationHost } from './host.js';

/**
 * The data processes: one for what is shown and one for pipelines, because no scrolling may wait for a pipeline. Each is
 * started when it is needed first.
 */
export class DataClients implements AsyncDisposable {
  readonly #progress = new Emitter<DataSetFacts>();
  readonly onProgress = this.#progress.event;
  readonly #jobs = new Emitter<{ readonly job: string; readonly event: JobEvent }>();
  readonly onJob = this.#jobs.event;
  readonly #crashed = new Emitter<void>();
  /** What was shown is open no more. */
  readonly onCrash = this.#crashed.event;
  readonly shown: DataClient;
  readonly working: DataClient;

  constructor(host: CurationHost, dialogs: Dialogs) {
    const entry = { file: join(host.extensionUri.fsPath, 'dist', 'data.mjs') };
    const log = (level: 'debug' | 'info' | 'warn' | 'error', text: string) => host.log[level](text);
    this.shown = new DataClient({
      entry,
      log,
      onProgress: (facts) => this.#progress.fire(facts),
      onCrash: () => this.#crashed.fire(),
    });
    this.working = new DataClient({
      entry,
      log,
      onProgress: () => undefined,
      onJob: (job, event) => this.#jobs.fire({ job, event }),
      onCrash: () => undefined, // told to whoever waits for the job
      models: { maker: host.traceMaker, confirm: (cost) => confirm(cost, dialogs) },
    });
  }

  get pids(): number[] {
    return [this.shown.pid, this.working.pid].filter((pid) => pid !== undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.shown[Symbol.asyncDispose](), this.working[Symbol.asyncDispose]()]);
  }
}

/** Solving costs time: nothing begins before it was shown and agreed to. */
async function confirm(cost: TraceCost, dialogs: Dialogs): Promise<boolean> {
  const n = (value: number) => Math.round(value).toLocaleString(vscode.env.language);
  const { name, server } = cost.model;
  const model = server === undefined ? name : vscode.l10n.t('{0}, sent to {1} ({2})', name, server.host, server.kind);
  const minutes = Math.max(1, cost.seconds / 60);
  const counts = vscode.l10n.t('Texts for {0}, to count their tokens.', model);
  const solves = vscode.l10n.t(
    '{0} questions for {1} ({2} were asked before), {6} at a time, {3} tokens each: about {4} minutes at {5} tokens/s. What is done is kept when it is stopped.',
    n(cost.questions),
    model,
    n(cost.stored),
    n(cost.tokensEach),
    n(minutes),
    n(cost.tokensPerSecond),
    n(cost.parallel),
  );
  const detail = cost.tokensEach === 0 ? counts : solves;
  const message = vscode.l10n.t('{0}: the model has to be asked.', cost.purpose);
  return dialogs.confirm(message, detail, vscode.l10n.t('Begin'));
}
