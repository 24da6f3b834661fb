import * as vscode from 'vscode';
import type { QuestionInfo } from '../../language-server/protocol.js';
import type { AskedQuestion } from '../reasoning-controller.js';
import type { AnswerStore } from './answer-store.js';
import type { ControllerWatch } from './controller-watch.js';
import type { QuestionHost } from './host.js';
import type { QuestionSolver } from './question-solver.js';
import type { StoredAnswer } from './result-of-trace.js';
import type { RunStates } from './run-states.js';
import { SolveQueue, type QueueOutcome } from './solve-queue.js';
import { sourceOf } from './sources.js';

/** Decides who solves: one question the sidebar, many the queue, one for a completion neither. */
export class Solving {
  readonly queue: SolveQueue<QuestionInfo>;
  /** Questions that an inline completion waits for. */
  readonly #single = new Map<string, AbortController>();

  constructor(
    private readonly host: QuestionHost,
    private readonly answers: AnswerStore,
    private readonly solver: QuestionSolver,
    private readonly watch: ControllerWatch,
    private readonly states: RunStates,
    /** Told of every question before it is solved. */
    private readonly meet: (question: QuestionInfo) => void,
  ) {
    this.queue = new SolveQueue(async (question, signal) => {
      await this.solver.solve(question, { priority: 'batch', many: true }, signal);
    });
  }

  /** Solves one question where its trace can be seen, or after what is being solved there. */
  async one(question: QuestionInfo): Promise<void> {
    if (this.isRunning(question.hash)) return;
    this.meet(question);
    if (this.host.controller.running) {
      await this.many([question]);
      return;
    }
    this.host.controller.solve(asked(question));
    this.host.history.add(question.prompt);
    await this.host.controller.ended;
    await this.watch.settled;
  }

  /** Solves questions one after another, behind everything that a person waits for. */
  many(questions: readonly QuestionInfo[]): Promise<QueueOutcome> {
    questions.forEach(this.meet);
    const before = new Set(this.queue.waiting.map(({ hash }) => hash));
    const fresh = questions.filter(({ hash }) => hash !== this.watch.running && !before.has(hash));
    for (const { hash } of fresh) if (!this.isRunning(hash)) this.states.set(hash, { kind: 'queued' });
    return this.queue.add(fresh);
  }

  /** Solves one question for somebody who waits for its answer in the document. */
  async forCompletion(question: QuestionInfo, signal: AbortSignal): Promise<StoredAnswer | undefined> {
    const kept = this.answers.get(question.hash);
    if (kept !== undefined || this.isRunning(question.hash)) return kept;
    this.meet(question);
    const abort = new AbortController();
    this.#single.set(question.hash, abort);
    const both = AbortSignal.any([signal, abort.signal]);
    try {
      return await this.solver.solve(question, { priority: 'interactive', many: false }, both);
    } finally {
      this.#single.delete(question.hash);
    }
  }

  isRunning(hash: string): boolean {
    return this.watch.running === hash || this.queue.running?.hash === hash || this.#single.has(hash);
  }

  /** @returns whether there was something to stop */
  stop(hash: string): boolean {
    if (this.watch.running === hash) {
      this.host.controller.stop();
      return true;
    }
    const single = this.#single.get(hash);
    single?.abort();
    const waited = this.queue.waiting.some((question) => question.hash === hash);
    if (waited) this.states.set(hash, { kind: 'idle' });
    return this.queue.cancel(hash) || single !== undefined;
  }

  /** @returns whether there was something to stop */
  stopAll(): boolean {
    if (this.queue.progress === null) return false;
    for (const { hash } of this.queue.waiting) this.states.set(hash, { kind: 'idle' });
    this.queue.cancelAll();
    return true;
  }
}

/** A question of a document as the sidebar takes it. */
export function asked({ prompt, uri, range }: QuestionInfo): AskedQuestion {
  const { line } = range.start;
  return { text: prompt, source: sourceOf(vscode.Uri.parse(uri), line), place: { uri, line } };
}
