import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf } from '../curation/pipeline/work-folder.js';
import { META, type IndexMeta } from './importer.js';

/** Changes with every change of what an index holds: older ones are made again. */
const INDEX_FORMAT = 1;
/** An index that nobody opened for so long is deleted. */
const KEPT_MS = 30 * 24 * 3600 * 1000;
const NAME = /^([0-9a-f]{24})-(\d+)-[0-9a-f]{8}$/;

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
  async find(identity: string): Promise<{ readonly folder: string; readonly meta: IndexMeta } | undefined> {
    for (const name of await this.#names()) {
      if (!name.startsWith(`${identity}-`)) continue;
      const folder = join(this.root, name);
      const meta = await metaOf(folder);
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

  /** Deletes what is unfinished and ownerless, what is stale, and what nobody opened for long. */
  async sweep(): Promise<void> {
    for (const name of await this.#names()) {
      const owner = Number(NAME.exec(name)?.[2]);
      const folder = join(this.root, name);
      const meta = await metaOf(folder);
      const isKept = meta === undefined ? isRunning(owner) : await isFresh(folder, meta);
      // Where another process has it open it may be undeletable: the next sweep tries again.
      if (!isKept) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.root).catch(() => []); // no index was made yet
    return names.filter((name) => NAME.test(name));
  }
}

async function metaOf(folder: string): Promise<IndexMeta | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, META), 'utf8')) as IndexMeta;
  } catch {
    return undefined; // not finished, or damaged: made again
  }
}

/** Whether its file still stands, and somebody opened it lately. */
async function isFresh(folder: string, meta: IndexMeta): Promise<boolean> {
  const [source, opened] = await Promise.all(
    [meta.path, join(folder, META)].map((path) => stat(path).catch(() => undefined)),
  );
  return source !== undefined && opened !== undefined && Date.now() - opened.mtimeMs < KEPT_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
