import { beginTrace, feed, runOn, tokensOf, type SolveRequest } from '../beginning.js';
import { think, type Ended, type ThinkingOutcome, type ThinkingWatcher } from '../budget-forcing.js';
import type { Budget } from '../budget.js';
import { RunControls } from '../controls.js';
import type { Engine } from '../engine.js';
import { ReasoningError } from '../errors.js';
import type { TraceEvent } from '../events.js';
import { forcingRule, type ForcingRule, type Limits, type ThinkingView } from '../rules/index.js';
import type { Run } from '../run.js';
import { ReasoningSession } from '../session.js';
import { answerAfter } from '../think-and-answer.js';
import { Clock, TraceLog } from '../trace-log.js';
import type { ThinkingEnd, Trace } from '../trace.js';

/** One point of a curve: the budget of the request with this cap and number of suppressed ends. */
export type CurvePoint = Pick<Budget, 'maxThinking' | 'waits'>;

export interface CurveResult {
  /** One trace a point, in the order of the points: the one that a run of its own would have made. */
  readonly traces: readonly Trace[];
  /** Tokens evaluated for all of them together. */
  readonly evaluated: number;
}

/**
 * A whole curve from one pass of thinking: at each budget the end is forced, the answer taken, the state rewound, and
 * thinking goes on. "Wait" extensions go on from the same pass.
 *
 * Thinking up to a budget is the same under every larger one, because a rule only ever decides whether the next token
 * still counts; and every answer has a sampler of its own, seeded by (seed, position). So the traces are those of
 * separate runs with the same seed, at any temperature; only `counts.evaluated` and `times` say what this pass took.
 * Yields the events of the pass; the answers come with the result.
 *
 * Rules that let the model go on beyond its budget (s1-generate) are run one by one.
 */
export async function* curve(
  engine: Engine,
  request: SolveRequest,
  points: readonly CurvePoint[],
  controls: RunControls,
): AsyncGenerator<TraceEvent, CurveResult> {
  const results: (Trace | undefined)[] = points.map(() => undefined);
  let evaluated = 0;
  if (request.budget.rules !== 's1-generate') {
    evaluated += yield* onePass(engine, request, points, controls, results);
    controls.stopSignal.throwIfAborted();
  }
  const traces: Trace[] = [];
  for (const [i, point] of points.entries()) {
    const trace = results[i] ?? (yield* separately(engine, requestAt(request, point, i), controls));
    if (results[i] === undefined) evaluated += trace.counts.evaluated;
    traces.push(trace);
  }
  return { traces, evaluated };
}

async function* separately(
  engine: Engine,
  request: SolveRequest,
  controls: RunControls,
): AsyncGenerator<TraceEvent, Trace> {
  await using session = new ReasoningSession(engine);
  const trace = yield* session.solve(request, controls);
  controls.stopSignal.throwIfAborted();
  return trace;
}

/** @returns tokens evaluated */
async function* onePass(
  engine: Engine,
  request: SolveRequest,
  points: readonly CurvePoint[],
  controls: RunControls,
  results: (Trace | undefined)[],
): AsyncGenerator<TraceEvent, number> {
  const { trace, format } = await beginTrace(engine, { ...request, budget: widest(request.budget, points) });
  const log = new TraceLog(trace);
  const clock = new Clock(trace.times);
  await using sequence = await engine.open();
  yield* log.pass({ type: 'start', trace });
  if (!(yield* log.passAll(feed(sequence, tokensOf(trace), controls.stopSignal)))) return sequence.evaluated;
  clock.lap('prompt');
  await sequence.checkpoint();
  const run = runOn(engine, trace, sequence, format, trace.budget, controls);
  const pass = new CurvePass(run, log, clock, request, points, results);
  const thinking = think(run, pass);
  for (;;) {
    const next = await thinking.next();
    if (next.done === true) {
      await pass.finish(next.value);
      return pass.evaluated;
    }
    clock.see(next.value);
    yield* log.pass(next.value);
  }
}

function requestAt(request: SolveRequest, point: CurvePoint, index: number): SolveRequest {
  return { ...request, id: `${request.id}/${index}`, budget: { ...request.budget, ...point } };
}

/** The budget under which nothing ends before it does under every point's. */
function widest(budget: Budget, points: readonly CurvePoint[]): Budget {
  const caps = points.map(({ maxThinking }) => maxThinking ?? Number.POSITIVE_INFINITY);
  const most = Math.max(...caps);
  return {
    ...budget,
    maxThinking: Number.isFinite(most) ? most : null,
    waits: Math.max(...points.map(({ waits }) => waits)),
  };
}

/** Follows the pass with the limits of every point, and takes the answer of each where a run of its own would end. */
class CurvePass implements ThinkingWatcher {
  readonly #rule: ForcingRule;
  readonly #open: Set<number>;
  #forAnswers = 0;
  #forForks = 0;

