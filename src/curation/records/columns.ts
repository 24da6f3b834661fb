/** What curation needs to know of a row, by the words of the paper's data sets. */
export type Role =
  | 'id'
  | 'question'
  | 'answer'
  | 'solution'
  | 'choices'
  | 'thinking'
  | 'attempt'
  | 'source'
  | 'kind'
  | 'subject'
  | 'level'
  | 'licence';

/** Role → name of the column that has it. */
export type ColumnMapping = Readonly<Partial<Record<Role, string>>>;

/**
 * The names under which published data sets have each role, best first, in small letters without separators. They are
 * read off the sets that s1 drew on, s1K, OpenThoughts, NuminaMath and the evaluation tasks.
 */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  id: ['id', 'uniqueid', 'uuid', 'problemid', 'questionid', 'qid', 'questionnumber'],
  question: ['question', 'problem', 'prompt', 'questioncontent', 'query', 'instruction', 'input', 'text'],
  answer: ['answer', 'finalanswer', 'referenceanswer', 'gold', 'target', 'expectedanswer', 'correctanswer'],
  solution: ['solution', 'gtsolution', 'referencesolution', 'explanation', 'rationale'],
  choices: ['choices', 'options'],
  thinking: [
    'thinkingtrajectories',
    'thinkingtrajectory',
    'deepseekthinkingtrajectory',
    'thinking',
    'reasoning',
    'cot',
  ],
  attempt: ['attempt', 'deepseekattempt', 'response', 'output', 'generation'],
  source: ['sourcetype', 'source', 'dataset', 'origin'],
  kind: ['cottype'],
  subject: ['subject', 'domain', 'topic', 'category', 'subfield', 'type'],
  level: ['level', 'difficulty'],
  licence: ['licence', 'license'],
};

/** Every role, in the order in which they are looked for. */
export const ROLES = Object.keys(NAMES) as Role[];

/**
 * Maps columns by their names; where two columns could have a role, one with text in it goes first.
 * @param rows a sample of the data
 * @param known roles that the user has named, which stand as they are
 */
export function inspectColumns(
  rows: readonly Readonly<Record<string, unknown>>[],
  known: ColumnMapping = {},
): ColumnMapping {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const taken = new Set<string>(Object.values(known));
  const mapping: Partial<Record<Role, string>> = { ...known };
  for (const role of ROLES) {
    if (mapping[role] !== undefined) continue;
    const candidates = NAMES[role].flatMap((name) => columns.filter((column) => plain(column) === name));
    const open = candidates.filter((column) => !taken.has(column));
    const chosen = open.find((column) => rows.some((row) => hasContent(row[column]))) ?? open[0];
    if (chosen === undefined) continue;
    mapping[role] = chosen;
    taken.add(chosen);
  }
  return mapping;
}

function plain(column: string): string {
  return column.toLowerCase().replace(/[\s_.-]/g, '');
}

function hasContent(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return value !== null && value !== undefined;
}
