import { Type, type Static } from '@sinclair/typebox';
import { sphericalKMeans } from '../clusters.js';
import { DOMAINS } from '../domain-list.js';
import { CurationError } from '../errors.js';
import { randomOf } from '../random.js';
import { TfIdf } from '../text/tf-idf.js';
import type { Stage, StagePool, StageTools } from './stage.js';

const parameters = Type.Object(
  {
    by: Type.Array(Type.Union([Type.Literal('column'), Type.Literal('model'), Type.Literal('clusters')]), {
      default: ['column', 'clusters'],
      minItems: 1,
      description:
        'Where a domain comes from, in this order: the column with the subject, a model with the list of domains, clusters of tf-idf.',
    }),
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

/** Gives every row a domain and drops none but those that no source can place. */
export const domains: Stage<typeof parameters> = {
  name: 'domains',
  title: 'Domains',
  parameters,
  async run(pool, parameters, tools) {
    const found = new Map<number, string>();
    const notes: string[] = [];
    for (const source of parameters.by) {
      const before = found.size;
      const left = source === 'column' ? await fromColumn(pool, parameters, found) : await unplaced(pool, found);
      if (source === 'clusters') clustered(left, parameters, found);
      const labeller = source === 'model' ? await labelled(left, parameters, found, tools) : undefined;
      const means = { column: 'the column with the subject', clusters: `${parameters.clusters} tf-idf clusters` };
      const name = source === 'model' ? (labeller ?? '') : means[source];
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
): Promise<Asked> {
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
  return [];
}

async function unplaced(pool: StagePool, found: ReadonlyMap<number, string>): Promise<Asked> {
  const left: { row: number; question: string }[] = [];
  for await (const { index, question } of pool.rows()) if (!found.has(index)) left.push({ row: index, question });
  return left;
}

/** A cluster is named by the three words that weigh most in its centre. */
function clustered(left: Asked, { clusters: k, vocabulary: size, seed }: Parameters, found: Map<number, string>): void {
  const index = new TfIdf();
  for (const { question } of left) index.add(question);
  const { vocabulary, vectors } = index.vectors(size);
  const { clusters, centres } = sphericalKMeans(vectors, vocabulary.length, k, randomOf(seed));
  const names = centres.map((centre) => {
    const order = [...centre.keys()].sort((a, b) => (centre[b] ?? 0) - (centre[a] ?? 0));
    const words = order.slice(0, 3).filter((term) => (centre[term] ?? 0) > 0);
    return `Cluster: ${words.map((term) => vocabulary[term] ?? '').join(', ')}`;
  });
  for (const [i, { row }] of left.entries()) found.set(row, names[clusters[i] ?? 0] ?? 'Cluster');
}

async function labelled(
  left: Asked,
  { list }: Parameters,
  found: Map<number, string>,
  { labeller, signal }: StageTools,
): Promise<string> {
  if (labeller === undefined) {
    throw new CurationError(
      'bad-pipeline',
      'Domains by a model need one: leave "model" out of `by`, or run it in the editor.',
    );
  }
  for (const { row, question } of left) {
    signal?.throwIfAborted();
    const label = await labeller.label(question, list, signal);
    if (label !== undefined && list.includes(label)) found.set(row, label);
  }
  return labeller.name;
}
