import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A labelled case of one of the oracle files in ../shared/data/oracles. */
export interface OracleCase {
  readonly task: 'answers' | 'choice' | 'latex';
  readonly gold: string;
  readonly prediction: string;
  /** For the task `latex`: the string that must or must not be readable. */
  readonly latex: string;
  readonly expected: boolean;
  readonly contested: boolean;
  readonly opts: Readonly<Record<string, unknown>>;
}

interface RawRow {
  readonly gold?: string;
  readonly prediction?: string;
  readonly latex?: string;
  readonly expected?: boolean | null;
  readonly parse_ok?: boolean;
  readonly kind?: string;
  readonly contested?: string;
  readonly opts?: Readonly<Record<string, unknown>>;
}

const FILES = ['answer_equivalence', 'choice_extraction', 'latex_parse'] as const;
export type OracleName = (typeof FILES)[number];

const rows = (name: OracleName): RawRow[] => {
  const path = fileURLToPath(new URL(`../../../shared/data/oracles/${name}.jsonl`, import.meta.url));
  if (!existsSync(path))
    throw new Error(`The oracle file ${path} is missing: the benchmark needs ../shared beside the project.`);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RawRow);
};

/** The labelled rows of an oracle file; rows without a label are left out, contested ones are marked. */
export function oracle(name: OracleName): OracleCase[] {
  return rows(name)
    .filter((row) => name === 'latex_parse' || typeof row.expected === 'boolean')
    .map((row) => ({
      task: name === 'latex_parse' ? 'latex' : row.kind === 'mcq_extract' ? 'choice' : 'answers',
      gold: row.gold ?? '',
      prediction: row.prediction ?? '',
      latex: row.latex ?? '',
      expected: row.expected ?? row.parse_ok ?? false,
      contested: row.contested !== undefined,
      opts: row.opts ?? {},
    }));
}

export const ORACLES: readonly OracleName[] = FILES;
