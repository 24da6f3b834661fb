import { basename } from 'node:path';
import type { PoolRow } from '../pool-row.js';
import type { SetAside } from './aside.js';
import { inspectColumns, type ColumnMapping, type Role } from './columns.js';
import { readRows, type ReadRow } from './read.js';
import type { SourceLimit, SourceMapping } from './source-mapping.js';

/** How a file becomes rows of the pool. */
export interface ImportPlan {
  /** Where it is, and how the pipeline names it. */
  readonly path: string;
  readonly name: string;
  readonly columns: ColumnMapping;
  readonly as?: SourceMapping;
  /** Questions that are not taken: those of a file that the source is published without. */
  readonly without?: ReadonlySet<string>;
  /** Questions that are taken though the source's filter leaves them out. */
  readonly with?: ReadonlySet<string>;
  /** For rows that do not say it themselves. */
  readonly source?: string;
  readonly kind?: string;
  readonly licence?: string;
}

/** A row of a source that its filter does not take. */
export interface Skipped {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** Rows that are looked at before the columns are mapped. */
const SAMPLE = 200;
/** Columns with a verdict on a model's attempt, as s1's features and s1K-1.1 name them. */
const VERDICT = /^is\w*correct$|^\w*_grade$|^correct$/;

/**
 * Reads a file as rows of the pool, without their places. Lines that are no rows, and rows without a question, go to
 * `aside`; rows that a source's filter does not take go to `skipped`.
 */
export async function* importRows(
  plan: ImportPlan,
  aside: (piece: SetAside) => void,
  skipped: (row: Skipped) => void,
): AsyncGenerator<Omit<PoolRow, 'index'>> {
  const taken: Omit<PoolRow, 'index'>[] | undefined = plan.as?.most === undefined ? undefined : [];
  let sample: ReadRow[] | undefined = [];
  let mapping: ColumnMapping = {};
  const convert = (row: ReadRow) => {
    const asked = mapping.question === undefined ? undefined : row.fields[mapping.question];
    const isIn = (questions?: ReadonlySet<string>) => typeof asked === 'string' && questions?.has(asked) === true;
    const filtered = isIn(plan.with) ? undefined : plan.as?.skip?.(row.fields, plan.name);
    const reason = isIn(plan.without) ? 'in the file that is left out' : filtered;
    if (reason !== undefined) {
      skipped({ file: plan.name, line: row.line, reason });
      return undefined;
    }
    const made = rowOf(row, mapping, plan);
    if (typeof made !== 'string') return made;
    aside({ file: plan.path, line: row.line, reason: made, text: '' });
    return undefined;
  };
  const map = (rows: readonly ReadRow[]) => {
    const fields = rows.map((row) => row.fields);
    mapping = inspectColumns(fields, { ...existing(plan.as?.columns ?? {}, fields), ...plan.columns });
  };
  for await (const row of readRows(plan.path, aside)) {
    let ready: readonly ReadRow[] = [row];
    if (sample !== undefined) {
      sample.push(row);
      if (sample.length < SAMPLE) continue;
      map(sample);
      ready = sample;
      sample = undefined;
    }
    for (const made of ready.map(convert)) {
      if (made === undefined) continue;
      if (taken === undefined) yield made;
      else taken.push(made);
    }
  }
  if (sample !== undefined) {
    map(sample);
    for (const made of sample.map(convert)) {
      if (made === undefined) continue;
      if (taken === undefined) yield made;
      else taken.push(made);
    }
  }
  if (taken !== undefined && plan.as?.most !== undefined) {
    const chosen = new Set(dealtOut(taken, plan.as.most));
    for (const row of taken) {
      if (chosen.has(row)) yield row;
      else skipped({ file: plan.name, line: row.line, reason: `beyond the first ${plan.as.most.rows}` });
    }
  }
}

/** A ready mapping holds for the columns that the file has; others are found by inspection. */
function existing(columns: ColumnMapping, rows: readonly Readonly<Record<string, unknown>>[]): ColumnMapping {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return Object.fromEntries(Object.entries(columns).filter(([, column]) => names.has(column)));
}

/** The first rows, dealt out evenly, until there are enough. */
export function dealtOut<T extends Pick<PoolRow, 'metadata'>>(
  rows: readonly T[],
  { rows: most, evenlyBy = [] }: SourceLimit,
): T[] {
  return inTurns(rows, evenlyBy).slice(0, most);
}

/** One row of each value of the first column in turn; which of a value's rows is next, the other columns say. */
function inTurns<T extends Pick<PoolRow, 'metadata'>>(rows: readonly T[], [column, ...others]: readonly string[]): T[] {
  if (column === undefined) return [...rows];
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const value = textOf(row.metadata[column]) ?? '';
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  const hands = Array.from(groups.values(), (group) => inTurns(group, others));
  const longest = hands.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: longest }, (_, turn) => hands.flatMap((hand) => hand.slice(turn, turn + 1))).flat();
}

/** @returns the row, or why there is none */
function rowOf({ fields, line }: ReadRow, mapping: ColumnMapping, plan: ImportPlan): Omit<PoolRow, 'index'> | string {
  const { as, name } = plan;
  const value = (role: Role) => {
    const column = mapping[role];
    return column === undefined ? undefined : textOf(fields[column]);
  };
  const made = (role: 'question' | 'solution' | 'answer' | 'level') => {
    const read = as?.[role];
    return read === undefined ? value(role) : read(fields, name);
  };
  const question = made('question');
  if (question === undefined) return 'no question';
  const used = new Set(Object.values(mapping));
  const rest = Object.entries(fields).filter(([column]) => !used.has(column));
  const verdicts = rest.flatMap(([column, given]): [string, boolean][] => {
    const verdict = VERDICT.test(column.toLowerCase()) ? verdictOf(given) : undefined;
    return verdict === undefined ? [] : [[column, verdict]];
  });
  return {
    id: value('id') ?? `${basename(name)}:${line}`,
    file: name,
    line,
    question,
    solution: made('solution') ?? null,
    answer: made('answer') ?? null,
    choices: textsOf(mapping.choices === undefined ? undefined : fields[mapping.choices]),
    thinking: value('thinking') ?? null,
    attempt: value('attempt') ?? null,
    source: as?.source(fields, name) ?? value('source') ?? plan.source ?? basename(name).replace(/\..*$/, ''),
    kind: as?.kind(fields, name) ?? value('kind') ?? plan.kind ?? 'math',
    subject: value('subject') ?? null,
    level: made('level') ?? null,
    licence: value('licence') ?? plan.licence ?? null,
    verdicts: Object.fromEntries(verdicts),
    thinkingTokens: null,
    metadata: Object.fromEntries(rest),
  };
}

/** Text of a cell: lists of text (thinking_trajectories, final answers) are joined; empty text is none. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every((part) => typeof part === 'string') ? value.join('\n\n') : JSON.stringify(value);
}

/** A list of texts, one at least; anything else is none. */
function textsOf(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.every((part) => typeof part === 'string') ? value : null;
}

function verdictOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'Yes' || value === 'yes' || value === 1) return true;
  if (value === 'No' || value === 'no' || value === 0) return false;
  return undefined;
}
