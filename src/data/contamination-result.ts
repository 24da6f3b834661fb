import { dirname, join } from 'node:path';
import { CurationError } from '../curation/errors.js';
import type { SetAside } from '../curation/records/aside.js';
import { fileIdentity } from '../curation/records/file-identity.js';
import type { ColumnRole, FunnelFacts } from './facts.js';
import { HitIndex } from './hits.js';
import { identitiesOf, sizeOf } from './json-lines.js';
import { fileSource, type RowSource, type SourceRow } from './row-source.js';

/** A search for contamination, opened: first the rows that share words with a task, then the others. */
export interface ContaminationResult {
  readonly folder: string;
  readonly source: RowSource;
  readonly hits: HitIndex;
}

const ROLES: Readonly<Record<string, ColumnRole>> = { fate: 'fate' };

/** Whether a hits.jsonl is that of a search: results of pipelines, and anybody, have one as well. */
export async function isSearch(path: string): Promise<boolean> {
  const found = await Promise.all(
    ['dropped.jsonl', 'kept.jsonl'].map((name) => fileIdentity(join(dirname(path), name))),
  );
  return found.some((identity) => identity !== undefined);
}

/** @param path the result's hits.jsonl */
export async function contaminationResult(path: string): Promise<ContaminationResult> {
  const folder = dirname(path);
  const [dropped, kept] = [join(folder, 'dropped.jsonl'), join(folder, 'kept.jsonl')];
  if ((await sizeOf(dropped)) + (await sizeOf(kept)) === 0) {
    throw new CurationError(
      'no-file',
      `${folder} has no dropped.jsonl and kept.jsonl: search for contamination again.`,
    );
  }
  const hits = await HitIndex.byRow(path, dropped);
  return {
    folder,
    hits,
    source: {
      format: 'result',
      bytes: (await sizeOf(dropped)) + (await sizeOf(kept)),
      inPlace: null,
      roles: ROLES,
      identity: await identitiesOf([path, dropped, kept]),
      rows: (aside) => rowsOf(dropped, kept, hits, aside),
    },
  };
}

async function* rowsOf(
  dropped: string,
  kept: string,
  hits: HitIndex,
  aside: (piece: SetAside) => void,
): AsyncGenerator<SourceRow> {
  let row = 0;
  for (const [file, fate] of [
    [dropped, 'dropped'],
    [kept, 'kept'],
  ] as const) {
    if ((await sizeOf(file)) === 0) continue;
    for await (const found of (await fileSource(file)).rows(aside)) {
      const tasks = [...new Set(hits.of(row).map(({ task }) => task))];
      const made = { fate, 'shares words with': tasks.length === 0 ? null : tasks.join(', ') };
      const own: [string, unknown][] = Object.entries(found.fields).map(([name, value]) => [
        Object.hasOwn(made, name) ? `${name} in the data` : name,
        value,
      ]);
      yield { fields: { ...made, ...Object.fromEntries(own) }, file, line: found.line };
      row += 1;
    }
  }
}

/** The two steps of a search, for the funnel. */
export function contaminationFunnel(
  rows: number,
  dropped: number,
  byTask: readonly (readonly [string, number])[],
): FunnelFacts[] {
  return [
    { stage: 'pool', title: 'Pool', left: rows, reasons: [], notes: [] },
    { stage: 'decontamination', title: 'Decontamination', left: rows - dropped, reasons: byTask, notes: [] },
  ];
}
