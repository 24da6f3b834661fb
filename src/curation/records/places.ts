import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CurationError } from '../errors.js';

/** Where a path leads, links followed as far as there is something: one place has one name. */
export async function realPlace(path: string): Promise<string> {
  const whole = resolve(path);
  try {
    return await realpath(whole);
  } catch {
    const above = dirname(whole); // nothing there yet, or nothing that may be looked at
    return above === whole ? whole : join(await realPlace(above), basename(whole));
  }
}

/** Whether a path is a folder itself or something below it; both without links. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

/**
 * How something that is read and an output meet: then one would be written over, or the output read by the next run.
 * Undefined: they are apart.
 */
export async function meeting(input: string, output: string): Promise<'output inside' | 'input inside' | undefined> {
  const [from, to] = [await realPlace(input), await realPlace(output)];
  if (isInside(to, from)) return 'output inside';
  return isInside(from, to) ? 'input inside' : undefined;
}

/** @throws CurationError 'output-taken' where an output and something that is read are not apart */
export async function refuseOverlap(inputs: readonly string[], output: string): Promise<void> {
  for (const input of inputs) {
    if ((await meeting(input, output)) === undefined) continue;
    const message = `The result in ${output} and ${input}, which is read for it, are not apart: give another folder.`;
    throw new CurationError('output-taken', message);
  }
}
