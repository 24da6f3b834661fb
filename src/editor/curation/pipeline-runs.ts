import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { outputOf } from '../../curation/pipeline/rules.js';
import type { JobEvent } from '../../data/protocol.js';
import { Emitter } from '../events.js';
import type { DataClients } from './data-clients.js';
import { requireTrust } from './data-set-editor.js';
import type { CurationHost } from './host.js';

/** A pipeline that runs. */
interface Run {
  readonly stop: AbortController;
  /** What it does, in a few words. */
  text: string;
}

/** What there is of a pipeline's result. */
export interface PipelineState {
  readonly running: string | null;
  /** An earlier run was stopped: it can go on. */
  readonly begun: boolean;
  /** The result's funnel.json, where it stands. */
  readonly result: string | null;
}

/** Runs pipelines, one at a time for each file, and knows how far they are. */
export class PipelineRuns {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #finished = new Emitter<void>();
  /** A run has put its result in place. */
  readonly onDidFinish = this.#finished.event;
  readonly #runs = new Map<string, Run>();
  /** Pipeline → folder of its result, as it was when it was looked at last. */
  readonly #outputs = new Map<string, string>();

  constructor(
    private readonly clients: DataClients,
    private readonly host: CurationHost,
  ) {}

  /** Looks up where a pipeline's result is; a file that is no pipeline yet has none. */
  async look(file: string): Promise<void> {
    const output = await outputOf(file);
    const before = this.#outputs.get(file);
    if (output === undefined) this.#outputs.delete(file);
    else this.#outputs.set(file, output);
    if (before !== output) this.#changed.fire();
  }

  stateOf(file: string): PipelineState {
    const output = this.#outputs.get(file);
    const funnel = output === undefined ? undefined : join(output, 'funnel.json');
    return {
      running: this.#runs.get(file)?.text ?? null,
      begun: output !== undefined && existsSync(join(dirname(output), `.${basename(output)}.work`)),
      result: funnel !== undefined && existsSync(funnel) ? funnel : null,
    };
  }

  /** Files of the pipelines that run. */
  get running(): string[] {
    return [...this.#runs.keys()];
  }

  /**
   * Runs a pipeline, from where an earlier run stopped.
   * @returns the result's funnel.json; undefined where it was stopped
   */
  async run(file: string): Promise<string | undefined> {
    requireTrust();
    if (this.#runs.has(file)) return undefined;
    const run: Run = { stop: new AbortController(), text: vscode.l10n.t('starting') };
    this.#runs.set(file, run);
    this.#changed.fire();
    const job = randomUUID();
    const title = basename(file);
    try {
      await this.look(file);
      return await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async (progress) => {
        const listening = this.clients.onJob(({ job: id, event }) => {
          if (id !== job) return;
          run.text = textOf(event) ?? run.text;
          progress.report({ message: run.text });
          this.#changed.fire();
        });
        try {
          const summary = await this.clients.working.curate({ job, pipeline: file }, run.stop.signal);
          this.#finished.fire();
          return join(summary.output, 'funnel.json');
        } finally {
          listening.dispose();
        }
      });
    } catch (error) {
      if (run.stop.signal.aborted) {
        this.host.log.info(`${title} was stopped; it goes on where it was.`);
        return undefined;
      }
      // Whoever has just said no need not be told.
      if (error instanceof Error && 'kind' in error && error.kind === 'not-confirmed') {
        this.host.log.info(error.message);
        return undefined;
      }
      throw error;
    } finally {
      this.#runs.delete(file);
      await this.look(file);
      this.#changed.fire();
    }
  }

  /** @returns whether it ran */
  cancel(file: string): boolean {
    const run = this.#runs.get(file);
    if (run === undefined) return false;
    run.text = vscode.l10n.t('stopping');
    run.stop.abort();
    this.#changed.fire();
    return true;
  }
}

/** What is going on; undefined where nothing new. */
function textOf(event: JobEvent): string | undefined {
  const n = (value: number) => value.toLocaleString(vscode.env.language);
  switch (event.kind) {
    case 'step':
      return vscode.l10n.t('{0}: {1} left', event.step.title, n(event.step.left));
    case 'model':
      return vscode.l10n.t('{0}: {1} of {2}', event.progress.purpose, n(event.progress.done), n(event.progress.total));
    case 'aside':
      return undefined;
  }
}
