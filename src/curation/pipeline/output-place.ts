import { basename, dirname, join, resolve } from 'node:path';
import type { Pipeline } from './schema.js';

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
}

/** @param given absolute paths in place of the pipeline's own */
export function placesOf(
  file: string,
  { pool, output: named, traces }: Pick<Pipeline, 'pool' | 'output' | 'traces'>,
  given: { readonly pool?: string; readonly output?: string } = {},
): PipelinePlaces {
  const folder = dirname(resolve(file));
  const output = given.output ?? outputPlace(file, named);
  return {
    output,
    traces: traces === undefined ? join(dirname(output), 'traces') : resolve(folder, traces),
    pool: given.pool === undefined ? pool.map(({ path }) => resolve(folder, path)) : [given.pool],
  };
}
