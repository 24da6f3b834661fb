import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CurationError } from '../curation/errors.js';
import { TraceReader } from '../curation/models/trace-reader.js';
import { columnsOf } from '../curation/models/trace-store.js';
import { pipelineSelected } from '../curation/pipeline/by-hand.js';
import { FATES_FILE } from '../curation/pipeline/output-files.js';
import { originIdentity, poolRows, type Origin, type PoolPlace } from '../curation/pipeline/pool-rows.js';
import type { PoolRow } from '../curation/pool-row.js';
import { BY_HAND, type Fate } from '../curation/pipeline/result.js';
import type { SetAside } from '../curation/records/aside.js';
import { fileIdentity } from '../curation/records/file-identity.js';
import type { ColumnRole, FunnelFacts } from './facts.js';
import { identitiesOf, jsonLines, sizeOf } from './json-lines.js';
import type { RowSource, SourceRow } from './row-source.js';

/** Fields of a result's row that are not the pool's. */
export const VERDICT_PREFIX = 'verdict: ';

/** A result of a pipeline, opened: its funnel, and its rows with what became of each. */
export interface PipelineResult {
  readonly folder: string;
  /** The pipeline's own stages. */
  readonly funnel: readonly FunnelFacts[];
  /** Rows that the pipeline itself selected. */
  readonly selected: number;
  /** Where the pipeline's own paths count from. */
  readonly pipelineFolder: string;
  /** Null: the pool is there as it was. */
  readonly missing: string | null;
  readonly source: RowSource;
}

interface FunnelFile {
  readonly funnel: readonly FunnelFacts[];
  readonly origin?: Origin;
}

/** Whether a funnel.json is that of a result: what became of the rows stands beside it. */
export async function isPipelineResult(path: string): Promise<boolean> {
  return (await fileIdentity(join(dirname(path), FATES_FILE))) !== undefined;
}

/** @throws CurationError where the folder holds no result of a pipeline */
export async function pipelineResult(folder: string): Promise<PipelineResult> {
  const { funnel, origin } = await funnelOf(folder);
  const stages = funnel.filter(({ stage }) => stage !== BY_HAND);
  const pipelineFolder = resolve(folder, origin?.folder ?? '..');
  const place = await placeOf(pipelineFolder, origin);
  const missing = place === undefined ? poolMissing(pipelineFolder) : null;
  const files = [FATES_FILE, 'hits.jsonl'].map((name) => join(folder, name));
  return {
    folder,
    funnel: stages,
    selected: stages.at(-1)?.left ?? 0,
    pipelineFolder,
    missing,
    source: {
      format: 'result',
      bytes: (await sizeOf(join(folder, FATES_FILE))) * ROW_BYTES,
      inPlace: null,
      roles: ROLES,
      identity: [folder, place === undefined ? null : origin?.identity, await identitiesOf(files)],
      rows: (aside) => resultRows(folder, place, aside),
    },
  };
}

/** A row with its texts has about this many times the bytes of its fate. */
const ROW_BYTES = 5;

const ROLES: Readonly<Record<string, ColumnRole>> = {
  fate: 'fate',
  stage: 'stage',
  reason: 'reason',
  detail: 'detail',
  domain: 'domain',
};

async function funnelOf(folder: string): Promise<FunnelFile> {
  const path = join(folder, 'funnel.json');
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value === 'object' && value !== null && 'funnel' in value && Array.isArray(value.funnel)) {
      return value as FunnelFile;
    }
  } catch (cause) {
    throw new CurationError('unreadable', `${path} could not be read: run the pipeline again.`, { cause });
  }
  throw new CurationError('unreadable', `${path} is no result of a pipeline: choose another file.`);
}

/** The pool that the result was made from; undefined where it is not there or has changed. */
async function placeOf(pipelineFolder: string, origin: Origin | undefined): Promise<PoolPlace | undefined> {
  if (origin === undefined) return undefined;
  try {
    const place = { folder: pipelineFolder, pool: origin.pool };
    return (await originIdentity(place)) === origin.identity ? place : undefined;
  } catch (error) {
    if (error instanceof CurationError) return undefined; // a file of the pool is gone
    throw error;
  }
}

function poolMissing(folder: string): string {
  return `The pool below ${folder} is not what this pipeline ran on: rows are shown without their texts; run it again.`;
}

