import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { stringify } from 'yaml';
import type { ColumnFacts, ColumnRole } from '../../data/facts.js';

/** Role → column. */
export type Mapping = Readonly<Record<string, string>>;

/** Roles that a pipeline can name a column for. */
export const ROLES = [
  'question',
  'answer',
  'solution',
  'thinking',
  'attempt',
  'source',
  'kind',
  'subject',
  'level',
  'licence',
  'id',
] as const satisfies readonly ColumnRole[];

/** What the columns of data seem to mean. */
export function mappingOf(columns: readonly ColumnFacts[]): Mapping {
  const roles: ReadonlySet<ColumnRole | null> = new Set(ROLES);
  return Object.fromEntries(columns.filter(({ role }) => roles.has(role)).map(({ role, name }) => [role ?? '', name]));
}

/** A pipeline for data: the stages of the paper that need no model, tasks to be named by hand. */
export function pipelineText(file: string, data: string, mapping: Mapping): string {
  const near = relative(dirname(file), data).replaceAll('\\', '/');
  // The most telling length there is: of a trace, else of a solution.
  const lengthOf = (['thinking', 'solution'] as const).find((role) => mapping[role] !== undefined) ?? 'question';
  const pipeline = {
    format: 'think-harder/curate',
    version: 1,
    name: basename(data).replace(/\..*$/, ''),
    pool: [{ path: near, columns: mapping }],
    stages: [
      { stage: 'quality' },
      { stage: 'exact-duplicates' },
      { stage: 'near-duplicates' },
      { stage: 'decontamination', tasks: [] },
      { stage: 'domains', by: ['column', 'clusters'] },
      { stage: 'selection', n: 1000, lengthOf },
    ],
  };
  return `# From a pool of questions to a training set. Name evaluation tasks under "decontamination".\n${stringify(pipeline)}`;
}

/** A name that is not taken, beside the data. */
export function freePipelineFile(folder: string, data: string): string {
  const stem = basename(data).replace(/\..*$/, '') || 'pool';
  for (let i = 1; ; i++) {
    const file = join(folder, `${stem}${i === 1 ? '' : `-${i}`}.curate.yaml`);
    if (!existsSync(file)) return file;
  }
}
