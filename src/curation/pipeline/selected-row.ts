import { questionHash, type PoolRow } from '../pool-row.js';
import type { StatisticsRow } from './statistics.js';

/** A row of selected.jsonl: the columns of the paper's s1K, then where it is from and under which licence. */
export interface SelectedRow {
  readonly question: string;
  readonly solution: string | null;
  readonly thinking_trajectories: readonly string[];
  readonly attempt: string | null;
  readonly cot_type: string;
  readonly source_type: string;
  /** JSON of everything else the source said of the row. */
  readonly metadata: string;
  readonly domain: string | null;
  readonly hash: string;
  readonly id: string;
  readonly answer: string | null;
  readonly licence: string | null;
}

export function selectedRow(row: PoolRow, domain: string | null): SelectedRow {
  const { question, solution, thinking, attempt, kind, source, subject, level, verdicts, metadata, id, answer } = row;
  return {
    question,
    solution,
    thinking_trajectories: thinking === null ? [] : [thinking],
    attempt,
    cot_type: kind,
    source_type: source,
    metadata: JSON.stringify({ ...metadata, subject, level, ...verdicts }),
    domain,
    hash: questionHash(question),
    id,
    answer,
    licence: row.licence,
  };
}

/** What statistics need of it. */
export function statisticsRow(row: SelectedRow): StatisticsRow {
  const { domain, source_type: source, licence, question, thinking_trajectories: traces, solution } = row;
  const text = traces[0] ?? solution ?? '';
  return { domain: domain ?? 'Unknown', source, licence: licence ?? 'unknown', question, text };
}

/** Whether training text can be made of it: something was thought, and there is an answer. */
export function canBeTrained({ thinking_trajectories: traces, attempt, solution, answer }: SelectedRow): boolean {
  return traces.length > 0 && (attempt ?? solution ?? answer) !== null;
}
