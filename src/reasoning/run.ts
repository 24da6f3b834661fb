import type { Budget } from './budget.js';
import type { RunControls } from './controls.js';
import type { Engine, Sampling, Sequence, Token } from './engine.js';
import type { TraceEvent } from './events.js';
import type { Limits } from './rules/index.js';
import { deriveSeed } from './seeds.js';
import type { ThinkingFormat } from './thinking-formats/index.js';
import type { Control, ControlChange, Origin, Span, SpanRole } from './trace.js';

type Note = NonNullable<Span['note']>;

/** Tokens of context kept for decoding, and to commit what was reported last. */
const REMEMBERED = 64;

/** Where a run starts: nothing yet, or inside a trace that is gone on with. */
export interface Start {
  /** Tokens in the sequence before the first one of this run. */
  readonly position: number;
  /** Thinking tokens and suppressed ends already in the context. */
  readonly thinking: number;
  readonly waits: number;
  /** Tokens in spans so far, superseded ones included: the clock of controls. */
  readonly clock: number;
  /** The last tokens in front, so that text goes on rightly, and the last character. */
  readonly before: readonly Token[];
  readonly lastChar: string;
  /** The thinking tokens in the context, where a rule may have to cut some of them. */
  readonly thought?: readonly Token[];
}

/**
 * State of one run of a method: what is committed, which limits are in force. The methods in this folder read it and
 * report through it; it holds no decision of its own.
 */
export class Run {
  /** Length of the sequence with everything that was reported, and nothing that is only held. */
  position: number;
  thinking: number;
  waits: number;
  lastChar: string;
  before: Token[];
  /** Tokens drawn for the answer in this run, stray delimiters included: what its cap counts. */
  answerDrawn = 0;
  #clock: number;
  #maxThinking: number | null;
  #minThinking: number;
  #moreWaits = 0;
  #answerNow = false;
  #stopped = false;
  /** Thinking tokens of this run, and those that it was started with. */
  readonly #thought: Token[];

  constructor(
    readonly engine: Engine,
    readonly sequence: Sequence,
    readonly format: ThinkingFormat,
    readonly sampling: Sampling,
    readonly budget: Budget,
    readonly controls: RunControls,
    /** Thinking tokens that the context leaves room for: context − prompt − answer reserve (issue 3, "Room"). */
    readonly room: number,
    start: Start,
  ) {
    this.position = start.position;
    this.thinking = start.thinking;
    this.waits = start.waits;
    this.lastChar = start.lastChar;
    this.before = [...start.before];
    this.#clock = start.clock;
    this.#maxThinking = budget.maxThinking;
    this.#minThinking = budget.minThinking;
    this.#waitsBefore = start.waits;
    this.#thought = [...(start.thought ?? [])];
  }
  readonly #waitsBefore: number;

  get tokenizer() {
    return this.engine.tokenizer;
  }

  /** Limits in force now. Waits are those this run may add to the ones already there. */
  get limits(): Limits {
    return {
      maxThinking: Math.min(this.#maxThinking ?? Number.POSITIVE_INFINITY, this.room),
      minThinking: this.#minThinking,
      waits: this.#waitsBefore + this.budget.waits + this.#moreWaits,
    };
  }

  /** A copy for a branch that begins here: the same place and tokens on `sequence`, with limits of its own. */
  branch(sequence: Sequence, budget: Budget, controls: RunControls, sampling = this.sampling): Run {
    const { position, thinking, before, lastChar } = this;
    const start = { position, thinking, waits: 0, clock: this.#clock, before, lastChar, thought: this.#thought };
    const run = new Run(this.engine, sequence, this.format, sampling, budget, controls, this.room, start);
    run.waits = this.waits; // counted against the limit, as in a run that came here by itself
    return run;
  }

  /** Which limit is the nearer one: the context's or the budget's. */
  get nearerLimit(): 'budget' | 'context' {
    return this.#maxThinking !== null && this.#maxThinking <= this.room ? 'budget' : 'context';
  }

  get answerNow(): boolean {
    return this.#answerNow;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Sampling of a sampler that starts here: its own stream, repeatable. */
  samplingHere(): Sampling {
    return { ...this.sampling, seed: deriveSeed(this.sampling.seed, this.position) };
  }

  /** Applies the controls that have arrived; one event each, with the place where it took effect. */
  *takeControls(): Generator<TraceEvent, void> {
    for (const control of this.controls.take(this.#clock)) {
      this.#apply(control);
      const change: ControlChange = { at: this.#clock, control };
      yield { type: 'control', change };
    }
  }

  #apply(control: Control): void {
    switch (control.kind) {
      case 'budget':
        this.#maxThinking = control.maxThinking;
        return;
      case 'min-thinking':
        this.#minThinking = control.minThinking;
        return;
      case 'one-more-wait':
        // One more than already happened or is owed, so that asking late still works.
        this.#moreWaits += 1;
        return;
      case 'answer-now':
        this.#answerNow = true;
        return;
      case 'stop':
        this.#stopped = true;
        return;
      case 'think-harder':
      case 'continue':
        return; // begin a run of their own (session.ts); recorded only
    }
  }

  /** Reports tokens that are, or are about to be, committed right behind everything reported before. */
  *commit(
    role: SpanRole,
    origin: Origin,
    tokens: readonly Token[],
    text: string,
    note?: Note,
  ): Generator<TraceEvent, void> {
    if (tokens.length === 0 && note === undefined) return;
    this.position += tokens.length;
    this.#clock += tokens.length;
    if (role === 'thinking') {
      this.thinking += tokens.length;
      this.#thought.push(...tokens);
    }
    if (note === 'wait') this.waits += 1;
    if (text !== '') this.lastChar = text.slice(-1);
    this.before = [...this.before, ...tokens].slice(-REMEMBERED);
    yield { type: 'tokens', role, origin, text, tokens, ...(note === undefined ? {} : { note }) };
  }

  /**
   * Takes the last `tokens` thinking tokens of this run back.
   * @returns the event that reports it, or undefined when there is nothing to take.
   */
  cutThinking(tokens: number): TraceEvent | undefined {
    if (tokens <= 0) return undefined;
    this.position -= tokens;
    this.thinking -= tokens;
    const taken = this.#thought.splice(-tokens);
    this.before = this.#thought.slice(-REMEMBERED);
    this.lastChar = this.tokenizer.decode(this.before).slice(-1);
    return { type: 'cut', tokens, text: this.tokenizer.decode(taken, this.before) };
  }

  /**
   * Makes the sequence hold exactly what was reported: what is only held is forgotten; what was reported but not yet
   * committed (the last token drawn) is appended.
   */
  async settle(): Promise<void> {
    const missing = this.position - this.sequence.length;
    if (missing < 0) await this.sequence.rewind(this.position);
    if (missing > 0) await this.sequence.append(this.before.slice(-missing));
  }
}