  constructor(
    private readonly run: Run,
    private readonly log: TraceLog,
    private readonly clock: Clock,
    private readonly request: SolveRequest,
    private readonly points: readonly CurvePoint[],
    private readonly results: (Trace | undefined)[],
  ) {
    this.#rule = forcingRule(request.budget.rules);
    this.#open = new Set(points.keys());
  }

  get evaluated(): number {
    return this.run.sequence.evaluated + this.#forForks;
  }

  async beforeText(view: ThinkingView): Promise<boolean> {
    const ending = [...this.#open].filter((i) => this.#rule.onToken(view, this.#limits(i)) !== 'commit');
    for (const [reason, group] of grouped(ending, (i) => this.#limitReason(i))) {
      await this.#take(group, { kind: 'ended', reason });
    }
    return this.#open.size > 0;
  }

  async beforeContinuation(view: ThinkingView, continuation: number, ended: Ended): Promise<boolean> {
    const ending = [...this.#open].filter((i) => this.#rule.onEnd(view, this.#limits(i), continuation) !== 'commit');
    await this.#take(ending, ended);
    return this.#open.size > 0;
  }

  /** The pass is over: what is still open ends here. */
  async finish(outcome: ThinkingOutcome): Promise<void> {
    if (outcome.kind !== 'ended') return;
    const limited = outcome.reason === 'budget' || outcome.reason === 'context';
    for (const [reason, group] of grouped([...this.#open], (i) => (limited ? this.#limitReason(i) : outcome.reason))) {
      await this.#take(group, { ...outcome, reason });
    }
  }

  #limits(i: number): Limits {
    const { maxThinking, waits } = this.#point(i);
    return {
      maxThinking: Math.min(maxThinking ?? Number.POSITIVE_INFINITY, this.run.room),
      minThinking: this.request.budget.minThinking,
      waits,
    };
  }

  #limitReason(i: number): ThinkingEnd {
    const { maxThinking } = this.#point(i);
    return maxThinking !== null && maxThinking <= this.run.room ? 'budget' : 'context';
  }

  #point(i: number): CurvePoint {
    const point = this.points[i];
    if (point === undefined) throw new RangeError(`no point ${i}`);
    return point;
  }

  /** Points that end here in the same way have the same answer: it is taken once. */
  async #take(group: readonly number[], ended: Ended): Promise<void> {
    for (const i of group) this.#open.delete(i);
    for (const same of grouped(group, (i) => this.#rule.keep(this.run.thinking, this.#limits(i))).values()) {
      const waiting = [...same];
      for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
        const trace = await this.#branch(first, ended);
        if (trace === undefined) continue; // left for a run of its own
        this.results[first] = trace;
        // A model that begins to think again in its answer does so under its own limits.
        if (trace.spans.some((span) => span.note === 'begin')) continue;
        for (const i of waiting.splice(0)) this.results[i] = { ...trace, ...this.#headOf(i) };
      }
    }
  }

  #headOf(i: number): Pick<Trace, 'id' | 'budget'> {
    const { id, budget } = requestAt(this.request, this.#point(i), i);
    return { id, budget };
  }

  async #branch(i: number, ended: Ended): Promise<Trace | undefined> {
    const { run } = this;
    const { position, sequence } = run;
    const cuts = this.#rule.keep(run.thinking, this.#limits(i)) < run.thinking;
    // Where a run of its own would rewind further back, a copy does: what is taken back here would be evaluated anew.
    const inPlace = sequence.length === position && !cuts;
    this.clock.lap('thinking');
    const before = sequence.evaluated;
    const evaluatedThinking = before - this.#forAnswers;
    const own = inPlace ? sequence : await sequence.fork();
    try {
      const evaluatedOwn = own.evaluated;
      const controls = new RunControls();
      const stop = () => controls.send({ kind: 'stop' });
      run.controls.stopSignal.addEventListener('abort', stop, { once: true });
      const log = new TraceLog({ ...this.log.trace, ...this.#headOf(i) });
      const clock = new Clock(this.clock.times);
      const branch = run.branch(own, log.trace.budget, controls);
      await branch.settle();
      for await (const event of answerAfter(branch, ended)) {
        clock.see(event);
        log.take(event);
      }
      run.controls.stopSignal.removeEventListener('abort', stop);
      const spent = own.evaluated - evaluatedOwn;
      if (!inPlace) this.#forForks += own.evaluated;
      log.take({ type: 'cost', evaluated: evaluatedThinking + spent, times: clock.times });
      return run.controls.stopSignal.aborted ? undefined : log.trace;
    } catch (error) {
      if (error instanceof ReasoningError && error.kind === 'no-sequence-left') return undefined;
      throw error;
    } finally {
      if (inPlace) await sequence.rewind(position);
      else await own[Symbol.asyncDispose]();
      this.#forAnswers += sequence.evaluated - before;
      this.clock.skip();
    }
  }
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
