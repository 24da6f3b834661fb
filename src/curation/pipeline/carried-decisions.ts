import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DECISIONS_FILE, DecisionJournal, journalText, type DecidedRow, type Decision } from '../decisions.js';
import { BY_HAND, type FunnelStep } from './result.js';

/** Decisions by hand, as the last step of a funnel. */
export function stepByHand(counts: Readonly<Record<Decision, number>>, left: number): FunnelStep {
  const reasons = (['keep', 'drop'] as const)
    .filter((decision) => counts[decision] > 0)
    .map((decision) => [decision === 'keep' ? 'kept by hand' : 'dropped by hand', counts[decision]] as const);
  return { stage: BY_HAND, title: 'By hand', left, reasons, parameters: {}, notes: [] };
}

/** Decisions of an earlier result, looked up in the rows of a new one by their questions. */
export class CarriedDecisions {
  readonly #byHash = new Map<string, { readonly id: string; readonly to: Decision }[]>();
  readonly #found: Record<Decision, DecidedRow[]> = { keep: [], drop: [] };

  private constructor(private readonly journal: DecisionJournal) {
    for (const { rows, to } of journal.inForce) {
      if (to === null) continue;
      for (const { id, hash } of rows) this.#byHash.set(hash, [...(this.#byHash.get(hash) ?? []), { id, to }]);
    }
  }

  /** @returns undefined where the earlier result has none */
  static async of(folder: string): Promise<CarriedDecisions | undefined> {
    const path = join(folder, DECISIONS_FILE);
    if ((await readFile(path).catch(() => undefined)) === undefined) return undefined;
    const carried = new CarriedDecisions(await DecisionJournal.open(path));
    return carried.journal.inForce.length === 0 ? undefined : carried;
  }

  /** What was decided about a row of the new result. */
  about(row: number, id: string, hash: string): Decision | undefined {
    const known = this.#byHash.get(hash);
    const decision = (known?.find((entry) => entry.id === id) ?? known?.[0])?.to;
    if (decision !== undefined) this.#found[decision].push({ row, id, hash });
    return decision;
  }

  /** How many rows of the new result were decided about. */
  get counts(): Readonly<Record<Decision, number>> {
    return { keep: this.#found.keep.length, drop: this.#found.drop.length };
  }

  /** The new result's journal. */
  get text(): string {
    return journalText(
      (['keep', 'drop'] as const).map((to) => ({ rows: this.#found[to], to })).filter(({ rows }) => rows.length > 0),
    );
  }
}
