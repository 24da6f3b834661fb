import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { crc32 } from 'node:zlib';
import { EvaluationError } from '../errors.js';

/** Lines written before they must be on the disk, and the longest time. */
const SYNC_LINES = 16;
const SYNC_MS = 2000;

/**
 * A file of records that only grows: each line is the CRC-32 of the JSON behind it, in 8 hexadecimal digits, a space,
 * and the JSON. A line is written in one piece when its record is there, so killing the process loses at most records in
 * flight, and half a line is never taken for a whole one. Every few lines the file is flushed to the disk.
 */
export class Journal<R> implements AsyncDisposable {
  #unsynced = 0;
  #lastSync = Date.now();
  #queue: Promise<void> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /**
   * Opens a journal to append to it.
   * @param see receives the records that are there, one by one: traces of a whole run need not be in memory
   * @throws EvaluationError when another process that lives has it open
   */
  static async open<R>(
    path: string,
    see: (record: R) => void = () => undefined,
  ): Promise<{ journal: Journal<R>; damaged: number }> {
    await mkdir(dirname(path), { recursive: true });
    await lock(path);
    try {
      // The checksum says that they are what was appended.
      const { damaged, endsWithLine } = await scanJournal(path, (record) => see(record as R));
      const handle = await open(path, 'a');
      // Half a line at the end stays; what follows begins a line of its own.
      if (!endsWithLine) await handle.write('\n');
      return { journal: new Journal<R>(path, handle), damaged };
    } catch (error) {
      await rm(lockOf(path), { force: true });
      throw error;
    }
  }

  /** Resolves when the record is written; it survives the end of this process from then on. */
  append(record: R): Promise<void> {
    const written = this.#queue.then(() => this.#write(record));
    this.#queue = written.catch(() => undefined);
    return written;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue;
    await this.handle.sync();
    await this.handle.close();
    await rm(lockOf(this.path), { force: true });
  }

  async #write(record: R): Promise<void> {
    try {
      await this.handle.appendFile(lineOf(record));
      this.#unsynced++;
      if (this.#unsynced < SYNC_LINES && Date.now() - this.#lastSync < SYNC_MS) return;
      await this.handle.datasync();
      this.#unsynced = 0;
      this.#lastSync = Date.now();
    } catch (cause) {
      throw new EvaluationError(`Results cannot be written to ${this.path}: make room on the disk, then resume.`, {
        cause,
      });
    }
  }
}

export function lineOf(record: unknown): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

/**
 * Gives the records of a journal, one after another, to `see`; of an absent one none. Lines that are damaged are counted
 * and left out.
 */
export async function scanJournal(
  path: string,
  see: (record: unknown) => void | Promise<void>,
): Promise<{ damaged: number; endsWithLine: boolean }> {
  let damaged = 0;
  let endsWithLine = true;
  try {
    const stream = createReadStream(path, 'utf8');
    stream.on('data', (chunk) => (endsWithLine = chunk.toString().endsWith('\n')));
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line === '') continue;
      const record = recordOf(line);
      if (record === undefined) damaged++;
      else await see(record);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { damaged, endsWithLine };
}

/** The first record of a journal that is whole; undefined where there is none. */
export async function firstRecord(path: string): Promise<unknown> {
  const stream = createReadStream(path, 'utf8');
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const record = recordOf(line);
      if (record !== undefined) return record;
    }
    return undefined;
  } finally {
    stream.destroy();
  }
}

/** What a line holds; undefined where it is damaged. */
function recordOf(line: string): unknown {
  const json = line.slice(9);
  return line[8] === ' ' && line.slice(0, 8) === checksum(json) ? JSON.parse(json) : undefined;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

/** One process at a time; the lock of a process that is gone is taken over. */
async function lock(path: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(lockOf(path), String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(lockOf(path), 'utf8').catch(() => '0'));
    if (isAlive(owner)) {
      throw new EvaluationError(
        `Process ${owner} is running this evaluation already: wait until it is done, or stop it.`,
      );
    }
    await rm(lockOf(path), { force: true });
  }
  throw new EvaluationError(`The file ${lockOf(path)} is in the way: delete it when no evaluation runs.`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
