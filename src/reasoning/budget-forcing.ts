import type { Sampled, Token } from './engine.js';
import { ContextFullError } from './errors.js';
import type { TraceEvent } from './events.js';
import { DelimiterScanner, type Scan } from './delimiters.js';
import { LoopDetector } from './loops.js';
import { forcingRule, type ForcingRule, type ThinkingView } from './rules/index.js';
import type { Run } from './run.js';
import { StreamText, type Piece } from './stream-text.js';
import type { ThinkingEnd } from './trace.js';

/** How a phase of thinking ended: for a reason of its own, with the whole turn, or because the run was stopped. */
export type ThinkingOutcome =
  | { readonly kind: 'ended'; readonly reason: ThinkingEnd; readonly pieces?: readonly Piece[] }
  | { readonly kind: 'turn-ended' }
  | { readonly kind: 'stopped' };

/** Thinking is over, for a reason of its own. */
export type Ended = Extract<ThinkingOutcome, { kind: 'ended' }>;

/**
 * Looks on while a run thinks, and may stop it: one pass of thinking then serves several budgets (methods/curve.ts).
 * While a call is waited for, the sequence may be extended and rewound to the same length again.
 */
export interface ThinkingWatcher {
  /** A piece is about to be committed; `view` is what the rule decided on. @returns whether to go on. */
  beforeText(view: ThinkingView): Promise<boolean>;
  /** An end is about to be suppressed. `ended`: what would follow if it were not. @returns whether to go on. */
  beforeContinuation(view: ThinkingView, continuation: number, ended: Ended): Promise<boolean>;
}

type Match = Extract<Scan, { kind: 'match' }>;

/**
 * The thinking phase under a budget: draws tokens, looks at each before it is committed, and lets it stand, puts the
 * continuation in place of an end, or ends thinking. Afterwards the sequence holds exactly what was reported; the end
 * delimiter is not in it yet (ending.ts puts it).
 */
export async function* think(run: Run, watcher?: ThinkingWatcher): AsyncGenerator<TraceEvent, ThinkingOutcome> {
  const phase = await ThinkingPhase.begin(run, watcher);
  try {
    return yield* phase.events();
  } finally {
    await phase.close();
    await run.settle();
  }
}

class ThinkingPhase {
  readonly #rule: ForcingRule;
  readonly #scanner: DelimiterScanner;
  readonly #loops: LoopDetector;
  readonly #continuation: Token[];
  readonly #endTokens: Token[];
  #text: StreamText;
  #sampler: AsyncGenerator<Sampled, void, readonly Token[] | undefined>;
  #drawnInPass = 0;
  #drawnBefore = 0;
  #released = false;
  #justContinued = false;
  /** Ends in a row with nothing thought between them, where the continuation is empty. */
  #idleEnds = 0;

  static async begin(run: Run, watcher: ThinkingWatcher | undefined): Promise<ThinkingPhase> {
    const continuation = await run.tokenizer.encodeText(run.budget.continuation);
    const endTokens: Token[] = [];
    for (const end of run.format.ends) {
      const tokens = await run.tokenizer.encodeTemplate(end);
      if (tokens.length === 1) endTokens.push(...tokens);
    }
    return new ThinkingPhase(run, watcher, continuation, endTokens);
  }

  private constructor(
    private readonly run: Run,
    private readonly watcher: ThinkingWatcher | undefined,
    continuation: Token[],
    endTokens: Token[],
  ) {
    this.#rule = forcingRule(run.budget.rules);
    this.#scanner = new DelimiterScanner(run.format.ends);
    this.#loops = new LoopDetector(run.thinking);
    this.#continuation = continuation;
    this.#endTokens = endTokens;
    this.#text = new StreamText(run.tokenizer, run.before);
    this.#sampler = this.#sample();
  }

