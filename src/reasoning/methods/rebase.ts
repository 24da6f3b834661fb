import { beginTrace, feed, runOn, tokensOf } from '../beginning.js';
import { RunControls } from '../controls.js';
import type { Engine, Sampling } from '../engine.js';
import type { TraceEvent } from '../events.js';
import type { Run } from '../run.js';
import { deriveSeed } from '../seeds.js';
import { thinkAndAnswer } from '../think-and-answer.js';
import { Clock, TraceLog } from '../trace-log.js';
import { textOf, type Trace } from '../trace.js';
import { MeasuredSequence } from './confidence.js';
import { StepCounter } from './conditional-control.js';
import { isDrawing, lockStep, started } from './lock-step.js';
import { sampleRequest, type Method, type MethodEvent, type MethodRequest, type MethodRun } from './method.js';
import { DEFAULT_WIDTH, sampled } from './samples.js';

/** What a scorer sees of a path: everything thought so far, the step just made, and how sure the model was of it. */
export interface ScoredStep {
  readonly question: string;
  readonly thinking: string;
  readonly step: string;
  /** Set when the path has come to its answer. */
  readonly answer?: string;
  /** Geometric mean of the probabilities of the step's tokens, 0 to 1. */
  readonly confidence: () => number;
}

/** The reward of a step, usually 0 to 1: a reward model, or the model's own confidence. */
export type StepScorer = (step: ScoredStep) => number | Promise<number>;

export const ownConfidence: StepScorer = ({ confidence }) => confidence();

export interface RebaseOptions {
  /** Paths kept: the paper's run has 16. */
  readonly width: number;
  /** Tokens after which a step ends that has no empty line (upstream default 256). */
  readonly stepTokens: number;
  /** Steps after which a path is made to answer (upstream script: 25). */
  readonly depth: number;
  /** Temperature of the softmax over rewards (s1-facts section 4: 0.2). */
  readonly rewardTemperature: number;
  readonly scorer: StepScorer;
  /** Paths that go on side by side. */
  readonly batch?: number;
}

export const REBASE_DEFAULTS: RebaseOptions = {
  width: 16,
  stepTokens: 256,
  depth: 25,
  rewardTemperature: 0.2,
  scorer: ownConfidence,
};

/**
 * Reward-balanced tree search (Wu et al., arXiv 2408.00724, as the s1 paper runs it): all paths make one step, a scorer
 * rewards it, and the paths still allowed are shared out among them, the better ones going on more often. A finished
 * path takes one of the places. The answers vote, weighted by the reward of their last step.
 */
export function rebase(options: Partial<RebaseOptions> = {}): Method {
  return (engine, request, controls) =>
    new Search(engine, sampled(request), controls, { ...REBASE_DEFAULTS, ...options }).run();
}

/**
 * How many of `places` each path gets: in the order of their rewards, the ceiling of its share of what is left, a share
 * being the softmax of the rewards.
 */
export function shareOut(rewards: readonly number[], places: number, temperature: number): number[] {
  const highest = Math.max(...rewards);
  const weights = rewards.map((reward) => Math.exp((reward - highest) / temperature));
  const order = weights.map((_, i) => i).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  const shares = rewards.map(() => 0);
  let left = places;
  let sum = weights.reduce((n, weight) => n + weight, 0);
  for (const i of order) {
    const weight = weights[i] ?? 0;
    // The guard is for rounding: the last path's share is all that is left.
    const share = left === 0 ? 0 : Math.min(left, Math.max(0, Math.ceil((left * weight) / sum - 1e-9)));
    shares[i] = share;
    left -= share;
    sum -= weight;
  }
  return shares;
}

/** A path that has made a step. */
interface Path {
  readonly run: Run;
  readonly sequence: MeasuredSequence;
  readonly trace: Trace;
  readonly times: Trace['times'];
  readonly finished: boolean;
  readonly reward: number;
}

class Search {
  readonly #sequences = new Set<MeasuredSequence>();
  #born = 0;
  #generated = 0;

  constructor(
    private readonly engine: Engine,
    private readonly request: MethodRequest,
    private readonly controls: RunControls,
    private readonly options: RebaseOptions,
  ) {}

