import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { Feature } from './feature.js';
import type { KnownContexts } from './known-contexts.js';
import { forLog } from './problems.js';
import type { ReasoningController } from './reasoning-controller.js';
import type { TracePicker } from './trace-picker.js';
import type { TraceStore } from './trace-store.js';

const SHOWN = 'shownTrace';
const CONTEXTS = 'contextSizes';

interface Shown {
  readonly id: string;
  readonly place?: { readonly uri: string; readonly line: number };
}

/** Brings back, after the window was closed or reloaded, the trace that was shown in it and what is known of the model. */
export class SessionMemory implements Feature {
  constructor(
    private readonly controller: ReasoningController,
    private readonly workspace: vscode.Memento,
    private readonly global: vscode.Memento,
    private readonly store: TraceStore,
    private readonly traces: TracePicker,
    private readonly contexts: KnownContexts,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  register(): vscode.Disposable {
    this.contexts.restore(this.global.get(CONTEXTS));
    void this.#restore();
    return vscode.Disposable.from(this.controller.onDidChange(() => this.#remember()));
  }

  #remember(): void {
    const { trace, question } = this.controller;
    const shown = this.workspace.get<Shown>(SHOWN)?.id;
    if (trace?.id !== shown) {
      const place = question?.place;
      const value: Shown | undefined =
        trace === null ? undefined : { id: trace.id, ...(place === undefined ? {} : { place }) };
      if (trace !== null || question === null) void this.workspace.update(SHOWN, value);
    }
    const contexts = this.contexts.entries();
    if (!isDeepStrictEqual(contexts, this.global.get(CONTEXTS) ?? [])) void this.global.update(CONTEXTS, contexts);
  }

  async #restore(): Promise<void> {
    const shown = this.workspace.get<Shown>(SHOWN);
    if (shown === undefined) return;
    try {
      const trace = await this.traces.read(this.store.pathOf(shown.id));
      if (this.controller.question !== null) return; // something was asked meanwhile
      const { text, source, reference } = trace.question;
      this.controller.open(trace, {
        text,
        ...(source === undefined ? {} : { source }),
        ...(reference === undefined ? {} : { reference }),
        ...(shown.place === undefined ? {} : { place: shown.place }),
      });
    } catch (error) {
      // It may have been removed by the bound on saved traces, or by hand: nothing to bother anybody with.
      this.log.info(`The trace shown last cannot be shown again. ${forLog(error)}`);
    }
  }
}
