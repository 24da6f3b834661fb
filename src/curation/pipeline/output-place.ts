import { basename, dirname, join, resolve } from 'node:path';
import type { Pipeline, StageChoice } from './schema.js';

/**
 * Where the result of a pipeline goes: a folder beside its file.
 * @param output as the pipeline names it; without it, the file's own name
 */
export function outputPlace(file: string, output?: string): string {
  const name = basename(file).replace(/(\.curate)?\.ya?ml$/i, '');
  return resolve(dirname(resolve(file)), output ?? `${name}-selection`);
}

/** Folders that a pipeline reads and writes, absolute. */
export interface PipelinePlaces {
  readonly output: string;
  /** Traces that models make, kept between runs. */
  readonly traces: string;
  /** Files and folders of the pool, in its order. */
  readonly pool: readonly string[];
  /** Files that are read beside it: questions that are left out, evaluation tasks. */
  readonly read: readonly string[];
}

/** @param given absolute paths in place of the pipeline's own */
export function placesOf(
  file: string,
  { pool, stages, output: named, traces }: Pipeline,
  given: { readonly pool?: string; readonly tasks?: readonly string[]; readonly output?: string } = {},
): PipelinePlaces {
  const folder = dirname(resolve(file));
  const output = given.output ?? outputPlace(file, named);
  const beside = given.pool === undefined ? pool.flatMap(({ without, with: also }) => [without, also]) : [];
  const tasks = (stages as readonly StageChoice[]).flatMap(({ tasks }) => (tasks ?? []) as readonly string[]);
  return {
    output,
    traces: traces === undefined ? join(dirname(output), 'traces') : resolve(folder, traces),
    pool: given.pool === undefined ? pool.map(({ path }) => resolve(folder, path)) : [given.pool],
    read: [...beside.filter((path) => path !== undefined), ...(given.tasks ?? tasks)].map((path) =>
      resolve(folder, path),
    ),
  };
}
