import type { Progress } from '../evaluation/index.js';
import type { EvaluationPhase, EvaluationState, SampleInWork } from './evaluation-protocol.js';

/** A view shows no more than ten states a second. */
export const STATE_MS = 100;
/** Characters of the trace in work that go with each state. */
const TAIL = 2000;

/** Follows an evaluation and tells its state: a change of phase at once, the rest at most every STATE_MS. */
export class EvaluationProgress {
  #state: EvaluationState = { phase: 'opening', done: 0, total: 0, etaMs: null, work: null };
  #work: { -readonly [K in keyof SampleInWork]: SampleInWork[K] } | undefined;
  #begun = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private send: (state: EvaluationState) => void) {}

  enter(phase: EvaluationPhase): void {
    if (phase === this.#state.phase && this.#begun) return;
    this.#begun = true;
    this.#state = { ...this.#state, phase };
    if (phase === 'grading') this.#work = undefined;
    this.#send();
  }

  see(step: Progress): void {
    switch (step.type) {
      case 'begin':
        this.#state = { ...this.#state, done: step.done, total: step.total };
        this.#send(); // counted: before any sample
        return;
      case 'sample':
        this.#state = { ...this.#state, done: step.done, total: step.total, etaMs: step.etaMs };
        this.#work = undefined;
        break;
      case 'event':
        this.#seeEvent(step);
    }
    this.#timer ??= setTimeout(() => this.#send(), STATE_MS);
  }

  /** Nothing is sent any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.send = () => undefined;
  }

  #seeEvent({ run, questionId, sample, event }: Extract<Progress, { type: 'event' }>): void {
    const known = this.#work;
    const same = known?.run === run && known.questionId === questionId && known.sample === sample;
    const work = same
      ? known
      : { run, questionId, sample, phase: 'reading' as const, tail: '', thinking: 0, answer: 0 };
    this.#work = work;
    if (event.type !== 'tokens') return;
    work.tail = (work.tail + event.text).slice(-TAIL);
    if (event.role === 'delimiter') return;
    work.phase = event.role;
    work[event.role] += event.tokens.length;
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.send({ ...this.#state, work: this.#work === undefined ? null : { ...this.#work } });
  }
}
