import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CurationError } from '../errors.js';

/** How much a file gathers before it is written. */
const BUFFERED = 2 ** 20;

/**
 * A folder of results that appears complete or not at all: its files are written in a folder beside it, brought to the
 * disk, and the folder is renamed when all of them are there. An earlier result of the same kind is replaced in the
 * same moment; a folder that holds anything else is not touched.
 */
export class OutputFolder {
  readonly #files: OutputFile[] = [];

  private constructor(
    readonly path: string,
    private readonly beside: string,
  ) {}

  /**
   * Says early what `create` would say late.
   * @throws CurationError 'output-taken'
   */
  static async check(path: string, names: readonly string[]): Promise<void> {
    await refuseForeign(resolve(path), names);
  }

  /**
   * @param names the files this result has: a folder that holds others is somebody's, not an earlier result
   * @throws CurationError 'output-taken'
   */
  static async create(path: string, names: readonly string[]): Promise<OutputFolder> {
    const target = resolve(path);
    await OutputFolder.check(target, names);
    await mkdir(dirname(target), { recursive: true });
    const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
    await mkdir(beside);
    return new OutputFolder(target, beside);
  }

  async file(name: string): Promise<OutputFile> {
    const file = new OutputFile(await open(join(this.beside, name), 'wx'));
    this.#files.push(file);
    return file;
  }

  async write(name: string, text: string): Promise<void> {
    const file = await this.file(name);
    await file.write(text);
  }

  /** Brings everything to the disk and puts the folder in its place. */
  async commit(): Promise<void> {
    for (const file of this.#files) await file.close();
    await syncFolder(this.beside);
    const old = `${this.beside}.old`;
    const replaced = await rename(this.path, old).then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return false;
        throw error;
      },
    );
    try {
      await rename(this.beside, this.path);
    } catch (error) {
      if (replaced) await rename(old, this.path);
      throw error;
    }
    await syncFolder(dirname(this.path));
    if (replaced) await rm(old, { recursive: true });
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    for (const file of this.#files) await file.abandon();
    await rm(this.beside, { recursive: true, force: true });
  }
}

/** One file of an OutputFolder; what is written is gathered. */
export class OutputFile {
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(private readonly handle: FileHandle) {}

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

  async flush(): Promise<void> {
    const parts = this.#parts;
    this.#parts = [];
    this.#bytes = 0;
    // writev takes at most IOV_MAX (1,024) parts at once on Linux.
    for (let at = 0; at < parts.length; at += 1024) await writeAll(this.handle, parts.slice(at, at + 1024));
  }

  async close(): Promise<void> {
    await this.flush();
    await this.handle.sync();
    await this.handle.close();
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

async function refuseForeign(path: string, names: readonly string[]): Promise<void> {
  let found: string[];
  try {
    found = await readdir(path);
  } catch (error) {
    if (isMissing(error)) return;
    throw new CurationError('output-taken', `${path} is no folder: give another name.`, { cause: error });
  }
  const foreign = found.find((name) => !names.includes(name) && !isBeside(name, names));
  if (foreign === undefined) return;
  throw new CurationError('output-taken', `${path} holds other files (${foreign}): give a new or an empty folder.`);
}

/** Whether it is what a killed process has left of one of these files. */
export function isBeside(name: string, names: readonly string[]): boolean {
  const [, own] = /^(.+)\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/.exec(name) ?? [];
  return own !== undefined && names.includes(own);
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

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
