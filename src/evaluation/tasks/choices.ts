import { Random } from '../statistics/random.js';
import { letter } from './prompts.js';

/** A question's choices in the order they are shown, and the letter of the right one. */
export interface ShownChoices {
  readonly choices: readonly string[];
  readonly answer: string;
}

/**
 * Shuffles choices with a seed so that the letters are balanced: of any n questions in a row with n choices each
 * letter is right once. The same seed and order of questions give the same.
 */
export class BalancedShuffle {
  readonly #random: Random;
  /** Letters not yet used in this round, by number of choices. */
  readonly #left = new Map<number, number[]>();

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  shuffle(right: string, wrong: readonly string[]): ShownChoices {
    const n = wrong.length + 1;
    let left = this.#left.get(n) ?? [];
    if (left.length === 0) left = this.#random.shuffled(Array.from({ length: n }, (_, i) => i));
    const place = left.pop() ?? 0;
    this.#left.set(n, left);
    const choices = this.#random.shuffled(wrong);
    choices.splice(place, 0, right);
    return { choices, answer: letter(place) };
  }
}
