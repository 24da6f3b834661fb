import { extract } from '../../grading/index.js';
import type { PoolRow } from '../pool-row.js';

/** The right answer of a row: its column, else what its solution says firmly. */
export function referenceOf({ answer, solution, choices }: PoolRow): string | undefined {
  if (answer !== null) return answer;
  if (solution === null) return undefined;
  return extract(solution, choices === null ? {} : { choices }).chosen?.text;
}
