import type { Budget } from '../../../src/reasoning/budget.js';

/** One way of answering all questions. */
export interface Setting {
  readonly name: string;
  /** What the report compares: no thinking, own stopping, forced waits, a cap on thinking, exactly so much thinking. */
  readonly kind: 'off' | 'own' | 'waits' | 'cap' | 'exact';
  /** Waits forced, or thinking tokens. */
  readonly amount: number;
  /** 0 is greedy. */
  readonly temperature: number;
  readonly budget: Partial<Budget>;
}

const WAITS = [1, 2, 3, 4];
/** Thinking tokens. The longest family's careful pass takes about 110. */
const CAPS = [8, 12, 16, 24, 32, 40, 48, 64, 96, 128];
const EXACT = [8, 16, 24, 32, 40, 48, 64, 96, 128, 192, 256];

function ofTemperature(temperature: number): Setting[] {
  const suffix = temperature === 0 ? '' : '-sampled';
  return [
    { name: `off${suffix}`, kind: 'off', amount: 0, temperature, budget: { maxThinking: 0 } },
    { name: `own${suffix}`, kind: 'own', amount: 0, temperature, budget: {} },
    ...WAITS.map((waits): Setting => ({
      name: `waits-${waits}${suffix}`,
      kind: 'waits',
      amount: waits,
      temperature,
      budget: { waits },
    })),
  ];
}

/** Greedy and sampled (temperature 1, nothing cut off); the curves over budgets greedily. */
export const SETTINGS: readonly Setting[] = [
  ...ofTemperature(0),
  ...ofTemperature(1),
  ...CAPS.map((tokens): Setting => ({
    name: `cap-${tokens}`,
    kind: 'cap',
    amount: tokens,
    temperature: 0,
    budget: { maxThinking: tokens },
  })),
  ...EXACT.map((tokens): Setting => ({
    name: `exact-${tokens}`,
    kind: 'exact',
    amount: tokens,
    temperature: 0,
    budget: { maxThinking: tokens, minThinking: tokens },
  })),
];
