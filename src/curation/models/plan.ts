import { createHash } from 'node:crypto';
import { Type, type Static } from '@sinclair/typebox';
import { Budget, DEFAULT_BUDGET } from '../../reasoning/budget.js';
import type { Sampling } from '../../reasoning/engine.js';
import { modelText } from './model-text.js';
import type { TraceModel } from './trace-maker.js';

const ModelPath = Type.String({
  minLength: 1,
  description:
    'GGUF file, relative to the pipeline, or the address of a server (llama.cpp, vLLM) like http://127.0.0.1:8080, with #name behind it where it serves several models. Without it the model that is loaded, or the embedded one.',
  'x-file': 'model',
});

/** A model at a budget: how a pipeline says who solves its questions. */
export const TracePlan = Type.Object(
  {
    model: Type.Optional(ModelPath),
    budget: Type.Optional(
      Type.Partial(Type.Object(Budget.properties, { additionalProperties: false }), {
        description: 'What differs from the default budget: the most and fewest thinking tokens, waits, …',
      }),
    ),
    temperature: Type.Optional(
      Type.Number({ minimum: 0, maximum: 5, description: "Without it as the model's family recommends." }),
    ),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 0xffffffff })),
    parallel: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 64,
        description:
          'Questions at the same time. Without it one on this machine, as many as fit on a server. Drawn side by side, tokens need not be the same to the last bit.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TracePlan = Static<typeof TracePlan>;

/** A stage that needs no particular model: the one that is loaded, or the embedded one. */
export const ModelChoice = Type.Optional(ModelPath);

export function budgetOf({ budget }: TracePlan): Budget {
  return { ...DEFAULT_BUDGET, ...budget };
}

export function samplingOf({ temperature, seed }: TracePlan): Partial<Sampling> {
  return { ...(temperature === undefined ? {} : { temperature }), ...(seed === undefined ? {} : { seed }) };
}

/** How many questions a model solves at the same time. */
export function lanesOf({ parallel }: TracePlan, { places, server }: TraceModel): number {
  return Math.max(1, Math.min(parallel ?? (server === undefined ? 1 : places), places));
}

/** Under which traces of a plan are kept: the same for the same model file, budget and sampling, wherever it lies. */
export function planKey(model: Pick<TraceModel, 'name' | 'sha256'>, plan: TracePlan): string {
  const settings = JSON.stringify([Object.entries(budgetOf(plan)).sort(), Object.entries(samplingOf(plan)).sort()]);
  const digest = createHash('sha256').update(settings).digest('hex').slice(0, 8);
  const name = model.name.replace(/\.gguf$/i, '').replace(/[^\w.-]+/g, '_');
  return `${name.slice(0, 60)}-${model.sha256.slice(0, 8)}-${digest}`;
}

/** For the card: which model thought, and how much it could. */
export function planText(model: Pick<TraceModel, 'name' | 'sha256' | 'server'>, plan: TracePlan): string {
  const { maxThinking, minThinking, waits } = budgetOf(plan);
  const least = minThinking > 0 ? `, at least ${minThinking}` : '';
  const most =
    maxThinking === null ? 'thinking as long as the context allows' : `at most ${maxThinking} thinking tokens`;
  return `${modelText(model)}, ${most}${least}, ${waits} suppressed ends`;
}
