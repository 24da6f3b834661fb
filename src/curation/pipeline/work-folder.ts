import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CurationError } from '../errors.js';
import { OutputFile } from '../records/output-folder.js';
import { readLineBlocks } from '../records/bytes.js';
import { writing } from '../records/writing.js';

/** Bytes of a line that tell whether it is wanted. */
const HEAD = 24;

/**
 * Where a run keeps what it has done, beside its result: `.NAME.work`. Each finished step is one file that appears
 * complete or not at all and begins with a fingerprint of everything that went into it; a run that was killed goes on
 * after the last step that is there and still fits. It is removed when the result stands. Whoever has the OutputFolder of
 * the result has this folder too.
 */
export class WorkFolder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  /** @throws CurationError 'not-written' */
  static async open(output: string): Promise<WorkFolder> {
    const path = join(dirname(output), `.${basename(output)}.work`);
    await writing(path, () => mkdir(path, { recursive: true }));
    return new WorkFolder(path);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Writes a step: its lines stand under their name when all of them, and the fingerprint, are on the disk. */
  async write(name: string, fingerprint: string, lines: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
    const beside = this.file(`${name}.${randomUUID()}.part`);
    let file: OutputFile | undefined;
    try {
      file = await OutputFile.create(beside, this.file(name));
      await file.writeLine({ fingerprint });
      for await (const line of lines) await file.writeLine(line);
      await file.close();
      await writing(this.file(name), () => rename(beside, this.file(name)));
    } catch (error) {
      await file?.abandon();
      await rm(beside, { force: true }).catch(() => undefined); // the first error is the one to tell
      throw error;
    }
  }

  /** Whether a step is there and was made from the same. */
  async has(name: string, fingerprint: string): Promise<boolean> {
    try {
      for await (const line of this.read(name)) {
        return (line as { fingerprint?: unknown }).fingerprint === fingerprint;
      }
      return false;
    } catch (error) {
      if (error instanceof CurationError) return false;
      throw error;
    }
  }

  /**
   * The lines of a step, the fingerprint first.
   * @param wanted tells by a line's first bytes (HEAD at most) whether it is read at all
   */
  async *read(name: string, wanted?: (head: string) => boolean): AsyncGenerator {
    for await (const { bytes } of readLineBlocks(this.file(name))) {
      for (let start = 0; start < bytes.length;) {
        const end = bytes.indexOf(0x0a, start);
        const isWanted = wanted?.(bytes.toString('latin1', start, Math.min(end, start + HEAD))) ?? true;
        if (isWanted) yield JSON.parse(bytes.toString('utf8', start, end));
        start = end + 1;
      }
    }
  }

  async remove(): Promise<void> {
    await writing(this.path, () => rm(this.path, { recursive: true, force: true }));
  }

  /** Leaves no empty folder behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rmdir(this.path).catch(() => undefined); // steps are in it, or it was removed
  }
}

/** One number for everything a step depends on. */
export function fingerprintOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
