import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trace } from '../reasoning/trace.js';

/** The bytes that saved traces may take together, whatever their number. */
const MOST_BYTES = 256_000_000;

export interface TraceFile {
  readonly path: string;
  readonly id: string;
  readonly saved: Date;
  readonly bytes: number;
}

/**
 * Saved traces, one JSON file each in one folder. A file is written beside its place, flushed and renamed into it, so
 * that there is always a whole one; the oldest go when there are too many. Several windows may share the folder.
 */
export class TraceStore {
  #queue: Promise<void> = Promise.resolve();

  /** `folder` and `keep` are asked for at every save: settings may change them. */
  constructor(
    private readonly folder: () => string,
    private readonly keep: () => number,
  ) {}

  /** Saves a trace in place of an earlier state of the same one. Saves happen one after another. */
  save(trace: Trace): Promise<void> {
    const text = `${JSON.stringify(trace)}\n`;
    const saved = this.#queue.then(() => this.#write(trace.id, text));
    this.#queue = saved.catch(() => undefined);
    return saved;
  }

  /** Resolves when what was given to save is on the disk. */
  settled(): Promise<void> {
    return this.#queue;
  }

  /** The saved traces, the newest first. */
  async list(): Promise<TraceFile[]> {
    const folder = this.folder();
    const names = await readdir(folder).catch(() => []);
    const files = await Promise.all(
      names
        .filter((name) => name.endsWith('.json'))
        .map(async (name) => {
          const path = join(folder, name);
          const facts = await stat(path).catch(() => undefined); // another window may just have removed it
          return facts?.isFile() === true
            ? { path, id: name.slice(0, -'.json'.length), saved: facts.mtime, bytes: facts.size }
            : undefined;
        }),
    );
    return files.filter((file) => file !== undefined).sort((a, b) => b.saved.getTime() - a.saved.getTime());
  }

  pathOf(id: string): string {
    return join(this.folder(), `${safeName(id)}.json`);
  }

  read(path: string): Promise<string> {
    return readFile(path, 'utf8');
  }

  async #write(id: string, text: string): Promise<void> {
    const folder = this.folder();
    await mkdir(folder, { recursive: true });
    const path = this.pathOf(id);
    const beside = `${path}.${process.pid}.tmp`;
    const file = await open(beside, 'w');
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    await this.#prune();
  }

  async #prune(): Promise<void> {
    const files = await this.list();
    const keep = Math.max(1, this.keep());
    let bytes = 0;
    for (const [i, file] of files.entries()) {
      bytes += file.bytes;
      if (i > 0 && (i >= keep || bytes > MOST_BYTES)) await rm(file.path, { force: true });
    }
  }
}

/** Ids are ours, but a reopened trace brings its own: it must not lead out of the folder. */
function safeName(id: string): string {
  const name = id.replace(/[^\w.-]/g, '_').slice(0, 120);
  return /^\.*$/.test(name) ? 'trace' : name;
}
