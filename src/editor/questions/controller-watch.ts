/** What goes on in the sidebar, as lenses show it: the question there has the hash of its text. PURE. */
import { hashOfPrompt } from '../../language-server/tracked-document.js';
import type { ReasoningController } from '../reasoning-controller.js';
import type { AnswerStore } from './answer-store.js';
import { resultOfTrace } from './result-of-trace.js';
import type { RunStates } from './run-states.js';

type Watched = Pick<ReasoningController, 'onDidChange' | 'question' | 'trace' | 'running' | 'problem'>;

/** Follows the run in the sidebar: its state while it runs, and its answer when it has come to one. */
export class ControllerWatch implements Disposable {
  readonly #subscription: { dispose(): void };
  #hash: string | undefined;
  #text = '';
  #settled: Promise<void> = Promise.resolve();

  constructor(
    private readonly controller: Watched,
    private readonly answers: Pick<AnswerStore, 'add'>,
    private readonly states: RunStates,
    /** Texts of the choices of a question, where it has some. */
    private readonly optionsOf: (hash: string) => readonly string[],
    private readonly noAnswer: () => string,
  ) {
    this.#subscription = controller.onDidChange(() => this.#look());
    this.#look();
  }

  /** The question that is being solved there. */
  get running(): string | undefined {
    return this.#hash;
  }

  /** Resolves when the answers of runs that have ended are kept. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  #look(): void {
    const { running, trace, question } = this.controller;
    if (!running) {
      if (this.#hash !== undefined) this.#ended(this.#hash);
      return;
    }
    const text = question?.text ?? trace?.question.text ?? '';
    if (this.#hash === undefined || text !== this.#text) {
      if (this.#hash !== undefined) this.states.set(this.#hash, { kind: 'idle' });
      this.#text = text;
      this.#hash = hashOfPrompt(text);
    }
    const counts = trace?.counts;
    this.states.set(this.#hash, {
      kind: 'running',
      tokens: counts === undefined ? 0 : counts.thinking + counts.answer,
    });
  }

  #ended(hash: string): void {
    this.#hash = undefined;
    const { trace, problem } = this.controller;
    const own = trace !== null && hashOfPrompt(trace.question.text) === hash ? trace : undefined;
    const answer = own === undefined ? undefined : resultOfTrace(own, this.optionsOf(hash));
    if (answer !== undefined) {
      this.states.set(hash, { kind: 'idle' });
      this.#settled = Promise.all([this.#settled, this.answers.add(answer)]).then(() => undefined);
      return;
    }
    const cut = own?.end.thinking !== null && own?.end.answer !== 'stopped' && own?.end.answer !== null;
    if (problem?.log === true) this.states.set(hash, { kind: 'failed', message: problem.message });
    else if (own !== undefined && cut) this.states.set(hash, { kind: 'failed', message: this.noAnswer() });
    else this.states.set(hash, { kind: 'idle' });
  }

  [Symbol.dispose](): void {
    this.#subscription.dispose();
  }
}
