import { randomUUID } from 'node:crypto';
import { copyFile, open, readdir, rename, rm } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { isBeside, OutputFile, syncFolder } from './output-folder.js';
import { writing } from './writing.js';

/**
 * Files of one folder that are replaced together: each is written beside its name and brought to the disk; when all of
 * them are there, they take their names, one right after the other.
 */
export class BesideFiles {
  readonly #files: { readonly name: string; readonly beside: string; readonly file: OutputFile }[] = [];

  constructor(private readonly folder: string) {}

  /** Deletes what a killed process has left. */
  static async sweep(folder: string, names: readonly string[]): Promise<void> {
    for (const entry of await readdir(folder)) {
      if (isBeside(entry, names)) await rm(join(folder, entry), { force: true });
    }
  }

  async file(name: string): Promise<OutputFile> {
    const beside = besideOf(this.folder, name);
    const file = await OutputFile.create(beside, join(this.folder, name));
    this.#files.push({ name, beside, file });
    return file;
  }

  async write(name: string, text: string): Promise<void> {
    await (await this.file(name)).write(text);
  }

  /** @throws CurationError 'not-written' */
  async commit(): Promise<void> {
    for (const { file } of this.#files) await file.close();
    await writing(this.folder, async () => {
      for (const { name, beside } of this.#files) await rename(beside, join(this.folder, name));
      await syncFolder(this.folder);
    });
  }

  /** Leaves nothing behind; the old files stand. */
  async discard(): Promise<void> {
    for (const { beside, file } of this.#files) {
      await file.abandon();
      await rm(beside, { force: true });
    }
  }
}

/** A copy that appears complete or not at all. @throws CurationError 'not-written' */
export async function copyWhole(folder: string, from: string, to: string): Promise<void> {
  const beside = besideOf(folder, to);
  await writing(join(folder, to), async () => {
    await copyFile(join(folder, from), beside, constants.COPYFILE_EXCL);
    const handle = await open(beside, 'r+');
    await handle.sync();
    await handle.close();
    await rename(beside, join(folder, to));
  });
}

function besideOf(folder: string, name: string): string {
  return join(folder, `${name}.${randomUUID()}.part`);
}
