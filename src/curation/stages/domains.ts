import { Type, type Static } from '@sinclair/typebox';
import { sphericalKMeans } from '../clusters.js';
import { DOMAINS } from '../domain-list.js';
import { labelIn, labelQuestion } from '../models/labels.js';
import { modelText } from '../models/model-text.js';
import { ModelChoice, TracePlan } from '../models/plan.js';
import { columnsOf } from '../models/trace-store.js';
import { embeddedTexts } from '../models/vectors.js';
import { randomOf } from '../random.js';
import { groupKeywords, TfIdf, type SparseVector } from '../text/tf-idf.js';
import { needModels, type Stage, type StagePool, type StageTools } from './stage.js';

const parameters = Type.Object(
  {
    by: Type.Array(
      Type.Union([Type.Literal('column'), Type.Literal('model'), Type.Literal('embeddings'), Type.Literal('clusters')]),
      {
        default: ['column', 'clusters'],
        minItems: 1,
        description:
          'Where a domain comes from, in this order: the column with the subject, a model with the list of domains, clusters of embeddings by a model, clusters of tf-idf.',
      },
    ),
    labels: Type.Object(TracePlan.properties, {
      additionalProperties: false,
      default: { budget: { maxThinking: 256, answerReserve: 64 } },
      description: 'The model that labels, and how much it may think about a label.',
    }),
    embeddings: ModelChoice,
    subjectUpTo: Type.String({
      default: '',
      description: 'A subject counts up to this sign: "/" makes "Logic" of "Logic/Puzzles". Empty: the whole subject.',
    }),
    list: Type.Array(Type.String({ minLength: 1 }), {
      default: [...DOMAINS],
      description: 'The domains a model chooses from: the Mathematics Subject Classification and sciences.',
    }),
    clusters: Type.Integer({ minimum: 1, maximum: 1000, default: 20, description: 'How many clusters.' }),
    vocabulary: Type.Integer({
      minimum: 10,
      maximum: 100_000,
      default: 4000,
      description: 'Words that clusters look at.',
    }),
    seed: Type.Integer({ minimum: 0, maximum: 0xffffffff, default: 1 }),
  },
  { additionalProperties: false },
);
type Parameters = Static<typeof parameters>;

type Asked = readonly { readonly row: number; readonly question: string }[];

/** Where domains come from, for the card. */
type Means = (
  left: Asked,
  parameters: Parameters,
  found: Map<number, string>,
  tools: StageTools,
) => string | Promise<string>;

const MEANS: Readonly<Record<Exclude<Parameters['by'][number], 'column'>, Means>> = {
  model: labelled,
  embeddings: byEmbeddings,
  clusters: byTfIdf,
};

/** Gives every row a domain and drops none but those that no source can place. */
export const domains: Stage<typeof parameters> = {
  name: 'domains',
  title: 'Domains',
  about: 'Gives every question a domain: from a column, a model, or clusters.',
  parameters,
  models: ({ by, labels, embeddings }) => [
    ...(by.includes('model') ? [labels.model] : []),
    ...(by.includes('embeddings') ? [embeddings] : []),
  ],
  async run(pool, parameters, tools) {
    const found = new Map<number, string>();
    const notes: string[] = [];
    for (const source of parameters.by) {
      const before = found.size;
      const name =
        source === 'column'
          ? await fromColumn(pool, parameters, found)
          : await MEANS[source](await unplaced(pool, found), parameters, found, tools);
      notes.push(`Domain of ${found.size - before} questions from ${name}.`);
    }
    const drops = (await unplaced(pool, found)).map(({ row }) => ({ row, reason: 'no domain' }));
    return { drops, domains: found, notes };
  },
};

