import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  decisionLine,
  DecisionHistory,
  type Action,
  type DecidedRow,
  type Decision,
  type DecisionLine,
  type DecisionState,
} from './decision-history.js';
import { CurationError } from './errors.js';
import { identityOf } from './records/file-identity.js';
import { syncFolder } from './records/output-folder.js';
import { whileLocked, type WhileLocked } from './records/result-lock.js';
import { writing } from './records/writing.js';

export type { DecidedRow, Decision, DecisionState } from './decision-history.js';

export { DECISIONS_FILE } from './pipeline/output-files.js';

/**
 * Decisions by hand: a journal that is only ever added to, each line brought to the disk before it counts. Others may
 * write in it as well: it is looked at again before each line, under the result's lock. What stands behind the last line
 * end was cut short by a crash and does not count.
 */
export class DecisionJournal {
  #history = new DecisionHistory();
  /** Bytes of whole lines. */
  #length = 0;
  /** The file that was read last, as it was then; undefined: there was none. */
  #seen: string | undefined;

  private constructor(
    private readonly path: string,
    private readonly locked: WhileLocked,
  ) {}

  /**
   * @param locked runs what writes a line, with the result locked
   * @throws CurationError where the journal is there and cannot be read, or has a line that is no decision
   */
  static async open(
    path: string,
    locked: WhileLocked = (action) => whileLocked(dirname(path), action),
  ): Promise<DecisionJournal> {
    const journal = new DecisionJournal(path, locked);
    await journal.refresh();
    return journal;
  }

  get state(): DecisionState {
    return this.#history.state;
  }

  /** What is in force, as few actions as possible: for the result of another run. */
  get inForce(): Action[] {
    return this.#history.inForce;
  }

  /**
   * Reads what others have written since.
   * @returns whether there was anything
   * @throws CurationError as `open` does
   */
  async refresh(): Promise<boolean> {
    const found = await contentOf(this.path);
    if (found?.identity === this.#seen) return false;
    const bytes = found?.bytes ?? Buffer.alloc(0);
    const length = bytes.lastIndexOf(0x0a) + 1;
    const history = new DecisionHistory();
    for (const [i, text] of bytes.toString('utf8', 0, length).split('\n').entries()) {
      if (text.trim() === '') continue;
      const line = decisionLine(text);
      if (line === undefined) throw noDecision(this.path, i + 1);
      history.apply(line);
    }
    this.#history = history;
    this.#length = length;
    this.#seen = found?.identity;
    return true;
  }

  async decide(rows: readonly DecidedRow[], to: Decision | null): Promise<void> {
    if (rows.length > 0) await this.#write(() => ({ rows, to }));
  }

  /** @returns whether there was something to take back */
  undo(): Promise<boolean> {
    return this.#write(({ undo }) => (undo === 0 ? undefined : { undo: true }));
  }

  /** @returns whether there was something to make again */
  redo(): Promise<boolean> {
    return this.#write(({ redo }) => (redo === 0 ? undefined : { redo: true }));
  }

  /** Writes the line that fits what is decided by then, if one does: it counts when it is on the disk. */
  #write(lineFor: (state: DecisionState) => DecisionLine | undefined): Promise<boolean> {
    return this.locked(async () => {
      await this.refresh();
      const line = lineFor(this.state);
      if (line === undefined) return false;
      await writing(this.path, () => this.#append(Buffer.from(`${JSON.stringify(line)}\n`)));
      this.#history.apply(line);
      return true;
    });
  }

  async #append(bytes: Buffer): Promise<void> {
    const handle = await open(this.path, 'a');
    try {
      const { size } = await handle.stat();
      // What a crash has left behind the last line end, as it was just seen. Never longer: that would fill it with zeros.
      if (size > this.#length) await handle.truncate(this.#length);
      try {
        await handle.appendFile(bytes);
        await handle.sync();
      } catch (error) {
        await handle.truncate(this.#length).catch(() => undefined); // half a line does not count either
        throw error;
      }
      if (this.#seen === undefined) await syncFolder(dirname(this.path));
      this.#length += bytes.length;
      this.#seen = identityOf(await handle.stat({ bigint: true }));
    } finally {
      await handle.close();
    }
  }
}

/** Lines of a journal that says what is in force. */
export function journalText(actions: readonly Action[]): string {
  return actions.map((action) => `${JSON.stringify(action)}\n`).join('');
}

/** @returns undefined where there is no journal */
async function contentOf(path: string): Promise<{ readonly identity: string; readonly bytes: Buffer } | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    // The identity first: what is written while it is read is read once more.
    const identity = identityOf(await handle.stat({ bigint: true }));
    return { identity, bytes: await handle.readFile() };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new CurationError('unreadable', `${path} could not be read: check its permissions.`, { cause });
  } finally {
    await handle?.close();
  }
}

function noDecision(path: string, line: number): CurationError {
  return new CurationError('unreadable', `${path}:${line}: this is no decision: repair the line, or delete it.`);
}
