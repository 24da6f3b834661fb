import { CurationError } from '../errors.js';
import { questionHash } from '../pool-row.js';
import { costOf, countingCost, earlierRate, probeBudget, rateOf, type TraceCost } from './cost.js';
import { inLanes } from './lanes.js';
import { budgetOf, lanesOf, planKey, planText, samplingOf, type TracePlan } from './plan.js';
import { resolveModel, type ModelPlaces } from './places.js';
import type { TrainingText } from '../../reasoning/training-text.js';
import type {
  GradeRequest,
  TraceMaker,
  TraceModel,
  TraceRequest,
  TraceVerdict,
  TrainingExample,
} from './trace-maker.js';
import { TraceStore, type StoredTrace } from './trace-store.js';

export interface ModelProgress {
  readonly purpose: string;
  readonly done: number;
  readonly total: number;
  /** Measured on this run; null: nothing is done yet. */
  readonly secondsLeft: number | null;
}

export interface ModelWorkOptions extends ModelPlaces {
  readonly maker: TraceMaker;
  /** Says what solving will cost before it begins. @returns whether to begin */
  readonly confirm: (cost: TraceCost) => Promise<boolean>;
  readonly onProgress: (progress: ModelProgress) => void;
  readonly signal?: AbortSignal;
}

/** What a model was asked. */
export interface AskedQuestion {
  readonly text: string;
  readonly reference?: string;
}

/** Traces of one plan, all of them there. */
export interface TraceSet {
  /** For the card. */
  readonly name: string;
  /** Undefined: the model could not be asked this question. */
  of(question: string): Promise<StoredTrace | undefined>;
}

/** Measures the speed of a server: before its cost is agreed to, nothing of the pool is sent anywhere. */
const HARMLESS_QUESTION = 'What is 17 + 25?';

/** The work of models for one run of a pipeline: every question is asked once, and what was answered is kept. */
export class ModelWork implements AsyncDisposable {
  readonly #stores = new Map<string, TraceStore>();
  readonly #models = new Map<string, Promise<TraceModel>>();
  /** Servers that it was agreed to send texts to. */
  readonly #agreed = new Set<string>();

  constructor(private readonly options: ModelWorkOptions) {}

  /** What is known of a model that a pipeline names. */
  describe(model: string | undefined, parallel?: number): Promise<TraceModel> {
    const name = resolveModel(model, this.options);
    const key = JSON.stringify([name, parallel]);
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    const found = this.options.maker.describe(name, parallel, this.options.signal);
    this.#models.set(key, found);
    return found;
  }

  /**
   * Asks a model every question that it was not asked before, after its cost was confirmed.
   * @param asked gives the questions anew at each call
   * @throws CurationError 'not-confirmed', 'stopped', 'not-written'
   */
  async solve(purpose: string, plan: TracePlan, asked: () => AsyncIterable<AskedQuestion>): Promise<TraceSet> {
    const model = await this.describe(plan.model, plan.parallel);
    const store = await this.#store(model, plan);
    const missing = await countMissing(store, asked());
    if (missing.questions > 0) {
      await this.#confirm(purpose, plan, model, store, missing);
      await this.#solveMissing(purpose, plan, model, store, missing.questions, asked());
    }
    return {
      name: planText(model, plan),
      of: (question) => store.read(questionHash(question)),
    };
  }

  grade(request: GradeRequest): Promise<TraceVerdict> {
    return this.options.maker.grade(request, this.options.signal);
  }

  async countTokens(model: string | undefined, texts: readonly string[]): Promise<readonly number[]> {
    await this.#agreeToSend('Counting tokens', model, texts.length);
    return this.options.maker.countTokens(resolveModel(model, this.options), texts, this.options.signal);
  }

  async embed(model: string | undefined, texts: readonly string[]): Promise<readonly (readonly number[])[] | null> {
    await this.#agreeToSend('Embeddings', model, texts.length);
    return this.options.maker.embed(resolveModel(model, this.options), texts, this.options.signal);
  }

