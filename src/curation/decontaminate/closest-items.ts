import type { EvaluationItem, Match, Matches } from './evaluation-item.js';

/**
 * Pairs of one row with items of one task that are told. A phrase that a task begins all its questions with would pair
 * every row that has it with every question: those are counted.
 */
export const MOST_TOLD = 16;

interface Candidate {
  readonly item: number;
  readonly closeness: number;
}

/** Gathers the items that one text matches, in memory that does not grow with their number. */
export class ClosestItems {
  #found = 0;
  /** Task → its closest items, the closest first; of equal ones the earlier. */
  readonly #told = new Map<string, Candidate[]>();

  constructor(private readonly items: readonly EvaluationItem[]) {}

  add(item: number, closeness: number): void {
    this.#found += 1;
    const task = this.items[item]?.task ?? '';
    const told = this.#told.get(task) ?? [];
    if (told.length === 0) this.#told.set(task, told);
    const candidate = { item, closeness };
    const last = told.at(-1);
    if (told.length === MOST_TOLD && last !== undefined && !isCloser(candidate, last)) return;
    const place = told.findIndex((other) => isCloser(candidate, other));
    told.splice(place < 0 ? told.length : place, 0, candidate);
    if (told.length > MOST_TOLD) told.pop();
  }

  /** @param sharedWith the words that the text shares with an item */
  matches(sharedWith: (item: number) => readonly string[]): Matches {
    const items = [...this.#told.values()].flat().map(({ item }) => item);
    const told = items.sort((a, b) => a - b).map((item): Match => ({ item, shared: sharedWith(item) }));
    return { found: this.#found, told };
  }
}

function isCloser(a: Candidate, b: Candidate): boolean {
  return a.closeness === b.closeness ? a.item < b.item : a.closeness > b.closeness;
}
