import { createHash } from 'node:crypto';
import { DEFAULT_BUDGET, type Budget } from '../../reasoning/budget.js';
import { bestOfN } from '../../reasoning/methods/best-of-n.js';
import { budgetForcing, noForcing } from '../../reasoning/methods/budget-forcing.js';
import { classConditional, stepConditional, tokenConditional } from '../../reasoning/methods/conditional-control.js';
import { majority } from '../../reasoning/methods/majority.js';
import type { Method } from '../../reasoning/methods/method.js';
import { rebase, REBASE_DEFAULTS } from '../../reasoning/methods/rebase.js';
import { rejectionSampling } from '../../reasoning/methods/rejection-sampling.js';
import { DEFAULT_WIDTH } from '../../reasoning/methods/samples.js';
import { TOKENS_A_STEP } from '../statistics/paper-metrics.js';
import type { EvalFile, MethodEntry } from './eval-file.js';

/** One run: a method with one value of its knob. */
export interface PlannedRun {
  /** The method and its settings, for people: "budget forcing, at most 500 tokens". */
  readonly label: string;
  /** The entry it belongs to: Control, Scaling and Performance are told of its runs together. */
  readonly family: string;
  readonly entry: number;
  /** Everything that changes what is generated, as plain data. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly budget: Budget;
  readonly method: Method;
  /** Samples of its own, side by side; 1 for methods that draw one. */
  readonly parallel: number;
  /** Whether it needs samples that differ: at temperature 0 it draws at 1 instead. */
  readonly draws: boolean;
  /** Thinking tokens that were asked for, where the method asks for a number. */
  readonly asked?: { readonly least: number; readonly most: number };
  readonly kind?: 'short' | 'long';
  /** May be taken from one pass together with the others of its entry. */
  readonly curve: boolean;
}

/** The runs of an evaluation, in the order of its file. */
export function planOf(file: EvalFile): PlannedRun[] {
  const base: Budget = {
    ...DEFAULT_BUDGET,
    endLoops: file.endLoops ?? false, // as published
    answerReserve: file.answerReserve ?? DEFAULT_BUDGET.answerReserve,
    continuation: file.continuation ?? DEFAULT_BUDGET.continuation,
    finalCue: file.finalCue ?? DEFAULT_BUDGET.finalCue,
  };
  return file.methods.flatMap((entry, i) => runsOf(entry, base).map((run) => ({ ...run, entry: i })));
}

type Run = Omit<PlannedRun, 'entry'>;

function runsOf(entry: MethodEntry, base: Budget): Run[] {
  switch (entry.method) {
    case 'none':
      return [run('no forcing', 'no forcing', entry, base, noForcing)];
    case 'budget-forcing':
      return forcingRuns(entry, base);
    case 'token-conditional':
      return entry.limits.map((limit) => {
        const family = `token-conditional control${plusForcing(entry.forcing)}`;
        const method = tokenConditional(limit, entry.forcing === true);
        return {
          ...run(`${family}, ${limit} tokens`, family, { ...entry, limits: limit }, base, method),
          asked: upTo(limit),
        };
      });
    case 'step-conditional':
      return entry.limits.map((limit) => {
        const family = `step-conditional control${plusForcing(entry.forcing)}`;
        const method = stepConditional(limit, entry.forcing === true);
        const asked = upTo(limit * TOKENS_A_STEP);
        return { ...run(`${family}, ${limit} steps`, family, { ...entry, limits: limit }, base, method), asked };
      });
    case 'class-conditional':
      return (entry.classes ?? ['short', 'long']).map((kind) => {
        const family = `class-conditional control${plusForcing(entry.forcing)}`;
        const budget = { ...base, maxThinking: entry.maxThinking ?? null, waits: entry.waits ?? 0 };
        const method = classConditional(kind, entry.forcing === true);
        return { ...run(`${family}, ${kind}`, family, { ...entry, classes: kind }, budget, method), kind };
      });
    case 'rejection-sampling':
      return entry.limits.map((limit) => {
        const method = rejectionSampling(limit, entry.tries);
        const label = `rejection sampling, at most ${limit} tokens`;
        const planned = run(label, 'rejection sampling', { ...entry, limits: limit }, base, method);
        return { ...planned, draws: true, asked: upTo(limit) };
      });
    case 'majority':
      return [
        parallelRun(`majority of ${entry.samples}`, entry, base, majority(entry.samples, entry.batch), entry.samples),
      ];
    case 'best-of-n':
      return [parallelRun(`best of ${entry.samples}`, entry, base, bestOfN(entry.samples, entry.batch), entry.samples)];
    case 'rebase': {
      const { width, stepTokens, depth, rewardTemperature, batch } = { ...REBASE_DEFAULTS, ...entry };
      const options = { width, stepTokens, depth, rewardTemperature, ...(batch === undefined ? {} : { batch }) };
      return [parallelRun(`REBASE, width ${width}`, entry, base, rebase(options), width)];
    }
  }
}

