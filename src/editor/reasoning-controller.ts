import { coalesced } from '../backend/event-batcher.js';
import type { LoadOptions } from '../backend/protocol.js';
import type { Budget } from '../reasoning/budget.js';
import type { Sampling } from '../reasoning/engine.js';
import { applyEvent, type TraceEvent } from '../reasoning/events.js';
import type { Control, Trace } from '../reasoning/trace.js';
import { modelName } from '../reasoning/server-address.js';
import { LONGEST_QUESTION, type Phase, type Problem } from '../webview/protocol.js';
import { Emitter } from './events.js';
import { NotNowError } from './not-now-error.js';
import { forLog, kindOf, problemOf, traceOf } from './problems.js';
import { RateMeter } from './rate-meter.js';
import type { KnownContexts } from './known-contexts.js';
import type { BackendSource, ReasoningBackend } from './reasoning-backend.js';
import { largestBudget, roomToThink } from './run-view.js';
import { t } from './texts.js';

/** A question on its way to the model. */
export interface AskedQuestion {
  readonly text: string;
  /** Where it came from, for people and to go back to: "worksheet.md, line 5". */
  readonly source?: string;
  /** The document and line of `source`. */
  readonly place?: { readonly uri: string; readonly line: number };
  /** The right answer, where the document gives one. */
  readonly reference?: string;
}

/** What is read from the settings when a run begins. */
export interface RunSettings {
  readonly load: LoadOptions;
  readonly budget: Budget;
  readonly sampling: Partial<Sampling>;
}

/** Where traces go. */
export interface TraceSink {
  save(trace: Trace): Promise<void>;
}

export interface ControllerOptions {
  readonly backend: BackendSource;
  readonly settings: () => RunSettings;
  readonly traces: TraceSink;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
  readonly now: () => number;
  readonly newId: () => string;
  readonly contexts: KnownContexts;
}

/** A trace that is still growing is saved this often, so that closing the window loses little. */
const SAVE_EVERY_MS = 3000;

/**
 * The truth about the question that is being solved: what was asked, the trace so far, what is going on, what went
 * wrong. It survives the view and the backend; the view draws it.
 */
export class ReasoningController {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #meter = new RateMeter();
  #backend: Promise<ReasoningBackend> | undefined;
  #question: AskedQuestion | null = null;
  #trace: Trace | null = null;
  #phase: Phase = { kind: 'rest' };
  #problem: Problem | null = null;
  #run: { readonly id: string; readonly abort: AbortController; readonly started: number } | null = null;
  #ended: Promise<void> = Promise.resolve();
  /** Most thinking tokens as last set with the slider; undefined: what the settings say. */
  #chosenMax: number | null | undefined;
  #loaded = false;
  #lastSave = 0;

  constructor(private readonly options: ControllerOptions) {
    options.backend.follow({
      onLoadProgress: ({ phase, fraction, bytes }) => this.#loading(phase, fraction, bytes),
      onLoaded: () => {
        this.#loaded = true;
        this.#changed.fire();
      },
      onUnloaded: (reason) => {
        options.log('info', `model unloaded: ${reason}`);
        this.#loaded = false;
        this.#changed.fire();
      },
    });
  }

