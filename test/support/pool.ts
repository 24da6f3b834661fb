import type { PoolRow } from '../../src/curation/pool-row.js';
import type { StagePool, StageTools } from '../../src/curation/stages/stage.js';

/** A row of a pool with what a test does not name left empty. */
export function row(given: Partial<PoolRow>, index = 0): PoolRow {
  return {
    index,
    id: `row-${index}`,
    file: 'pool.jsonl',
    line: index + 1,
    question: `Question ${index}?`,
    solution: null,
    answer: null,
    choices: null,
    thinking: null,
    attempt: null,
    source: 'test',
    kind: 'math',
    subject: null,
    level: null,
    licence: null,
    verdicts: {},
    thinkingTokens: null,
    metadata: {},
    ...given,
  };
}

export function poolOf(rows: readonly PoolRow[], domains: ReadonlyMap<number, string> = new Map()): StagePool {
  return {
    count: rows.length,
    rows: async function* () {
      yield* rows;
    },
    domains,
  };
}

export const NO_TOOLS: StageTools = { evaluationItems: () => Promise.resolve([]) };
