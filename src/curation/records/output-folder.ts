import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CurationError } from '../errors.js';
import { runLock, takeLock } from './lock.js';
import { realPlace } from './places.js';
import { codeOf, writing } from './writing.js';

/** How much a file gathers before it is written. */
const BUFFERED = 2 ** 20;
const PART = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/**
 * A folder of results that appears complete or not at all: its files are written in a folder beside it, brought to the
 * disk, and the folder is renamed when all of them are there. An earlier result of the same kind is moved away for that,
 * to `.NAME.old`, and deleted when the new one stands; where a process is killed between the two, the next one puts it
 * back. A folder that holds anything else is not touched. One process at a time has a result in work.
 */
export class OutputFolder implements AsyncDisposable {
  readonly #files: OutputFile[] = [];

  private constructor(
    /** Where it will be, without links. */
    readonly path: string,
    private readonly names: readonly string[],
    private readonly beside: string,
    private readonly unlock: () => Promise<void>,
  ) {}

  /**
   * Says early what `create` would say late.
   * @throws CurationError 'output-taken'
   */
  static async check(path: string, names: readonly string[]): Promise<void> {
    await refuseForeign(await realPlace(path), names);
  }

  /**
   * @param names the files this result has: a folder that holds others is somebody's, not an earlier result
   * @throws CurationError 'output-taken', 'in-use', 'not-written'
   */
  static async create(path: string, names: readonly string[]): Promise<OutputFolder> {
    const target = await realPlace(path);
    await writing(target, () => mkdir(dirname(target), { recursive: true }));
    const unlock = await takeLock(await runLock(target), target);
    try {
      await putBack(target, names);
      await refuseForeign(target, names);
      await sweep(target);
      const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
      await writing(target, () => mkdir(beside));
      return new OutputFolder(target, names, beside, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  async file(name: string): Promise<OutputFile> {
    const file = await OutputFile.create(join(this.beside, name), join(this.path, name));
    this.#files.push(file);
    return file;
  }

  async write(name: string, text: string): Promise<void> {
    const file = await this.file(name);
    await file.write(text);
  }

  /**
   * Brings everything to the disk and puts the folder in its place.
   * @param look looks at the earlier result where nobody writes into it any more; where it throws, that stays
   */
  async commit(look?: (earlier: string) => Promise<void>): Promise<void> {
    for (const file of this.#files) await file.close();
    await writing(this.path, () => syncFolder(this.beside));
    const old = oldOf(this.path);
    const isReplaced = await writing(this.path, () => renameThere(this.path, old));
    try {
      if (isReplaced) {
        await refuseForeign(old, this.names, this.path);
        await look?.(old);
      }
      await writing(this.path, () => rename(this.beside, this.path));
    } catch (error) {
      if (isReplaced) await writing(this.path, () => rename(old, this.path));
      throw error;
    }
    await writing(this.path, () => syncFolder(dirname(this.path)));
    // Where something has it open it stays for now: the next run deletes it.
    if (isReplaced) await rm(old, { recursive: true }).catch(() => undefined);
  }

  /** Leaves nothing behind but what `commit` has put in its place, and lets the next run in. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.#files) await file.abandon();
    // What cannot be deleted the next run sweeps away: the first error is the one to tell.
    await rm(this.beside, { recursive: true, force: true }).catch(() => undefined);
    await this.unlock();
  }
}

/** One file of an OutputFolder; what is written is gathered. */
export class OutputFile {
  #parts: Buffer[] = [];
  #bytes = 0;

  /** @param name what errors call it */
  constructor(
    private readonly handle: FileHandle,
    private readonly name = 'The file',
  ) {}

  /** A file that is not there yet. @throws CurationError 'not-written' */
  static async create(path: string, name: string): Promise<OutputFile> {
    return new OutputFile(await writing(name, () => open(path, 'wx')), name);
  }

  /** Bytes are not copied: they must not change before the promise of the next `flush` or `close` is kept. */
  async write(data: string | Buffer): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    if (bytes.length === 0) return;
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= BUFFERED) await this.flush();
  }

  async writeLine(row: unknown): Promise<void> {
    await this.write(`${JSON.stringify(row)}\n`);
  }

  /** @throws CurationError 'not-written' */
  async flush(): Promise<void> {
    const parts = this.#parts;
    this.#parts = [];
    this.#bytes = 0;
    await writing(this.name, async () => {
      // writev takes at most IOV_MAX (1,024) parts at once on Linux.
      for (let at = 0; at < parts.length; at += 1024) await writeAll(this.handle, parts.slice(at, at + 1024));
    });
  }

  /** @throws CurationError 'not-written' */
  async close(): Promise<void> {
    await this.flush();
    await writing(this.name, async () => {
      await this.handle.sync();
      await this.handle.close();
    });
  }

  async abandon(): Promise<void> {
    await this.handle.close().catch(() => undefined); // closed already, or the disk is gone: it is deleted anyway
  }
}

async function writeAll(handle: FileHandle, parts: readonly Buffer[]): Promise<void> {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const { bytesWritten } = await handle.writev(parts);
  if (bytesWritten === total) return;
  await handle.writeFile(Buffer.concat(parts).subarray(bytesWritten)); // from the current position
}

/** Where an earlier result is while the new one takes its place. */
function oldOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.old`);
}

/** Ends what a process was killed in: between moving the earlier result away and putting the new one in its place, or later. */
async function putBack(target: string, names: readonly string[]): Promise<void> {
  const old = oldOf(target);
  if (!(await isThere(old))) return;
  if (await isThere(target)) {
    await refuseForeign(old, names);
    await writing(old, () => rm(old, { recursive: true }));
  } else {
    await writing(target, () => rename(old, target));
    await writing(target, () => syncFolder(dirname(target)));
  }
}

/** Deletes what killed processes have left of this result. */
async function sweep(target: string): Promise<void> {
  const folder = dirname(target);
  for (const entry of await writing(target, () => readdir(folder))) {
    if (entry.replace(PART, '') !== `.${basename(target)}` || !PART.test(entry)) continue;
    await writing(join(folder, entry), () => rm(join(folder, entry), { recursive: true, force: true }));
  }
}

/** @returns false where there is nothing to rename */
async function renameThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/**
 * A result has nothing but its files in it: a folder or a link by the name of one is somebody's too.
 * @param name what the message calls the folder
 */
async function refuseForeign(path: string, names: readonly string[], name = path): Promise<void> {
  let found: Dirent[];
  try {
    found = await readdir(path, { withFileTypes: true });
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' && !(await isThere(path))) return;
    throw new CurationError('output-taken', `${name} is no folder: give another name.`, { cause });
  }
  const foreign = found.find(
    (entry) => !entry.isFile() || !(names.includes(entry.name) || isBeside(entry.name, names)),
  );
  if (foreign === undefined) return;
  const message = `${name} holds other files (${foreign.name}): give a new or an empty folder.`;
  throw new CurationError('output-taken', message);
}

/** Whether it is what a killed process has left of one of these files. */
export function isBeside(name: string, names: readonly string[]): boolean {
  return PART.test(name) && names.includes(name.replace(PART, ''));
}

/** Brings the names in a folder to the disk. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