/** Fates side by side with the rows of the pool, and with what was written for those that were selected. */
async function* resultRows(
  folder: string,
  place: PoolPlace | undefined,
  aside: (piece: SetAside) => void,
): AsyncGenerator<SourceRow> {
  const pool = place === undefined ? undefined : poolRows(place);
  const selected = jsonLines(await pipelineSelected(folder));
  await using traces = new TraceReader();
  for await (const value of jsonLines(join(folder, FATES_FILE))) {
    const fate = value as unknown as Fate;
    const row = await nextRow(pool, aside);
    const written = fate.dropped === null ? ((await selected.next()).value as SelectedFields | undefined) : undefined;
    const made = written === undefined ? await madeTrace(folder, fate, row, traces) : undefined;
    yield { fields: fieldsOf(fate, row, written, made), file: fate.file, line: fate.line };
  }
  await nextRow(pool, aside); // what was set aside after the last row
}

type SelectedFields = Readonly<Record<string, unknown>>;

async function nextRow(
  pool: ReturnType<typeof poolRows> | undefined,
  aside: (piece: SetAside) => void,
): Promise<PoolRow | undefined> {
  for (;;) {
    const next = await pool?.next();
    if (next === undefined || next.done === true) return undefined;
    if ('aside' in next.value) aside(next.value.aside);
    else if ('row' in next.value) return next.value.row;
  }
}

/** The trace that a model made for a row that was dropped; undefined where its store is not what it was. */
async function madeTrace(folder: string, { trace: place }: Fate, row: PoolRow | undefined, traces: TraceReader) {
  if (place === undefined) return undefined;
  const trace = await traces.read({ ...place, store: resolve(folder, place.store) });
  if (trace === undefined || (row !== undefined && trace.question.text !== row.question)) return undefined;
  return columnsOf(trace);
}

function fieldsOf(
  fate: Fate,
  row: PoolRow | undefined,
  written: SelectedFields | undefined,
  made: { readonly thinking: string; readonly attempt: string } | undefined,
): Record<string, unknown> {
  const { dropped, domain, source, id, verdicts } = fate;
  const thinking = firstText(written?.thinking_trajectories);
  const judged = Object.entries({ ...row?.verdicts, ...verdicts });
  return {
    fate: dropped === null ? 'selected' : 'dropped',
    stage: dropped?.stage ?? null,
    reason: dropped?.reason ?? null,
    domain,
    question: row?.question ?? written?.question ?? null,
    answer: row?.answer ?? written?.answer ?? null,
    solution: row?.solution ?? written?.solution ?? null,
    thinking: thinking ?? made?.thinking ?? row?.thinking ?? null,
    attempt: written?.attempt ?? made?.attempt ?? row?.attempt ?? null,
    source,
    kind: row?.kind ?? written?.cot_type ?? null,
    subject: row?.subject ?? null,
    level: row?.level ?? null,
    licence: row?.licence ?? written?.licence ?? null,
    choices: row?.choices ?? null,
    ...Object.fromEntries(judged.map(([name, verdict]) => [`${VERDICT_PREFIX}${name}`, verdict])),
    id,
    detail: dropped?.detail ?? null,
    metadata: row?.metadata ?? written?.metadata ?? null,
  };
}

function firstText(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === 'string' ? first : null;
}

/** A row of the pool, from the fields that `resultRows` made of it. */
export function poolRowOf(
  index: number,
  fields: Readonly<Record<string, unknown>>,
  file: string,
  line: number,
): PoolRow {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null);
  const verdicts = Object.entries(fields).filter(([name]) => name.startsWith(VERDICT_PREFIX));
  const { metadata } = fields;
  return {
    index,
    id: text('id') ?? '',
    file,
    line,
    question: text('question') ?? '',
    solution: text('solution'),
    answer: text('answer'),
    choices: Array.isArray(fields.choices) ? fields.choices.filter((choice) => typeof choice === 'string') : null,
    thinkingTokens: null,
    thinking: text('thinking'),
    attempt: text('attempt'),
    source: text('source') ?? '',
    kind: text('kind') ?? '',
    subject: text('subject'),
    level: text('level'),
    licence: text('licence'),
    verdicts: Object.fromEntries(verdicts.map(([name, value]) => [name.slice(VERDICT_PREFIX.length), value === true])),
    metadata: typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>) : {},
  };
}
