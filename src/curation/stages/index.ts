import { apiErrors } from './api-errors.js';
import { decontamination } from './decontamination.js';
import { difficulty } from './difficulty.js';
import { domains } from './domains.js';
import { exactDuplicates } from './exact-duplicates.js';
import { nearDuplicates } from './near-duplicates.js';
import { quality } from './quality.js';
import { selection } from './selection.js';
import type { Stage } from './stage.js';
import { traces } from './traces.js';

/** Every stage a pipeline can name: one file and one line here add one. */
export const STAGES = [
  traces,
  apiErrors,
  quality,
  exactDuplicates,
  nearDuplicates,
  decontamination,
  difficulty,
  domains,
  selection,
] as const;

/** @throws Error when there is none: a pipeline that was checked names only those there are */
export function stageNamed(name: string): Stage {
  const found = STAGES.find((stage) => stage.name === name);
  if (found === undefined) throw new Error(`there is no stage ${name}`);
  return found;
}