  async *events(): AsyncGenerator<TraceEvent, ThinkingOutcome> {
    const { run } = this;
    let replacement: readonly Token[] | undefined;
    for (;;) {
      const drawn = await this.#draw(replacement);
      replacement = undefined;
      yield* run.takeControls();
      if (run.stopped) return { kind: 'stopped' };
      if (run.answerNow) return this.#ended('user');
      if (drawn === undefined) return this.#ended('context');
      if (!this.#released && this.#rule.isOver(this.#view(), run.limits)) return this.#ended(run.nearerLimit);

      // An end of thinking may be an end of turn to the vocabulary (gpt-oss's <|end|>): the delimiter counts.
      const turnEnds = run.tokenizer.isEndOfTurn(drawn) && !this.#endTokens.includes(drawn);
      const piece = turnEnds ? this.#text.flush() : this.#text.push(drawn);
      if (piece !== undefined) {
        const scan = this.#scanner.push(piece);
        const stop = yield* this.#takeText(scan.released);
        if (stop !== undefined) return stop;
        if (scan.kind === 'match') {
          const next = yield* this.#takeEnd(scan);
          if ('kind' in next) return next;
          replacement = next.replacement;
          continue;
        }
      }
      if (turnEnds) {
        const stop = yield* this.#takeText(this.#scanner.flush());
        if (stop !== undefined) return stop;
        const next = yield* this.#takeEnd(undefined);
        if ('kind' in next) return next;
        replacement = next.replacement;
      }
    }
  }

  async close(): Promise<void> {
    await this.#sampler.return();
  }

  /** The next token, or undefined where the context is full or the run was stopped meanwhile. */
  async #draw(replacement: readonly Token[] | undefined): Promise<Token | undefined> {
    try {
      const next = await this.#sampler.next(replacement);
      if (next.done === true) throw new Error('the engine stopped drawing tokens by itself');
      return next.value.token;
    } catch (error) {
      if (error instanceof ContextFullError || this.run.controls.stopSignal.aborted) return undefined;
      throw error;
    }
  }

  /** Commits ordinary thinking text as far as the rule allows it. */
  async *#takeText(pieces: readonly Piece[]): AsyncGenerator<TraceEvent, ThinkingOutcome | undefined> {
    const { run } = this;
    for (const piece of pieces) {
      const verdict = this.#verdictFor(piece);
      if (verdict === 'end') return this.#ended(this.#released ? 'context' : run.nearerLimit);
      if (verdict === 'release') this.#released = true;
      if (this.watcher !== undefined && !(await this.watcher.beforeText(this.#viewWith(piece)))) return STOPPED;
      this.#drawnInPass += piece.tokens.length;
      this.#justContinued = false;
      this.#idleEnds = 0;
      yield* run.commit('thinking', 'sampled', piece.tokens, piece.text);
      const loop = this.#loops.push(piece.tokens);
      if (loop !== undefined) {
        yield { type: 'loop', mark: loop };
        if (run.budget.endLoops) return this.#ended('loop');
        this.#loops.restart(run.thinking);
      }
    }
    return undefined;
  }

  /** A piece is committed whole: its last token decides. */
  #verdictFor(piece: Piece): 'commit' | 'end' | 'release' {
    const { run } = this;
    const more = piece.tokens.length - 1;
    if (run.thinking + more >= run.room) return 'end';
    if (this.#released) return 'commit';
    return this.#rule.onToken(this.#viewWith(piece), run.limits);
  }

  /** The view at the last token of a piece. */
  #viewWith(piece: Piece): ThinkingView {
    const more = piece.tokens.length - 1;
    const view = this.#view();
    return { ...view, used: view.used + more, drawnInPass: view.drawnInPass + more };
  }

  /** The model wants to end thinking: with a delimiter, or with its turn (`match` undefined). */
  async *#takeEnd(
    match: Match | undefined,
  ): AsyncGenerator<TraceEvent, ThinkingOutcome | { readonly replacement: readonly Token[] | undefined }> {
    const { run } = this;
    const shared = match?.shared ?? '';
    // Something of the end is already in the context: back to the last token boundary before it.
    const rewound = run.sequence.length > run.position || shared !== '';
    if (rewound) {
      await this.#sampler.return();
      await run.settle();
    }
    if (shared !== '') {
      // ".</" of ".</think>": the text in front of the delimiter shares its token; it is thought, the delimiter is not.
      const stop = yield* this.#takeText([{ tokens: await run.tokenizer.encodeText(shared), text: shared }]);
      if (stop !== undefined) return stop;
      await run.settle();
    }
    const verdict = this.#released ? 'release' : this.#rule.onEnd(this.#view(), run.limits, this.#continuation.length);
    if (verdict === 'release') return this.#release(match, rewound);
    const stuck = this.#continuation.length === 0 && this.#justContinued && ++this.#idleEnds > MOST_IDLE_ENDS;
    if (verdict !== 'commit' || stuck) return this.#naturalEnd(match);
    const length = this.#continuation.length;
    const goesOn = await this.watcher?.beforeContinuation(this.#view(), length, this.#naturalEnd(match));
    return goesOn === false ? STOPPED : yield* this.#goOn(rewound);
  }

  /** From here on only the format's own close ends thinking: the model must write the answer's delimiter by itself. */
  #release(match: Match | undefined, rewound: boolean): ThinkingOutcome | { readonly replacement: undefined } {
    this.#released = true;
    if (match === undefined) return { kind: 'turn-ended' };
    const { format } = this.run;
    if (match.delimiter === format.close || rewound) return this.#naturalEnd(match);
    // "<|im_start|>" may become "<|im_start|>answer", the close, or anything else, which is then thought.
    this.#scanner.restore(match.pieces, [format.close]);
    return { replacement: undefined };
  }