  get question(): AskedQuestion | null {
    return this.#question;
  }
  get trace(): Trace | null {
    return this.#trace;
  }
  get phase(): Phase {
    return this.#phase;
  }
  get problem(): Problem | null {
    return this.#problem;
  }
  get running(): boolean {
    return this.#run !== null;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  /** Resolves when the run that is going on has come to rest. */
  get ended(): Promise<void> {
    return this.#ended;
  }
  /** What is known of the run while it goes on. */
  get live(): { elapsed: number; rate: number | null } | null {
    if (this.#run === null) return null;
    const now = this.options.now();
    return { elapsed: now - this.#run.started, rate: this.#meter.rate(now) };
  }
  get maxThinking(): number | null {
    return this.#chosenMax === undefined ? this.options.settings().budget.maxThinking : this.#chosenMax;
  }
  /** Largest budget that the context allows; null while no model has said so. */
  get limit(): number | null {
    const { budget, load } = this.options.settings();
    const context = this.options.contexts.of(load) ?? this.#trace?.engine.contextSize ?? null;
    return context === null ? null : largestBudget(context, this.#trace, budget);
  }

  /** Solves a question; resolves when the run has begun. @throws NotNowError while another runs, or without text. */
  solve(question: AskedQuestion): void {
    this.#mustRest();
    if (question.text.trim() === '') throw new NotNowError(t('The question is empty: write one first.'));
    if (question.text.length > LONGEST_QUESTION) {
      throw new NotNowError(
        t('The question is longer than {0} characters: shorten it.', LONGEST_QUESTION.toLocaleString()),
      );
    }
    this.#question = question;
    this.#trace = null;
    const id = this.options.newId();
    this.#start(id, async (backend, budget, signal) => {
      const { text, source, reference } = question;
      const params = {
        id,
        question: {
          text,
          ...(source === undefined ? {} : { source }),
          ...(reference === undefined ? {} : { reference }),
        },
        budget,
        sampling: this.options.settings().sampling,
      };
      return backend.solve(params, (events) => this.#fold(events), signal);
    });
  }

  /** Takes the answer back and thinks on. @throws NotNowError when there is none. */
  thinkHarder(): void {
    this.#mustRest();
    const trace = this.#trace;
    const missing = t('There is no answer yet to think harder about: solve a question first.');
    if (trace === null) throw new NotNowError(missing);
    if (trace.end.thinking === null) throw new NotNowError(missing);
    this.#thinkOn(trace, {});
  }

  /**
   * Thinks on with `continuation` in place of the end of thinking. In the middle of a thought, one that goes round in
   * circles above all, the thought is cut where it stands and the text put there.
   * @throws NotNowError when nothing has been thought yet
   */
  async thinkHarderWith(continuation: string): Promise<void> {
    if (this.#phase.kind === 'thinking') {
      this.stop();
      await this.#ended;
    }
    this.#mustRest();
    const trace = this.#trace;
    if (trace === null || trace.counts.thinking === 0) {
      throw new NotNowError(t('There is no thinking yet to go on from: solve a question first.'));
    }
    this.#thinkOn(trace, { continuation });
  }

  #thinkOn(trace: Trace, changes: Partial<Budget>): void {
    this.#chosenMax = roomToThink(this.maxThinking, trace.counts.thinking, this.limit);
    this.#start(trace.id, async (backend, budget, signal) => {
      const params = { id: trace.id, trace, budget: { ...budget, ...changes } };
      return backend.thinkHarder(params, (events) => this.#fold(events), signal);
    });
  }

  /** Goes on where the trace was stopped, cut or broken off. `andAnswer`: thinking ends at once. */
  continueRun(andAnswer = false): void {
    this.#mustRest();
    const trace = this.#trace;
    if (trace === null || trace.end.answer === 'natural') {
      throw new NotNowError(t('There is nothing to continue: solve a question first.'));
    }
    if (trace.end.thinking === null) {
      this.#chosenMax = roomToThink(this.maxThinking, trace.counts.thinking, this.limit);
    }
    this.#start(trace.id, async (backend, budget, signal) => {
      const done = backend.continueRun({ id: trace.id, trace, budget }, (events) => this.#fold(events), signal);
      if (andAnswer) backend.control(trace.id, { kind: 'answer-now' });
      return done;
    });
  }

  /** Ends the thinking; after a stop it goes on just to answer. @throws NotNowError when there is no thinking to end. */
  answerNow(): void {
    if (this.#phase.kind === 'thinking') {
      this.#control({ kind: 'answer-now' });
      return;
    }
    const stopped = this.#run === null && this.#trace !== null && this.#trace.end.thinking === null;
    if (stopped) {
      this.continueRun(true);
      return;
    }
    throw new NotNowError(t('Nothing is being thought about now: solve a question first.'));
  }

