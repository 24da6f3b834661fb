import { mkdirSync } from 'node:fs';
import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from './errors.js';

const PREFIX = 'think-harder-state-';
/** The prefix, a process id, and what mkdtemp adds. */
const NAME = /^think-harder-state-([1-9]\d*)-\w{6}$/;
/** Memory that a state file in /dev/shm must leave free there. */
const SHARED_MEMORY_RESERVE = 256 * 2 ** 20;

/** Shared by the sequences that start from the same history; the file goes with its last holder. */
export class StateFile {
  #holders = 1;

  constructor(
    readonly path: string,
    /** Tokens whose attention cache the file holds. */
    readonly length: number,
  ) {}

  share(): this {
    this.#holders++;
    return this;
  }

  async release(): Promise<void> {
    if (--this.#holders === 0) await rm(this.path, { force: true });
  }
}

/**
 * Where the states of sequences are kept that have no place in the context. In memory (/dev/shm) where the system has
 * such a folder with room, else in the folder for temporary files. Each process has its own folders, named by process
 * id, so that those a crash left behind are found and removed at the next start.
 */
export class StateFolder implements AsyncDisposable {
  readonly #folders = new Map<string, Promise<string>>();
  #count = 0;

  /** Removes the folders of processes that are gone. */
  static async sweep(): Promise<void> {
    for (const root of roots()) {
      const names = await readdir(root).catch(() => [] as string[]);
      const dead = names.filter((name) => {
        const pid = NAME.exec(name)?.[1];
        return pid !== undefined && !isAlive(Number(pid));
      });
      await Promise.all(
        dead.map((name) => rm(join(root, name), { recursive: true, force: true }).catch(() => undefined)),
      );
    }
  }

  /** Path for a new file of about `bytes` bytes. @throws EngineError "state-file" when no folder can be made. */
  async newPath(bytes: number): Promise<string> {
    for (const root of roots()) {
      if (root !== tmpdir() && !(await hasRoom(root, bytes))) continue;
      try {
        return join(await this.#folder(root), `${++this.#count}.state`);
      } catch (error) {
        if (root !== tmpdir()) continue;
        throw new EngineError(
          'state-file',
          `The folder for temporary files (${root}) cannot be written: make it writable or set TMPDIR to one that is.`,
          { cause: error },
        );
      }
    }
    throw new EngineError('state-file', 'No folder for temporary files was found: set TMPDIR to one.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const made = await Promise.allSettled(this.#folders.values());
    this.#folders.clear();
    for (const folder of made) {
      if (folder.status === 'fulfilled') await rm(folder.value, { recursive: true, force: true });
    }
  }

  #folder(root: string): Promise<string> {
    let folder = this.#folders.get(root);
    if (folder === undefined) {
      folder = makeFolder(root);
      this.#folders.set(root, folder);
      folder.catch(() => this.#folders.delete(root));
    }
    return folder;
  }
}

/** Folders to try, the fastest first; the one for temporary files is always last. */
function roots(): string[] {
  return process.platform === 'linux' ? ['/dev/shm', tmpdir()] : [tmpdir()];
}

async function makeFolder(root: string): Promise<string> {
  if (root === tmpdir()) mkdirSync(root, { recursive: true });
  return mkdtemp(join(root, `${PREFIX}${process.pid}-`));
}

async function hasRoom(folder: string, bytes: number): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize > bytes + SHARED_MEMORY_RESERVE;
  } catch {
    return false;
  }
}

/** Signal 0 asks whether a process exists; EPERM says that it does and is somebody else's. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