  #naturalEnd(match: Match | undefined): Ended {
    if (match === undefined) return this.#ended(this.#rule.turnEndIsNatural ? 'natural' : 'turn');
    const whole = match.shared === '' && match.rest === '' && match.delimiter === this.run.format.close;
    return { kind: 'ended', reason: 'natural', ...(whole ? { pieces: match.pieces } : {}) };
  }

  /** Puts the continuation in place of the end. */
  async *#goOn(rewound: boolean): AsyncGenerator<TraceEvent, { readonly replacement: readonly Token[] | undefined }> {
    const { run } = this;
    this.#drawnBefore += this.#drawnInPass + 1;
    this.#drawnInPass = 0;
    this.#justContinued = true;
    yield* run.commit('thinking', 'forced', this.#continuation, run.budget.continuation, 'wait');
    this.#loops.restart(run.thinking);
    this.#text = new StreamText(run.tokenizer, run.before);
    // The end is not yet committed: the continuation takes its place, and the sampler goes on.
    if (!rewound && this.#continuation.length > 0) return { replacement: this.#continuation };
    await this.#sampler.return();
    await run.sequence.append(this.#continuation);
    this.#sampler = this.#sample();
    return { replacement: undefined };
  }

  #sample(): AsyncGenerator<Sampled, void, readonly Token[] | undefined> {
    const mayForbid = this.#rule.noEndAfterContinuation || this.#continuation.length === 0;
    const forbidden = mayForbid ? () => (this.#mayNotEnd() ? this.#endTokens : NONE) : undefined;
    // Idle ends draw anew at the same place: each its own stream.
    const sampling = this.run.samplingHere();
    const { sequence, controls } = this.run;
    const seed = (sampling.seed + this.#idleEnds) >>> 0;
    return sequence.sample({ ...sampling, seed }, forbidden, { signal: controls.stopSignal });
  }

  #mayNotEnd(): boolean {
    if (this.#drawnInPass > 0 || this.#released) return false;
    return this.#rule.noEndAfterContinuation || (this.#justContinued && this.#continuation.length === 0);
  }

  #view(): ThinkingView {
    return {
      used: this.run.thinking,
      waits: this.run.waits,
      drawnInPass: this.#drawnInPass,
      drawnBefore: this.#drawnBefore,
    };
  }

  #ended(reason: ThinkingEnd): Ended {
    return { kind: 'ended', reason };
  }
}

const STOPPED: ThinkingOutcome = { kind: 'stopped' };
const NONE: readonly Token[] = [];
/**
 * With nothing put in its place a suppressed end is drawn again and again by a model that insists (always under greedy
 * decoding where the engine cannot forbid the token). After this many in a row it has its way.
 */
const MOST_IDLE_ENDS = 8;
