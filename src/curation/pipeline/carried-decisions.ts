import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DECISIONS_FILE, DecisionJournal, journalText, type DecidedRow, type Decision } from '../decisions.js';
import { CurationError } from '../errors.js';
import { questionHash, type PoolRow } from '../pool-row.js';
import { codeOf } from '../records/writing.js';
import { BY_HAND, type FunnelStep } from './result.js';

/** Decisions by hand, as the last step of a funnel. */
export function stepByHand(counts: Readonly<Record<Decision, number>>, left: number): FunnelStep {
  const reasons = (['keep', 'drop'] as const)
    .filter((decision) => counts[decision] > 0)
    .map((decision) => [decision === 'keep' ? 'kept by hand' : 'dropped by hand', counts[decision]] as const);
  return { stage: BY_HAND, title: 'By hand', left, reasons, parameters: {}, notes: [] };
}

/** The bytes of a result's journal: whether anything was decided meanwhile. Undefined: there is none. */
export async function decisionBytes(folder: string): Promise<Buffer | undefined> {
  const path = join(folder, DECISIONS_FILE);
  try {
    return await readFile(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new CurationError('unreadable', `${path} could not be read: check its permissions.`, { cause });
  }
}

/** A row of the new result, and what was decided about it in the earlier one. */
interface Carried {
  readonly of: DecidedRow;
  readonly to: Decision;
}

/** Decisions of an earlier result, about the rows of a new one that they mean. */
export class CarriedDecisions {
  private constructor(
    private readonly found: ReadonlyMap<number, Carried>,
    private readonly lost: number,
  ) {}

  /**
   * @param rows the new pool
   * @returns undefined where the earlier result has none
   */
  static async of(folder: string, rows: AsyncIterable<PoolRow>): Promise<CarriedDecisions | undefined> {
    const { inForce } = await DecisionJournal.open(join(folder, DECISIONS_FILE));
    const decided = inForce.flatMap(({ rows, to }) => (to === null ? [] : rows.map((of) => ({ of, to }))));
    if (decided.length === 0) return undefined;
    const found = await foundAgain(decided, rows);
    return new CarriedDecisions(found, decided.length - found.size);
  }

  /** What was decided about a row of the new result. */
  about(row: number): Decision | undefined {
    return this.found.get(row)?.to;
  }

  /**
   * The last step of the new funnel; it says how many decisions mean no row of it.
   * @param left rows of the new result
   */
  step(left: number): FunnelStep {
    const step = stepByHand({ keep: this.#rows('keep').length, drop: this.#rows('drop').length }, left);
    if (this.lost === 0) return step;
    return { ...step, notes: [`Decisions by hand about questions that are no longer in the pool: ${this.lost}.`] };
  }

  /** The new result's journal. */
  get text(): string {
    return journalText(
      (['keep', 'drop'] as const).map((to) => ({ rows: this.#rows(to), to })).filter(({ rows }) => rows.length > 0),
    );
  }

  /** In the pool's order. */
  #rows(to: Decision): DecidedRow[] {
    return [...this.found.values()]
      .filter((carried) => carried.to === to)
      .map(({ of }) => of)
      .sort((a, b) => a.row - b.row);
  }
}

/** What makes a row of the new pool the one that was decided about, the surest first. */
const SAME: readonly ((row: DecidedRow) => string)[] = [
  ({ row, id, hash }) => JSON.stringify([row, id, hash]),
  ({ id, hash }) => JSON.stringify([id, hash]),
  ({ hash }) => hash, // ids that are line numbers change with every line before them
];

/** Each decision is about one row: others that ask the same question are others. */
async function foundAgain(decided: readonly Carried[], rows: AsyncIterable<PoolRow>): Promise<Map<number, Carried>> {
  const hashes = new Set(decided.map(({ of }) => of.hash));
  let candidates: DecidedRow[] = [];
  for await (const { index, id, question } of rows) {
    const hash = questionHash(question);
    if (hashes.has(hash)) candidates.push({ row: index, id, hash });
  }
  const found = new Map<number, Carried>();
  let waiting: readonly Carried[] = decided;
  for (const keyOf of SAME) {
    const byKey = new Map<string, Carried[]>();
    for (const carried of waiting.toReversed()) {
      const key = keyOf(carried.of);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [carried]);
      else known.push(carried);
    }
    candidates = candidates.filter((of) => {
      const carried = byKey.get(keyOf(of))?.pop();
      if (carried !== undefined) found.set(of.row, { of, to: carried.to });
      return carried === undefined;
    });
    waiting = [...byKey.values()].flat();
  }
  return found;
}
