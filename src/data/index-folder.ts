import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf } from '../curation/pipeline/work-folder.js';
import { isRunning } from '../curation/records/lock.js';
import { INDEX, META, PLACES, ROWS, type IndexMeta } from './importer.js';
import { RECORD } from './row-places.js';

/** Changes with every change of what an index holds: older ones are made again. */
const INDEX_FORMAT = 2;
/** An index that nobody opened for so long is deleted. */
const KEPT_MS = 30 * 24 * 3600 * 1000;
const NAME = /^([0-9a-f]{24})-(\d+)-[0-9a-f]{8}$/;

/** A finished index. */
export interface FoundIndex {
  readonly folder: string;
  readonly meta: IndexMeta;
}

/**
 * Where indexes are kept: a folder for each, `IDENTITY-PROCESS-RANDOM`. One is finished when its meta.json is there; an
 * unfinished one belongs to the process in its name and is deleted when that is gone. None is ever renamed, so that it can
 * be read while others look for it.
 */
export class IndexFolders {
  constructor(private readonly root: string) {}

  /** One number for the data that an index was made from. */
  static identity(source: readonly unknown[]): string {
    return fingerprintOf(INDEX_FORMAT, source).slice(0, 24);
  }

  /** A finished index of these data. */
  async find(identity: string): Promise<FoundIndex | undefined> {
    for (const name of await this.#names()) {
      if (!name.startsWith(`${identity}-`)) continue;
      const folder = join(this.root, name);
      const meta = await finishedMeta(folder);
      if (meta === undefined) continue;
      const now = new Date();
      await utimes(join(folder, META), now, now).catch(() => undefined); // a read-only disk keeps it as old as it is
      return { folder, meta };
    }
    return undefined;
  }

  /** A folder for a new index. */
  async create(identity: string): Promise<string> {
    const folder = join(this.root, `${identity}-${process.pid}-${randomUUID().slice(0, 8)}`);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** Deletes an index. */
  async remove(folder: string): Promise<void> {
    // Where another process has it open it may be undeletable: a sweep tries again.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  /** Deletes what was made of a file before it was what it is now. */
  async removeOlder({ identity, path }: Pick<IndexMeta, 'identity' | 'path'>): Promise<void> {
    for (const name of await this.#names()) {
      const folder = join(this.root, name);
      const meta = await finishedMeta(folder);
      if (meta?.path === path && meta.identity !== identity) await this.remove(folder);
    }
  }

  /** Deletes what is unfinished or damaged and ownerless, what is stale, and what nobody opened for long. */
  async sweep(): Promise<void> {
    for (const name of await this.#names()) {
      const owner = Number(NAME.exec(name)?.[2]);
      const folder = join(this.root, name);
      const meta = await finishedMeta(folder);
      const isKept = meta === undefined ? owner === process.pid || isRunning(owner) : await isFresh(folder, meta);
      if (!isKept) await this.remove(folder);
    }
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.root).catch(() => []); // no index was made yet
    return names.filter((name) => NAME.test(name));
  }
}

/** What an index says of itself; undefined where it is not finished, or its files are not what it says. */
async function finishedMeta(folder: string): Promise<IndexMeta | undefined> {
  try {
    const meta: unknown = JSON.parse(await readFile(join(folder, META), 'utf8'));
    if (!isMeta(meta)) return undefined;
    const size = async (name: string) => (await stat(join(folder, name))).size;
    const isWhole =
      (await size(INDEX)) > 0 &&
      (await size(PLACES)) === meta.rows * RECORD &&
      (meta.rowBytes === null || (await size(ROWS)) === meta.rowBytes);
    return isWhole ? meta : undefined;
  } catch {
    return undefined; // a file is missing, or no JSON
  }
}

function isMeta(value: unknown): value is IndexMeta {
  if (typeof value !== 'object' || value === null) return false;
  const { identity, path, rows, rowBytes, columns, files, aside, asideCount } = value as Partial<
    Record<keyof IndexMeta, unknown>
  >;
  return (
    typeof identity === 'string' &&
    typeof path === 'string' &&
    typeof rows === 'number' &&
    (rowBytes === null || typeof rowBytes === 'number') &&
    [columns, files, aside].every(Array.isArray) &&
    typeof asideCount === 'number'
  );
}

/** Whether its file still stands, and somebody opened it lately. */
async function isFresh(folder: string, meta: IndexMeta): Promise<boolean> {
  const [source, opened] = await Promise.all(
    [meta.path, join(folder, META)].map((path) => stat(path).catch(() => undefined)),
  );
  return source !== undefined && opened !== undefined && Date.now() - opened.mtimeMs < KEPT_MS;
}
