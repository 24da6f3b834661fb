import { basename, dirname, resolve } from 'node:path';

/**
 * Where the result of a pipeline goes: a folder beside its file.
 * @param output as the pipeline names it; without it, the file's own name
 */
export function outputPlace(file: string, output?: string): string {
  const name = basename(file).replace(/(\.curate)?\.ya?ml$/i, '');
  return resolve(dirname(resolve(file)), output ?? `${name}-selection`);
}
