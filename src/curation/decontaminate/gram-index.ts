import { HashSet32 } from '../text/hash-set.js';
import { ruleWords } from '../text/python-text.js';
import { gramHashes, wordHash } from '../text/word-hash.js';
import type { Detector, EvaluationItem, Match } from './evaluation-item.js';
import type { GramHashes } from './question-scanner.js';

/**
 * The published rule: a text that shares one n-gram of words with an evaluation item is contaminated (s1,
 * data/decontaminate_util.py; n = 8 as published, 13 as in GPT-3's appendix C). Words are those of Python's
 * `text.lower().split()`, punctuation kept; a text of fewer than n words has no n-gram and is never contaminated.
 */
export class GramIndex implements Detector {
  /** Hashes of every n-gram of the evaluation side, and of their words: what is not in here is no hit. */
  readonly hashes: GramHashes;
  readonly #items = new Map<string, number[]>();

  constructor(
    items: readonly EvaluationItem[],
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
    this.hashes = { n, grams: new HashSet32(flatten(grams)), words: known };
  }

  match(text: string): Match[] {
    const words = ruleWords(text);
    const runs = new Map<number, Run>();
    for (const [i, hash] of gramHashes(words, this.n).entries()) {
      if (!this.hashes.grams.has(hash)) continue;
      for (const item of this.#items.get(words.slice(i, i + this.n).join(' ')) ?? []) {
        const run = runs.get(item);
        runs.set(item, run === undefined ? { longest: [i, i + 1], start: i, end: i + 1 } : lengthened(run, i));
      }
    }
    return [...runs]
      .sort(([a], [b]) => a - b)
      .map(([item, { longest }]) => ({ item, shared: words.slice(longest[0], longest[1] + this.n - 1) }));
  }

  #add(gram: string, item: number): void {
    const found = this.#items.get(gram);
    if (found === undefined) this.#items.set(gram, [item]);
    else if (found.at(-1) !== item) found.push(item);
  }
}

/** Positions of n-grams in a row, [start, end), that belong to one item; `longest` is the first longest so far. */
interface Run {
  readonly longest: readonly [number, number];
  readonly start: number;
  readonly end: number;
}

function lengthened(run: Run, position: number): Run {
  const start = position === run.end ? run.start : position;
  const end = position + 1;
  const longest: Run['longest'] = end - start > run.longest[1] - run.longest[0] ? [start, end] : run.longest;
  return { longest, start, end };
}

function* flatten(lists: readonly Int32Array[]): Generator<number> {
  for (const list of lists) yield* list;
}