  oneMoreWait(): void {
    if (this.#phase.kind !== 'thinking') throw new NotNowError(t('Nothing is being thought about now.'));
    this.#control({ kind: 'one-more-wait' });
  }

  /** Sets the most thinking tokens, from the next token on when a run is going on. null: all the context allows. */
  setBudget(max: number | null): void {
    this.#chosenMax = max;
    if (this.#run !== null) this.#control({ kind: 'budget', maxThinking: max });
    this.#changed.fire();
  }

  /** The setting changed: it counts again. */
  forgetBudget(): void {
    this.#chosenMax = undefined;
    this.#changed.fire();
  }

  /** Stops the run, or the loading of the model. Nothing that was thought is lost. */
  stop(): void {
    if (this.#run === null) throw new NotNowError(t('Nothing is running.'));
    this.#phase = { kind: 'stopping' };
    this.#run.abort.abort();
    this.#changed.fire();
  }

  /** With a larger context: goes on from what there is, or asks again where there is nothing. */
  resume(): void {
    const trace = this.#trace;
    if (trace === null || trace.spans.length === 0) this.restart();
    else if (trace.end.answer !== 'natural') this.continueRun();
    else this.thinkHarder();
  }

  /** Asks the same question again, after a failure. */
  restart(): void {
    if (this.#question === null) throw new NotNowError(t('There is no question: ask one first.'));
    this.solve(this.#question);
  }

  clear(): void {
    this.#mustRest();
    this.#question = null;
    this.#trace = null;
    this.#problem = null;
    this.#changed.fire();
  }

  dismissProblem(): void {
    this.#problem = null;
    this.#changed.fire();
  }

  /** Shows a saved trace. */
  open(trace: Trace, question?: AskedQuestion): void {
    this.#mustRest();
    const { text, source, reference } = trace.question;
    this.#question = question ?? {
      text,
      ...(source === undefined ? {} : { source }),
      ...(reference === undefined ? {} : { reference }),
    };
    this.#trace = trace;
    this.#problem = null;
    this.#changed.fire();
  }

  async unload(): Promise<void> {
    this.#mustRest();
    if (!this.#loaded) throw new NotNowError(t('No model is loaded.'));
    await (await this.#connected()).unload();
    this.#loaded = false;
    this.#changed.fire();
  }

  #mustRest(): void {
    if (this.#run !== null) throw new NotNowError(t('A question is being solved: stop it first.'));
  }

  #control(control: Control): void {
    const id = this.#run?.id;
    if (id !== undefined) void this.#backend?.then((backend) => backend.control(id, control));
  }

  #start(id: string, work: (backend: ReasoningBackend, budget: Budget, signal: AbortSignal) => Promise<Trace>): void {
    const abort = new AbortController();
    this.#run = { id, abort, started: this.options.now() };
    this.#problem = null;
    this.#meter.reset();
    this.#loading('starting', 0, 0);
    this.#ended = this.#execute(work, abort.signal);
  }

  async #execute(
    work: (backend: ReasoningBackend, budget: Budget, signal: AbortSignal) => Promise<Trace>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const { load } = this.options.settings();
      const backend = await this.#connected();
      const model = await backend.load(load, signal);
      this.#loaded = true;
      this.options.contexts.learn(load, model.contextSize);
      if (this.#phase.kind !== 'stopping') this.#phase = { kind: 'reading', done: 0, total: 0 };
      this.#changed.fire();
      const { budget } = this.options.settings();
      this.#trace = await work(backend, { ...budget, maxThinking: this.maxThinking }, signal);
    } catch (error) {
      this.#failed(error);
    }
    this.#run = null;
    this.#phase = { kind: 'rest' };
    this.#changed.fire();
    await this.#save();
  }

  #failed(error: unknown): void {
    this.#trace = traceOf(error) ?? this.#trace;
    const kind = kindOf(error);
    this.options.log(kind === 'stopped' ? 'info' : 'error', forLog(error));
    this.#problem = problemOf(error, this.#trace);
  }

  async #connected(): Promise<ReasoningBackend> {
    this.#backend ??= this.options.backend.connect();
    try {
      return await this.#backend;
    } catch (error) {
      this.#backend = undefined; // the next try starts afresh
      throw error;
    }
  }

  #loading(stage: Extract<Phase, { kind: 'loading' }>['stage'], fraction: number, bytes: number): void {
    if (this.#run === null || this.#phase.kind === 'stopping') return;
    const model = modelName(this.options.settings().load.path);
    this.#phase = { kind: 'loading', model, stage, fraction, bytes };
    this.#changed.fire();
  }

  #fold(events: readonly TraceEvent[]): void {
    const now = this.options.now();
    for (const event of coalesced(events)) {
      if (event.type === 'start') this.#trace = event.trace;
      else if (this.#trace !== null) this.#trace = applyEvent(this.#trace, event);
      if (event.type === 'tokens' && event.origin === 'sampled') this.#meter.add(event.tokens.length, now);
      if (this.#phase.kind !== 'stopping') this.#phase = phaseAfter(this.#phase, event);
    }
    this.#changed.fire();
    if (now - this.#lastSave > SAVE_EVERY_MS) void this.#save();
  }

  async #save(): Promise<void> {
    const trace = this.#trace;
    if (trace === null || trace.spans.length === 0) return;
    this.#lastSave = this.options.now();
    try {
      await this.options.traces.save(trace);
    } catch (error) {
      this.options.log('error', `The trace could not be saved. ${forLog(error)}`);
      this.#problem ??= {
        message: t('The trace could not be saved: free some disk space, then solve or continue again.'),
        log: true,
      };
      this.#changed.fire();
    }
  }
}

function phaseAfter(phase: Phase, event: TraceEvent): Phase {
  switch (event.type) {
    case 'reading':
      return { kind: 'reading', done: event.done, total: event.total };
    case 'reopened':
      return { kind: 'thinking' };
    case 'thinking-ended':
      return { kind: 'answering' };
    case 'tokens':
      if (event.role === 'thinking' || event.note === 'begin') return { kind: 'thinking' };
      return event.role === 'answer' ? { kind: 'answering' } : phase;
    default:
      return phase;
  }
}
