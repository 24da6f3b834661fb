import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { QuestionInfo } from '../../language-server/protocol.js';
import type { TraceEvent } from '../../reasoning/events.js';
import { forLog, kindOf } from '../problems.js';
import type { AnswerStore } from './answer-store.js';
import type { QuestionHost } from './host.js';
import { resultOfTrace, type StoredAnswer } from './result-of-trace.js';
import type { RunStates } from './run-states.js';
import { QueueStop } from './solve-queue.js';
import { sourceOf } from './sources.js';

export interface SolveOptions {
  /** 'batch' lets go first whatever a person waits for. */
  readonly priority: 'interactive' | 'batch';
  /** One of many: the budget for that is in force. */
  readonly many: boolean;
}

/** Solves questions that are not in the sidebar, keeps their traces and answers, and says how far each is. */
export class QuestionSolver {
  constructor(
    private readonly host: QuestionHost,
    private readonly answers: AnswerStore,
    private readonly states: RunStates,
  ) {}

  /**
   * Solves one question; resolves with undefined after an abort.
   * @throws QueueStop when the model cannot be loaded, Error with a sentence when this question failed
   */
  async solve(
    question: QuestionInfo,
    { priority, many }: SolveOptions,
    signal: AbortSignal,
  ): Promise<StoredAnswer | undefined> {
    const { hash } = question;
    this.states.set(hash, { kind: 'running', tokens: 0 });
    try {
      const answer = await this.#solved(question, priority, many, signal);
      this.states.set(hash, { kind: 'idle' });
      return answer;
    } catch (error) {
      if (signal.aborted) {
        this.states.set(hash, { kind: 'idle' });
        return undefined;
      }
      this.host.log.error(`A question could not be solved. ${forLog(error)}`);
      this.states.set(hash, { kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  async #solved(
    question: QuestionInfo,
    priority: 'interactive' | 'batch',
    many: boolean,
    signal: AbortSignal,
  ): Promise<StoredAnswer | undefined> {
    const uri = vscode.Uri.parse(question.uri);
    const { load, budget, sampling } = this.host.runSettings(uri, many);
    const backend = await this.host.backend();
    try {
      await backend.load(load, signal);
    } catch (error) {
      if (signal.aborted || kindOf(error) === 'stopped') throw error;
      throw new QueueStop(error instanceof Error ? error.message : String(error), { cause: error });
    }
    let tokens = 0;
    const onEvents = (events: readonly TraceEvent[]): void => {
      for (const event of events) if (event.type === 'tokens') tokens += event.tokens.length;
      this.states.set(question.hash, { kind: 'running', tokens });
    };
    const { prompt: text, kind, reference } = question;
    const asked = {
      text,
      kind,
      source: sourceOf(uri, question.range.start.line),
      ...(reference === undefined ? {} : { reference }),
    };
    const params = { id: randomUUID(), question: asked, budget, sampling, priority };
    const trace = await backend.solve(params, onEvents, signal);
    if (trace.spans.length > 0) await this.host.traces.save(trace);
    if (signal.aborted) return undefined;
    const answer = resultOfTrace(trace, question.options);
    if (answer === undefined) throw new Error(noAnswer());
    await this.answers.add(answer);
    return answer;
  }
}

/** Said of a question whose thinking came to nothing. */
export function noAnswer(): string {
  return vscode.l10n.t('The model came to no answer: let it think harder, or raise its budget.');
}
