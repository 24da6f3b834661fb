import { open, readFile } from 'node:fs/promises';
import { CurationError } from './errors.js';

/** What a person decided about a row, whatever the pipeline did with it. */
export type Decision = 'keep' | 'drop';

/** The journal's name in a result. */
export const DECISIONS_FILE = 'decisions.jsonl';

/** One action of a person: rows, and what is decided about all of them; null: as the pipeline has it. */
interface Action {
  readonly rows: readonly DecidedRow[];
  readonly to: Decision | null;
}

/** A row with its name and its question's hash: they find it again when the pipeline has run on a changed pool. */
export interface DecidedRow {
  readonly row: number;
  readonly id: string;
  readonly hash: string;
}

/** A line of the journal: an action, or that the last one in force was taken back, or made again. */
type Line = Action | { readonly undo: true } | { readonly redo: true };

/** What is decided about each row, and what led there. */
export interface DecisionState {
  readonly decided: ReadonlyMap<number, Decision>;
  readonly undo: number;
  readonly redo: number;
}

/**
 * Decisions by hand: a journal that is only ever added to, each line brought to the disk before it counts. A line that
 * was cut short by a crash does not count.
 */
export class DecisionJournal {
  #done: Action[] = [];
  #undone: Action[] = [];
  /** Bytes of whole lines: what follows was cut short. */
  #length = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(private readonly path: string) {}

  /** @throws CurationError where the journal is there and cannot be read */
  static async open(path: string): Promise<DecisionJournal> {
    const journal = new DecisionJournal(path);
    let bytes = Buffer.alloc(0);
    try {
      bytes = await readFile(path);
    } catch (cause) {
      const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
      if (!isMissing)
        throw new CurationError('unreadable', `${path} could not be read: check its permissions.`, { cause });
    }
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, journal.#length)) {
      const line = parseLine(bytes.toString('utf8', journal.#length, end));
      if (line === undefined) break;
      journal.#apply(line);
      journal.#length = end + 1;
    }
    return journal;
  }

  get state(): DecisionState {
    const decided = new Map<number, Decision>();
    for (const { rows, to } of this.#done) {
      for (const { row } of rows) {
        if (to === null) decided.delete(row);
        else decided.set(row, to);
      }
    }
    return { decided, undo: this.#done.length, redo: this.#undone.length };
  }

  /** What is in force, as few actions as possible: for the result of another run. */
  get inForce(): Action[] {
    const last = new Map<number, { decided: DecidedRow; to: Decision }>();
    for (const { rows, to } of this.#done) {
      for (const decided of rows) {
        if (to === null) last.delete(decided.row);
        else last.set(decided.row, { decided, to });
      }
    }
    return (['keep', 'drop'] as const)
      .map((to) => ({ rows: [...last.values()].filter((entry) => entry.to === to).map(({ decided }) => decided), to }))
      .filter(({ rows }) => rows.length > 0);
  }

  decide(rows: readonly DecidedRow[], to: Decision | null): Promise<void> {
    return rows.length === 0 ? Promise.resolve() : this.#write({ rows, to });
  }

  /** @returns whether there was something to take back */
  async undo(): Promise<boolean> {
    if (this.#done.length === 0) return false;
    await this.#write({ undo: true });
    return true;
  }

  /** @returns whether there was something to make again */
  async redo(): Promise<boolean> {
    if (this.#undone.length === 0) return false;
    await this.#write({ redo: true });
    return true;
  }

  /** One line after the other: it counts when it is on the disk. */
  #write(line: Line): Promise<void> {
    const written = this.#writing.then(async () => {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      const handle = await open(this.path, 'a');
      try {
        await handle.truncate(this.#length);
        await handle.appendFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      this.#length += bytes.length;
      this.#apply(line);
    });
    this.#writing = written.catch(() => undefined); // told to whoever asked for this line
    return written;
  }

  #apply(line: Line): void {
    if ('undo' in line) {
      const action = this.#done.pop();
      if (action !== undefined) this.#undone.push(action);
    } else if ('redo' in line) {
      const action = this.#undone.pop();
      if (action !== undefined) this.#done.push(action);
    } else {
      this.#done.push(line);
      this.#undone = [];
    }
  }
}

/** Lines of a journal that says what is in force. */
export function journalText(actions: readonly Action[]): string {
  return actions.map((action) => `${JSON.stringify(action)}\n`).join('');
}

function parseLine(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line !== null && ('undo' in line || 'redo' in line || 'rows' in line)
      ? (line as Line)
      : undefined;
  } catch {
    return undefined; // cut short by a crash: it never counted
  }
}
