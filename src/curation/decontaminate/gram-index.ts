import { HashSet32 } from '../text/hash-set.js';
import { ruleWords } from '../text/python-text.js';
import { gramHashes, wordHash } from '../text/word-hash.js';
import { ClosestItems } from './closest-items.js';
import type { Detector, EvaluationItem, Matches } from './evaluation-item.js';
import type { GramHashes } from './question-scanner.js';
import { RunTable } from './run-table.js';

/**
 * The published rule: a text that shares one n-gram of words with an evaluation item is contaminated (s1,
 * data/decontaminate_util.py; n = 8 as published, 13 as in GPT-3's appendix C). Words are those of Python's
 * `text.lower().split()`, punctuation kept; a text of fewer than n words has no n-gram and is never contaminated.
 */
export class GramIndex implements Detector {
  /** Hashes of every n-gram of the evaluation side, and of their words: what is not in here is no hit. */
  readonly hashes: GramHashes;
  readonly #items = new Map<string, number[]>();
  readonly #runs: RunTable;

  constructor(
    private readonly items: readonly EvaluationItem[],
    readonly n: number,
  ) {
    const grams: Int32Array[] = [];
    const known = new Set<number>();
    for (const [item, { text }] of items.entries()) {
      const words = ruleWords(text);
      grams.push(gramHashes(words, n));
      if (words.length >= n) for (const word of words) known.add(wordHash(word));
      for (let i = 0; i + n <= words.length; i++) this.#add(words.slice(i, i + n).join(' '), item);
    }
    this.#runs = new RunTable(items.length);
    this.hashes = { n, grams: new HashSet32(flatten(grams)), words: known };
  }

  match(text: string): Matches {
    const words = ruleWords(text);
    const runs = this.#runs;
    for (const [i, hash] of gramHashes(words, this.n).entries()) {
      if (!this.hashes.grams.has(hash)) continue;
      for (const item of this.#items.get(words.slice(i, i + this.n).join(' ')) ?? []) runs.add(item, i);
    }
    if (runs.items.length === 0) return { found: 0, told: [] };
    const closest = new ClosestItems(this.items);
    for (const item of runs.items) {
      const [start, end] = runs.longest(item);
      closest.add(item, end - start);
    }
    const found = closest.matches((item) => {
      const [start, end] = runs.longest(item);
      return words.slice(start, end + this.n - 1);
    });
    runs.clear();
    return found;
  }

  #add(gram: string, item: number): void {
    const found = this.#items.get(gram);
    if (found === undefined) this.#items.set(gram, [item]);
    else if (found.at(-1) !== item) found.push(item);
  }
}

function* flatten(lists: readonly Int32Array[]): Generator<number> {
  for (const list of lists) yield* list;
}