/** Subjects differ in case and separators between sources ("number_theory", "Number Theory"): one spelling counts. */
async function fromColumn(
  pool: StagePool,
  { subjectUpTo: end }: Parameters,
  found: Map<number, string>,
): Promise<string> {
  const spelling = new Map<string, string>();
  for await (const { index, subject } of pool.rows()) {
    if (subject === null) continue;
    const part = end === '' ? subject : (subject.split(end)[0] ?? subject);
    const plain = part.replaceAll('_', ' ').trim();
    const key = plain.toLowerCase();
    const shown = spelling.get(key) ?? plain.replace(/^./u, (letter) => letter.toUpperCase());
    spelling.set(key, shown);
    found.set(index, shown);
  }
  return 'the column with the subject';
}

async function unplaced(pool: StagePool, found: ReadonlyMap<number, string>): Promise<Asked> {
  const left: { row: number; question: string }[] = [];
  for await (const { index, question } of pool.rows()) if (!found.has(index)) left.push({ row: index, question });
  return left;
}

/** A cluster of tf-idf is named by its number and the three words that weigh most in its centre. */
function byTfIdf(left: Asked, { clusters: k, vocabulary: size, seed }: Parameters, found: Map<number, string>): string {
  const index = new TfIdf();
  for (const { question } of left) index.add(question);
  const { vocabulary, vectors } = index.vectors(size);
  const { clusters, centres } = sphericalKMeans(vectors, vocabulary.length, k, randomOf(seed));
  const names = centres.map((centre, cluster) => {
    const order = [...centre.keys()].sort((a, b) => (centre[b] ?? 0) - (centre[a] ?? 0));
    const words = order.slice(0, 3).filter((term) => (centre[term] ?? 0) > 0);
    return clusterName(
      cluster,
      words.map((term) => vocabulary[term] ?? ''),
    );
  });
  for (const [i, { row }] of left.entries()) found.set(row, names[clusters[i] ?? 0] ?? clusterName(0, []));
  return `${new Set(clusters).size} clusters of tf-idf`;
}

/** A cluster of embeddings is named by its number and the three words that tell its questions from the others'. */
async function byEmbeddings(
  left: Asked,
  { clusters: k, embeddings: model, seed }: Parameters,
  found: Map<number, string>,
  tools: StageTools,
): Promise<string> {
  const models = needModels(tools, 'Clusters of embeddings');
  const described = await models.describe(model);
  const vectors = await embeddedTexts(
    (texts) => models.embed(model, texts),
    (async function* () {
      for (const { question } of left) yield question;
    })(),
    tools.signal,
  );
  if (vectors === null) return `embeddings: ${described.name} gives none`;
  const { clusters } = sphericalKMeans(vectors.map(sparse), vectors[0]?.length ?? 0, k, randomOf(seed));
  const words = groupKeywords(
    left.map(({ question }, i) => [String(clusters[i]), question] as const),
    3,
  );
  for (const [i, { row }] of left.entries()) {
    const cluster = clusters[i] ?? 0;
    found.set(row, clusterName(cluster, words.get(String(cluster)) ?? []));
  }
  return `${new Set(clusters).size} clusters of embeddings by ${modelText(described)}`;
}

/** Different for every cluster: two may have the same words, or none. */
function clusterName(cluster: number, words: readonly string[]): string {
  return words.length === 0 ? `Cluster ${cluster + 1}` : `Cluster ${cluster + 1}: ${words.join(', ')}`;
}

function sparse(vector: Float32Array): SparseVector {
  return { terms: Uint32Array.from(vector.keys()), weights: vector };
}

async function labelled(
  left: Asked,
  { list, labels: plan }: Parameters,
  found: Map<number, string>,
  tools: StageTools,
): Promise<string> {
  const models = needModels(tools, 'Domains by labels');
  const set = await models.solve('Domains', plan, async function* () {
    for (const { question } of left) yield { text: labelQuestion(question, list) };
  });
  for (const { row, question } of left) {
    tools.signal?.throwIfAborted();
    const stored = await set.of(labelQuestion(question, list));
    const label = stored === undefined ? undefined : labelIn(columnsOf(stored.trace).attempt, list);
    if (label !== undefined) found.set(row, label);
  }
  return `labels out of ${list.length} by ${set.name}`;
}