  async trainingTexts(
    model: string | undefined,
    examples: readonly TrainingExample[],
  ): Promise<readonly TrainingText[]> {
    await this.#agreeToSend('Training text', model, examples.length);
    return this.options.maker.trainingTexts(resolveModel(model, this.options), examples, this.options.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stores = [...this.#stores.values()];
    this.#stores.clear();
    for (const store of stores) await store[Symbol.asyncDispose]();
  }

  async #store(model: TraceModel, plan: TracePlan): Promise<TraceStore> {
    const key = planKey(model, plan);
    let store = this.#stores.get(key);
    if (store === undefined) {
      store = await TraceStore.open(this.options.traceFolder, model, plan);
      this.#stores.set(key, store);
    }
    return store;
  }

  async #confirm(
    purpose: string,
    plan: TracePlan,
    model: TraceModel,
    store: TraceStore,
    { questions, first }: Missing,
  ): Promise<void> {
    const { maker, confirm, signal } = this.options;
    const budget = budgetOf(plan);
    const parallel = Math.min(lanesOf(plan, model), questions);
    const earlier = earlierRate(store.entries.values());
    let probe = { tokens: 0, promptMs: 0, ms: 0 };
    if (earlier === undefined) {
      const text = model.server === undefined ? first : HARMLESS_QUESTION;
      const request = { ...requestOf(plan, { text }), budget: probeBudget(budget) };
      const name = resolveModel(plan.model, this.options);
      // Twice: what a model does first is slow, and would be told as its rate. As many at a time as there will be.
      for (let turn = 0; turn < 2; turn++) {
        const solved = await Promise.all(Array.from({ length: parallel }, () => maker.solve(name, request, signal)));
        for (const one of solved) if ('trace' in one) probe = rateOf(one.trace);
      }
    }
    const asked = { purpose, model, budget, questions, stored: store.entries.size, parallel };
    if (!(await confirm(costOf(asked, earlier, probe)))) throw notConfirmed(purpose);
    if (model.server !== undefined) this.#agreed.add(model.server.host);
  }

  /** Texts of the pool leave this machine's own engine only after somebody agreed, once for each server. */
  async #agreeToSend(purpose: string, model: string | undefined, texts: number): Promise<void> {
    const described = await this.describe(model);
    const host = described.server?.host;
    if (host === undefined || this.#agreed.has(host)) return;
    if (!(await this.options.confirm(countingCost(purpose, described, texts)))) throw notConfirmed(purpose);
    this.#agreed.add(host);
  }

  async #solveMissing(
    purpose: string,
    plan: TracePlan,
    model: TraceModel,
    store: TraceStore,
    total: number,
    asked: AsyncIterable<AskedQuestion>,
  ): Promise<void> {
    const { maker, onProgress, signal } = this.options;
    const name = resolveModel(plan.model, this.options);
    const start = performance.now();
    let done = 0;
    onProgress({ purpose, done, total, secondsLeft: null });
    await inLanes(
      lanesOf(plan, model),
      missingOf(store, asked),
      async ({ hash, question }, stop) => {
        const solved = await maker.solve(name, requestOf(plan, question), stop);
        if ('trace' in solved && solved.trace.model.sha256 !== model.sha256) throw changed(model);
        await store.add(hash, solved);
        done += 1;
        const secondsLeft = ((performance.now() - start) / 1000 / done) * (total - done);
        onProgress({ purpose, done, total, secondsLeft });
      },
      signal,
    );
  }
}

function requestOf(plan: TracePlan, question: TraceRequest['question']): TraceRequest {
  const { parallel } = plan;
  const request = { question, budget: budgetOf(plan), sampling: samplingOf(plan) };
  return parallel === undefined ? request : { ...request, parallel };
}

/** A server that was started again with another model: its traces belong to another store. */
function changed({ name }: TraceModel): CurationError {
  const message = `${name} is another model now than when this run began: run it again to go on with the one that is there.`;
  return new CurationError('model-changed', message);
}

function notConfirmed(purpose: string): CurationError {
  return new CurationError('not-confirmed', `${purpose}: not begun, because its cost was not confirmed.`);
}

interface Missing {
  readonly questions: number;
  /** The first of them. */
  readonly first: string;
}

async function countMissing(store: TraceStore, asked: AsyncIterable<AskedQuestion>): Promise<Missing> {
  let questions = 0;
  let first = '';
  for await (const { question } of missingOf(store, asked)) {
    if (questions === 0) first = question.text;
    questions += 1;
  }
  return { questions, first };
}

/** Different questions that are not in the store. */
async function* missingOf(
  store: TraceStore,
  asked: AsyncIterable<AskedQuestion>,
): AsyncGenerator<{ readonly hash: string; readonly question: TraceRequest['question'] }> {
  const begun = new Set<string>();
  for await (const { text, reference } of asked) {
    const hash = questionHash(text);
    if (store.has(hash) || begun.has(hash)) continue;
    begun.add(hash);
    yield { hash, question: { text, ...(reference === undefined ? {} : { reference }) } };
  }
}