function forcingRuns(entry: Extract<MethodEntry, { method: 'budget-forcing' }>, base: Budget): Run[] {
  const caps = list(entry.maxThinking ?? null);
  const waits = list(entry.waits ?? 0);
  const rules = entry.rules ?? 'think-harder';
  const family = rules === 'think-harder' ? 'budget forcing' : `budget forcing (${rules})`;
  return caps.flatMap((maxThinking) =>
    waits.map((n) => {
      const cap = maxThinking === null ? 'no cap' : `at most ${maxThinking} tokens`;
      const label = `${family}, ${cap}${n === 0 ? '' : `, ${n}× "${base.continuation}"`}`;
      const budget: Budget = { ...base, maxThinking, waits: n, rules };
      const settings = { method: entry.method, maxThinking, waits: n, rules };
      const asked = { least: 0, most: maxThinking ?? Number.POSITIVE_INFINITY };
      return { ...run(label, family, settings, budget, budgetForcing), asked, curve: rules !== 's1-generate' };
    }),
  );
}

function run(label: string, family: string, settings: object, budget: Budget, method: Method): Run {
  return { label, family, settings: { ...settings }, budget, method, parallel: 1, draws: false, curve: false };
}

function parallelRun(
  label: string,
  entry: MethodEntry & { readonly maxThinking?: number | null },
  base: Budget,
  method: Method,
  parallel: number,
): Run {
  const budget = { ...base, maxThinking: entry.maxThinking ?? null };
  return { ...run(label, label, entry, budget, method), parallel, draws: true };
}

function upTo(most: number): { least: number; most: number } {
  return { least: 0, most };
}

function plusForcing(forcing: boolean | undefined): string {
  return forcing === true ? ' + forcing' : '';
}

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

/**
 * Samples side by side that the widest run of an evaluation draws: so many sequences are of use.
 */
export function placesWanted(file: EvalFile): number {
  const widths = file.methods.map((entry) => {
    if (entry.method === 'rebase') return Math.min(entry.width, entry.batch ?? DEFAULT_WIDTH);
    if (entry.method !== 'majority' && entry.method !== 'best-of-n') return 1;
    return Math.min(entry.samples, entry.batch ?? DEFAULT_WIDTH);
  });
  return Math.max(...widths);
}

/** What a sample depends on beside its question and number. */
export interface RunIdentity {
  readonly modelSha256: string;
  readonly engine: string;
  readonly prompt: string;
  readonly sampling: unknown;
  readonly seed: number;
  readonly thinkingFormat: string;
  readonly contextSize: number;
}

/** Counts up when a change of the methods changes what they generate: older samples are then not taken for new ones. */
export const METHODS_VERSION = 1;

/** Name of a run: the same for everything that would generate the same. */
export function runKey(run: Pick<PlannedRun, 'settings' | 'budget'>, identity: RunIdentity): string {
  return hash([METHODS_VERSION, run.settings, run.budget, identity]);
}

/** Name of a sample within a run: a question that was edited is another one. */
export function sampleKey(
  key: string,
  question: { readonly id: string; readonly ask: string },
  sample: number,
): string {
  return hash([key, question.id, question.ask, sample]);
}

function hash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 32);
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
