import { stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { evaluationItems } from '../decontaminate/evaluation-items.js';
import type { PoolRow } from '../pool-row.js';
import type { SetAside } from '../records/aside.js';
import { filesOf } from '../records/files.js';
import { importRows, type ImportPlan, type Skipped } from '../records/import-rows.js';
import { SOURCES } from '../records/sources.js';
import { faultWhileRunning, type LoadedPipeline } from './load.js';
import type { PoolEntry } from './schema.js';
import { fingerprintOf } from './work-folder.js';

/** What says where a pool is, and of a pipeline that runs, what says so. */
export type PoolPlace = Pick<LoadedPipeline, 'folder' | 'pool'> & Partial<Pick<LoadedPipeline, 'file' | 'text'>>;

/** A piece of a pool: a row, what is no row, or what a source's filter did not take. */
export type PoolPiece = { readonly row: PoolRow } | { readonly aside: SetAside } | { readonly skipped: Skipped };

/** Columns that are listed where one is not found. */
const MOST_LISTED = 20;

/**
 * The pool's rows with their places, in its order, and everything that is none where it stands among them.
 * @throws CurationError 'bad-pipeline': the pipeline names a column that no row has; and those of reading
 */
export async function* poolRows(place: PoolPlace): AsyncGenerator<PoolPiece, undefined> {
  let index = 0;
  const waiting: PoolPiece[] = [];
  const aside = (piece: SetAside) => waiting.push({ aside: piece });
  const skipped = (row: Skipped) => waiting.push({ skipped: row });
  for (const [i, entry] of place.pool.entries()) {
    const named = new Set(Object.values(entry.columns ?? {}));
    const columns = new Set<string>();
    const seen = (names: readonly string[]) => {
      for (const name of names) if (columns.size < MOST_LISTED || named.has(name)) columns.add(name);
    };
    for (const plan of await plansOf(place, entry)) {
      for await (const row of importRows(plan, aside, skipped, seen)) {
        yield* waiting.splice(0);
        yield { row: { index, ...row } };
        index += 1;
      }
      yield* waiting.splice(0);
    }
    requireColumns(place, i, columns);
  }
  return undefined;
}

/** A column that the pipeline names and no row of the data has is a slip: the role would be empty without a word. */
function requireColumns({ pool, file, text }: PoolPlace, at: number, there: ReadonlySet<string>): void {
  if (there.size === 0 || file === undefined || text === undefined) return;
  for (const [role, column] of Object.entries(pool[at]?.columns ?? {})) {
    if (column === undefined || there.has(column)) continue;
    const message = `No row has a column “${column}”: name one of ${[...there].join(', ')}.`;
    throw faultWhileRunning({ file, text }, { path: ['pool', at, 'columns', role], message });
  }
}

async function plansOf({ folder }: PoolPlace, entry: PoolEntry): Promise<ImportPlan[]> {
  const as = SOURCES.find(({ name }) => name === entry.as);
  const questionsIn = async (name?: string) =>
    name === undefined ? undefined : await questionsOf(resolve(folder, name));
  const without = await questionsIn(entry.without);
  const also = await questionsIn(entry.with);
  const { columns = {}, source, kind, licence } = entry;
  const files = await filesOf(resolve(folder, entry.path));
  return files.map((path) => ({
    path,
    name: displayName(folder, path),
    columns,
    ...(as === undefined ? {} : { as }),
    ...(without === undefined ? {} : { without }),
    ...(also === undefined ? {} : { with: also }),
    ...(source === undefined ? {} : { source }),
    ...(kind === undefined ? {} : { kind }),
    ...(licence === undefined ? {} : { licence }),
  }));
}

/** Relative to the pipeline where that is shorter: a result names no machine's folders where it need not. */
export function displayName(folder: string, path: string): string {
  const near = relative(folder, path);
  const name = isAbsolute(near) || near.length > path.length ? path : near;
  return name.replaceAll('\\', '/');
}

async function questionsOf(path: string): Promise<Set<string>> {
  const items = await evaluationItems([{ name: path, path }], undefined, () => undefined);
  return new Set(items.map(({ text }) => text));
}

/** Name, size and time of every file of the pool: a step made from other data does not fit. */
export async function poolFiles({ pool, folder }: PoolPlace): Promise<unknown[]> {
  const paths = pool.flatMap((entry) => [entry.path, entry.without, entry.with].filter((path) => path !== undefined));
  const files = await Promise.all(paths.map((path) => filesOf(resolve(folder, path))));
  return identities(files.flat());
}

export async function identities(paths: readonly string[]): Promise<unknown[]> {
  return Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      return [resolve(path), found?.size, found?.mtimeMs];
    }),
  );
}

/** Where a result came from, in its funnel.json: with it a viewer finds the rows again. */
export interface Origin {
  /** Of the pipeline, relative to the result. */
  readonly folder: string;
  /** The pool as it was read: the command line can give another than the pipeline names. */
  readonly pool: readonly PoolEntry[];
  /** Sizes and times of the pool's files: others give other rows. */
  readonly identity: string;
}

export async function originOf(place: PoolPlace & Pick<LoadedPipeline, 'output'>): Promise<Origin> {
  const folder = relative(resolve(place.output), place.folder).replaceAll('\\', '/');
  return { folder, pool: place.pool, identity: await originIdentity(place) };
}

/** Sizes and times of the pool's files, in one number: folders may have moved together. */
export async function originIdentity(place: PoolPlace): Promise<string> {
  const files = (await poolFiles(place)) as [string, number, number][];
  return fingerprintOf(files.map(([, size, time]) => [size, time])).slice(0, 24);
}