  async *run(): MethodRun {
    const { width, depth, rewardTemperature } = this.options;
    try {
      let from = [yield* this.#root()];
      let shares = [width];
      const finished: Path[] = [];
      for (let step = 1; finished.length < width; step++) {
        const parents = from.flatMap((path, i) => Array.from({ length: shares[i] ?? 0 }, () => path));
        const children = yield* this.#expand(parents, step > depth);
        await this.#drop(from);
        finished.push(...children.filter((path) => path.finished));
        from = children.filter((path) => !path.finished);
        if (from.length === 0) break;
        shares = shareOut(
          from.map(({ reward }) => reward),
          width - finished.length,
          rewardTemperature,
        );
      }
      return {
        traces: finished.map(({ trace }) => trace),
        chosen: null,
        weights: finished.map(({ reward }) => reward),
        generated: this.#generated,
        evaluated: this.#evaluated(),
        tries: this.#born,
      };
    } finally {
      for (const sequence of this.#sequences) await sequence[Symbol.asyncDispose]();
    }
  }

  async *#root(): AsyncGenerator<MethodEvent, Path> {
    const { trace, format } = await beginTrace(this.engine, await sampleRequest(this.engine, this.request, 0));
    const sequence = this.#own(new MeasuredSequence(await this.engine.open()));
    const clock = new Clock(trace.times);
    const reading = feed(sequence, tokensOf(trace), this.controls.stopSignal);
    for (let step = await reading.next(); step.done !== true; step = await reading.next()) {
      yield { sample: 0, event: step.value };
    }
    this.controls.stopSignal.throwIfAborted();
    await sequence.checkpoint();
    clock.lap('prompt');
    const run = runOn(this.engine, trace, sequence, format, trace.budget, new RunControls());
    return { run, sequence, trace, times: clock.times, finished: false, reward: 0 };
  }

  /** One step of a child of each parent; a parent that stands there several times has as many children. */
  async *#expand(parents: readonly Path[], last: boolean): AsyncGenerator<MethodEvent, Path[]> {
    const first = this.#born;
    this.#born += parents.length;
    const steps = lockStep(parents.length, this.options.batch ?? DEFAULT_WIDTH, isDrawing, async (index) => {
      const parent = parents[index];
      if (parent === undefined) throw new RangeError(`no parent ${index}`);
      const sequence = this.#own(await parent.sequence.fork());
      const number = first + index;
      try {
        return await started(this.#step(parent, sequence, number, last), isDrawing);
      } catch (error) {
        await this.#close(sequence);
        throw error;
      }
    });
    for (;;) {
      const next = await steps.next();
      this.controls.stopSignal.throwIfAborted();
      if (next.done === true) return next.value;
      yield { sample: first + next.value.index, event: next.value.event };
    }
  }

  async *#step(
    parent: Path,
    sequence: MeasuredSequence,
    number: number,
    last: boolean,
  ): AsyncGenerator<TraceEvent, Path> {
    const { question, stepTokens, scorer } = { ...this.options, question: this.request.question.text };
    const id = `${this.request.id}/${number}`;
    const sampling: Sampling = {
      ...parent.run.sampling,
      seed: number === 0 ? this.request.seedOf(0) : deriveSeed(this.request.seedOf(0), number),
    };
    const controls = new RunControls();
    if (last) controls.send({ kind: 'answer-now' });
    const run = parent.run.branch(sequence, parent.run.budget, controls, sampling);
    await run.settle();
    const log = new TraceLog({ ...parent.trace, id, sampling });
    const clock = new Clock(parent.times);
    yield* log.pass({ type: 'start', trace: log.trace });
    const mark = { logProbability: sequence.logProbability, drawn: sequence.drawn };
    const counter = new StepCounter();
    let text = '';
    let thought = 0;
    let finished = true;
    for await (const event of thinkAndAnswer(run)) {
      clock.see(event);
      yield* log.pass(event);
      if (event.type !== 'tokens') continue;
      if (event.role !== 'delimiter') this.#generated += event.tokens.length;
      if (event.role !== 'thinking') continue;
      text += event.text;
      thought += event.tokens.length;
      counter.push(event.text);
      if (counter.finished > 0 || thought >= stepTokens) {
        finished = false;
        break; // thinking is left in order: the sequence holds what was reported
      }
    }
    const evaluated = parent.trace.counts.evaluated + sequence.evaluated;
    yield* log.pass({ type: 'cost', evaluated, times: clock.times });
    const reward = await scorer({
      question,
      thinking: textOf(log.trace, 'thinking'),
      step: text,
      ...(finished ? { answer: textOf(log.trace, 'answer') } : {}),
      confidence: () => sequence.confidenceSince(mark),
    });
    return { run, sequence, trace: log.trace, times: clock.times, finished, reward };
  }

  #own(sequence: MeasuredSequence): MeasuredSequence {
    this.#sequences.add(sequence);
    return sequence;
  }

  /** Ends the sequences of paths that have been gone on from. Their counters stay for the total. */
  async #drop(paths: readonly Path[]): Promise<void> {
    for (const { sequence } of paths) await sequence[Symbol.asyncDispose]();
  }

  async #close(sequence: MeasuredSequence): Promise<void> {
    this.#sequences.delete(sequence);
    await sequence[Symbol.asyncDispose]();
  }

  #evaluated(): number {
    return [...this.#sequences].reduce((n, sequence) => n + sequence.evaluated, 0);
  }
}
