import { basename } from 'node:path';
import type { PoolRow } from '../pool-row.js';
import { excerptOf, type SetAside } from './aside.js';
import { textOf, textsOf, verdictOf } from './cell.js';
import type { ColumnMapping, Role } from './columns.js';
import { Layouts } from './layouts.js';
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

/** Rows that are looked at before the first one is mapped. */
const SAMPLE = 200;
/** Columns with a verdict on a model's attempt, as s1's features and s1K-1.1 name them. */
const VERDICT = /^is\w*correct$|^\w*_grade$|^correct$/;

/**
 * Reads a file as rows of the pool, without their places. Lines that are no rows, and rows without a question, go to
 * `aside`; rows that a source's filter does not take go to `skipped`.
 * @param seen told of every set of columns that a row has
 */
export async function* importRows(
  plan: ImportPlan,
  aside: (piece: SetAside) => void,
  skipped: (row: Skipped) => void,
  seen: (columns: readonly string[]) => void = () => undefined,
): AsyncGenerator<Omit<PoolRow, 'index'>> {
  const most = plan.as?.most;
  const isFull = most === undefined ? () => false : fullGroups(most);
  const taken: Omit<PoolRow, 'index'>[] = [];
  const convert = (row: ReadRow, mapping: ColumnMapping) => {
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
    aside({ file: plan.path, line: row.line, reason: made, text: excerptOf(JSON.stringify(row.fields)) });
    return undefined;
  };
  const beyond = ({ line }: Pick<PoolRow, 'line'>) => {
    skipped({ file: plan.name, line, reason: `beyond the first ${most?.rows ?? 0}` });
  };
  for await (const { row, mapping } of mappedRows(plan, aside, seen)) {
    const made = convert(row, mapping);
    if (made === undefined) continue;
    if (most === undefined) yield made;
    else if (isFull(made)) beyond(made);
    else taken.push(made);
  }
  const chosen = new Set(most === undefined ? [] : dealtOut(taken, most));
  for (const row of taken) {
    if (chosen.has(row)) yield row;
    else beyond(row);
  }
}

/** The rows of a file, each with the columns that have a role in it. */
async function* mappedRows(
  { path, columns, as }: ImportPlan,
  aside: (piece: SetAside) => void,
  seen: (columns: readonly string[]) => void,
): AsyncGenerator<{ readonly row: ReadRow; readonly mapping: ColumnMapping }> {
  const rows = readRows(path, aside);
  try {
    const sample = await firstOf(rows, SAMPLE);
    const fields = sample.map((row) => row.fields);
    const layouts = new Layouts(fields, { named: columns, ready: as?.columns ?? {} }, seen);
    const mapped = (row: ReadRow) => ({ row, mapping: layouts.mappingOf(row.fields) });
    yield* sample.map(mapped);
    for await (const row of rows) yield mapped(row);
  } finally {
    await rows.return(undefined);
  }
}

/** Takes so many from the beginning; the others are still to come. */
async function firstOf<T>(all: AsyncGenerator<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < count) {
    const step = await all.next();
    if (step.done === true) break;
    taken.push(step.value);
  }
  return taken;
}

/**
 * Whether a limit has no place for a row, whatever comes after it: as many as it allows have the same values already.
 * What has a place is held until the file ends, so this is what keeps a large file out of memory.
 */
export function fullGroups({ rows: most, evenlyBy = [] }: SourceLimit) {
  const counts = new Map<string, number>();
  return ({ metadata }: Pick<PoolRow, 'metadata'>): boolean => {
    const key = JSON.stringify(evenlyBy.map((column) => textOf(metadata[column]) ?? ''));
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    return before >= most;
  };
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
    return read === undefined ? value(role) : textOf(read(fields, name));
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
    id: value('id') ?? `${name}:${line}`,
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
