import { randomUUID } from 'node:crypto';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A search that nobody opened for so long is deleted, as indexes are … */
const KEPT_MS = 30 * 24 * 3600 * 1000;
/** … but not the last ones: somebody may come back to them after a long time. */
const KEPT = 5;

/** Where searches for contamination write what they find: a folder for each. */
export class SearchFolders {
  constructor(private readonly root: string) {}

  /** A name for the folder of a new search. */
  folderFor(pool: string): string {
    return join(this.root, `${basename(pool).replace(/\W+/g, '-')}-${randomUUID().slice(0, 8)}`);
  }

  /** Somebody looks at a file: the folder of its search, if it is one, is kept from now on. */
  async opened(file: string): Promise<void> {
    if (dirname(dirname(file)) !== this.root) return;
    const now = new Date();
    await utimes(dirname(file), now, now).catch(() => undefined); // a read-only disk keeps it as old as it is
  }

  /** Deletes searches that nobody opened for long, and what a search that was killed has left. */
  async sweep(now = Date.now()): Promise<void> {
    const names = await readdir(this.root).catch(() => []); // nothing was searched yet
    const found = await Promise.all(
      names.map(async (name) => {
        const path = join(this.root, name);
        return { path, time: (await stat(path).catch(() => undefined))?.mtimeMs ?? now };
      }),
    );
    found.sort((a, b) => b.time - a.time);
    const old = found.slice(KEPT).filter(({ time }) => now - time > KEPT_MS);
    // Where somebody has one open it may be undeletable: the next sweep tries again.
    await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true }).catch(() => undefined)));
  }
}
