import { opendir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FileKind, FileLanguage, PlacedFault } from './language.js';
import { variants, type Path, type Schema } from './schema.js';

/** A file that a setting names. */
export interface NamedFile {
  readonly path: Path;
  /** As it stands there. */
  readonly name: string;
  readonly kind: FileKind;
}

/** Entries of a folder that are looked at before it is believed to hold something: nobody waits for a whole disk. */
const MOST_ENTRIES = 2000;

/** Every file that a YAML file names, by its schema; of a file that does not fit, what does. */
export function filesNamed({ schema, files = {} }: FileLanguage, value: unknown): NamedFile[] {
  const found: NamedFile[] = [];
  const walk = (one: Schema, inner: unknown, path: Path): void => {
    for (const fitting of variants(one, inner)) {
      const kind = files[fitting['x-file'] ?? ''];
      if (kind !== undefined && typeof inner === 'string' && inner !== '') {
        if (kind.isElsewhere?.(inner) !== true) found.push({ path, name: inner, kind });
      } else if (Array.isArray(inner) && fitting.items !== undefined) {
        for (const [i, entry] of inner.entries()) walk(fitting.items, entry, [...path, i]);
      } else if (typeof inner === 'object' && inner !== null && fitting.properties !== undefined) {
        for (const [name, below] of Object.entries(inner)) {
          const next = Object.hasOwn(fitting.properties, name) ? fitting.properties[name] : undefined;
          if (next !== undefined) walk(next, below, [...path, name]);
        }
      }
    }
  };
  walk(schema, value, []);
  return [...new Map(found.map((file) => [JSON.stringify(file.path), file])).values()];
}

/**
 * What is wrong with the files that a YAML file names: not there, a folder, nothing that can be read.
 * @param folder absolute: paths count from here on
 */
export async function fileFaults(language: FileLanguage, value: unknown, folder: string): Promise<PlacedFault[]> {
  const found = await Promise.all(
    filesNamed(language, value).map(async (file) => {
      const message = await flawOf(language, file, folder);
      return message === undefined ? [] : [{ path: file.path, message }];
    }),
  );
  return found.flat();
}

async function flawOf({ t }: FileLanguage, { name, kind }: NamedFile, folder: string): Promise<string | undefined> {
  const { orFolder = false, pattern, otherwise } = kind;
  const whole = resolve(folder, name);
  const facts = await stat(whole).catch(() => undefined);
  if (facts === undefined) {
    return orFolder
      ? t('There is no file or folder {0}: paths count from the folder of this file.', name)
      : t('There is no file {0}: paths count from the folder of this file.', name);
  }
  if (facts.isDirectory()) {
    if (!orFolder) return t('{0} is a folder: name a file.', name);
    return (await holds(whole, pattern)) ? undefined : t('The folder {0} has no file in it that can be read.', name);
  }
  return pattern.test(name) ? undefined : otherwise?.(name);
}

/** Whether a folder has such a file in it or below; one that is too large to be looked through is believed to. */
async function holds(folder: string, pattern: FileKind['pattern']): Promise<boolean> {
  let left = MOST_ENTRIES;
  const waiting = [folder];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const entries = await opendir(next).catch(() => undefined); // not ours to read: the run says so
    if (entries === undefined) continue;
    for await (const entry of entries) {
      if (entry.name.startsWith('.')) continue; // what programs keep for themselves is no data
      // Where a link leads the run looks.
      if ((entry.isFile() || entry.isSymbolicLink()) && pattern.test(entry.name)) return true;
      if (entry.isDirectory()) waiting.push(join(next, entry.name));
      left -= 1;
      if (left === 0) return true;
    }
  }
  return false;
}
