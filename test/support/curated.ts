import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPipeline } from '../../src/curation/pipeline/load.js';
import { curate } from '../../src/curation/pipeline/run.js';
import { jsonl } from './data-set.js';

const WORDS = 'one two three four five six seven eight nine ten';

/** Twelve questions: two are the same, one has no solution, one is in the task. */
export const POOL = Array.from({ length: 12 }, (_, i) => ({
  id: `q${i}`,
  question:
    i === 5 ? 'Question number 4 of the pool?' : i === 7 ? `Say ${WORDS}!` : `Question number ${i} of the pool?`,
  solution: i === 3 ? null : `It is ${i}.`,
  subject: i % 2 === 0 ? 'Algebra' : 'Geometry',
  source: 'made',
}));

const PIPELINE = `format: think-harder/curate
version: 1
name: small
pool:
  - path: pool.jsonl
stages:
  - stage: exact-duplicates
  - stage: decontamination
    tasks: [task.jsonl]
  - stage: domains
    by: [column]
output: result
`;

/** Writes the pool, the task and the pipeline. @returns the pipeline's file */
export async function writePipeline(folder: string, pool: readonly object[] = POOL): Promise<string> {
  await writeFile(join(folder, 'pool.jsonl'), jsonl(pool));
  await writeFile(join(folder, 'task.jsonl'), jsonl([{ question: 'Unlike.' }, { question: `Please say ${WORDS}!` }]));
  const file = join(folder, 'small.curate.yaml');
  await writeFile(file, PIPELINE);
  return file;
}

/** Runs it. @returns the result's folder */
export async function runPipeline(file: string): Promise<string> {
  const { output } = await curate(await loadPipeline(file), { onStep: () => undefined, onAside: () => undefined });
  return output;
}
