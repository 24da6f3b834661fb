import { Type, type Static } from '@sinclair/typebox';
import { MOST_TOLD } from '../decontaminate/closest-items.js';
import { detectorOf } from '../decontaminate/detectors.js';
import { embeddingMatches } from '../decontaminate/embedding-matches.js';
import type { EvaluationItem, Matches } from '../decontaminate/evaluation-item.js';
import { CurationError } from '../errors.js';
import { modelText } from '../models/model-text.js';
import { ModelChoice } from '../models/plan.js';
import { needModels, type ContaminationHit, type Drop, type Stage, type StagePool, type StageTools } from './stage.js';

const parameters = Type.Object(
  {
    tasks: Type.Array(Type.String({ minLength: 1, 'x-file': 'data' }), {
      default: [],
      description: 'Files with evaluation questions, relative to the pipeline.',
    }),
    method: Type.Union(
      ['ngram8', 'ngram13', 'minhash', 'embedding'].map((name) =>
        Type.Literal(name as 'ngram8' | 'ngram13' | 'minhash' | 'embedding'),
      ),
      {
        default: 'ngram8',
        description:
          'ngram8: as published, one shared run of 8 words. ngram13: 13 words. minhash: alike as a whole. embedding: alike in meaning, by a model.',
      },
    ),
    model: ModelChoice,
    similarity: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.9,
      description: 'embedding: least cosine of two questions, the mean of all taken off.',
    }),
  },
  { additionalProperties: false },
);

/** Questions that share words with an evaluation task. */
export const decontamination: Stage<typeof parameters> = {
  name: 'decontamination',
  title: 'Decontamination',
  about: 'Drops questions that an evaluation task has too.',
  parameters,
  models: ({ method, model }) => (method === 'embedding' ? [model] : []),
  async run(pool, given, tools) {
    const { tasks, method } = given;
    const items = await tools.evaluationItems(tasks);
    const drops: Drop[] = [];
    const hits: ContaminationHit[] = [];
    const found =
      method === 'embedding' ? byEmbedding(pool, given, items, tools) : byWords(pool, { ...given, method }, items);
    let pairs = 0;
    for await (const { index, matches } of found) {
      const before = hits.length;
      for (const { item, shared } of matches.told) {
        const { task = '', row = 0 } = items[item] ?? {};
        hits.push({ row: index, task, taskRow: row, shared });
      }
      const first = hits[before];
      if (first === undefined) continue;
      pairs += matches.found;
      const others = matches.found > matches.told.length ? ` (and ${matches.found - 1} other questions)` : '';
      const detail = `${first.task}, row ${first.taskRow}: ${first.shared.join(' ')}${others}`;
      drops.push({ row: index, reason: REASONS[method], detail });
    }
    const against = tasks.length === 0 ? 'no task: nothing was looked for' : tasks.join(', ');
    const by = method === 'embedding' ? `embeddings by ${await modelName(given.model, tools)}` : method;
    const notes = [`Decontaminated by ${by} against ${against} (${items.length} questions).`];
    if (pairs > hits.length) {
      const most = `of each question and task the ${MOST_TOLD} closest`;
      notes.push(`Of ${pairs} pairs of a question and an evaluation question hits.jsonl has ${hits.length}: ${most}.`);
    }
    return { drops, hits, notes };
  },
};

type Parameters = Static<typeof parameters>;

const REASONS: Readonly<Record<Parameters['method'], string>> = {
  ngram8: 'shares words with an evaluation task',
  ngram13: 'shares words with an evaluation task',
  minhash: 'is alike to an evaluation task',
  embedding: 'means nearly what an evaluation task means',
};

interface Matched {
  readonly index: number;
  readonly matches: Matches;
}

async function* byWords(
  pool: StagePool,
  { method }: { readonly method: Exclude<Parameters['method'], 'embedding'> },
  items: readonly EvaluationItem[],
): AsyncGenerator<Matched> {
  const detector = detectorOf({ method, items });
  for await (const { index, question } of pool.rows()) yield { index, matches: detector.match(question) };
}

async function* byEmbedding(
  pool: StagePool,
  { model, similarity }: Parameters,
  items: readonly EvaluationItem[],
  tools: StageTools,
): AsyncGenerator<Matched> {
  const models = needModels(tools, 'Decontamination by embeddings');
  const rows: { readonly index: number; readonly question: string }[] = [];
  for await (const { index, question } of pool.rows()) rows.push({ index, question });
  const texts = rows.map(({ question }) => question);
  const embed = (batch: readonly string[]) => models.embed(model, batch);
  const found = await embeddingMatches(texts, items, similarity, embed, tools.signal);
  if (found === null) {
    const name = await modelName(model, tools);
    throw new CurationError('no-model', `${name} gives no embeddings: name another model, or another method.`);
  }
  for (const [i, { index }] of rows.entries()) {
    const matches = found[i];
    if (matches !== undefined) yield { index, matches };
  }
}

async function modelName(model: string | undefined, tools: StageTools): Promise<string> {
  return modelText(await needModels(tools, 'Decontamination by embeddings').describe(model));
}
