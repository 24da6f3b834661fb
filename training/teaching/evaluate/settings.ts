import type { Budget } from '../../../src/reasoning/budget.js';

/** One way of answering questions. */
export interface Setting {
  readonly name: string;
  /** What the report compares: no thinking, own stopping, forced waits, a cap on thinking, exactly so much thinking. */
  readonly kind: 'off' | 'own' | 'waits' | 'cap' | 'exact';
  /** Waits forced, or thinking tokens. */
  readonly amount: number;
  /** 0 is greedy; 1 is sampled with nothing cut off. */
  readonly temperature: number;
  readonly budget: Partial<Budget>;
  /** Every how many-th question is asked. */
  readonly every: number;
}

/**
 * Settings measured together: the first by solving, each further one by thinking harder about the same trace, which puts
 * one more "Wait" where the model ended by itself. The tokens are those of a run with so many waits from the start.
 */
export interface Group {
  readonly name: string;
  readonly settings: readonly [Setting, ...Setting[]];
}

const MOST_WAITS = 4;
/** Thinking tokens. A careful pass takes 20 to 110. */
const CAPS = [8, 16, 24, 32, 48, 64, 96];
const EXACT = [8, 16, 32, 64, 128];

function chain(temperature: number, every: number): Group[] {
  const suffix = temperature === 0 ? '' : '-sampled';
  const all = { temperature, every };
  const waits = Array.from({ length: MOST_WAITS }, (_, i): Setting => {
    return { name: `waits-${i + 1}${suffix}`, kind: 'waits', amount: i + 1, budget: {}, ...all };
  });
  return [
    {
      name: `off${suffix}`,
      settings: [{ name: `off${suffix}`, kind: 'off', amount: 0, budget: { maxThinking: 0 }, ...all }],
    },
    {
      name: `own${suffix}`,
      settings: [{ name: `own${suffix}`, kind: 'own', amount: 0, budget: {}, ...all }, ...waits],
    },
  ];
}

function alone(kind: 'cap' | 'exact', amount: number, every: number): Group {
  const name = `${kind}-${amount}`;
  const budget = { maxThinking: amount, minThinking: kind === 'exact' ? amount : 0 };
  return { name, settings: [{ name, kind, amount, temperature: 0, budget, every }] };
}

/** All questions, except for exact lengths, the costliest: every fourth. */
export const GROUPS: readonly Group[] = [
  ...chain(0, 1),
  ...CAPS.map((tokens) => alone('cap', tokens, 1)),
  ...chain(1, 1),
  ...EXACT.map((tokens) => alone('exact', tokens, 4)),
];
