import type { TSchema } from '@sinclair/typebox';
import type { Path, Schema } from './schema.js';
import type { Translate } from './texts.js';

/** A name that a text may be where the schema allows any. */
export interface KnownName {
  readonly value: string;
  readonly about: string;
}

/** Files that a setting may name. */
export interface FileKind {
  readonly pattern: Pick<RegExp, 'test'>;
  /** A folder with such files in it or below does as well. */
  readonly orFolder?: boolean;
  /** Names that are no files and may stand there too. */
  readonly isElsewhere?: (name: string) => boolean;
  /** Said of a file whose name does not fit; without it any name does. */
  readonly otherwise?: (name: string) => string;
}

/** Something that is wrong at a place of a file. */
export interface PlacedFault {
  readonly path: Path;
  readonly message: string;
  /** The setting's name is marked, not its value. */
  readonly atKey?: boolean;
  /** The file can be run; it may not do what was meant. */
  readonly isWarning?: boolean;
}

/** A kind of YAML file: completion, hover and checks are all made from this. */
export interface FileLanguage {
  readonly schema: Schema;
  /** What a run checks its file with: the last word, where it can be loaded. */
  readonly definition?: TSchema;
  readonly t: Translate;
  /** Said of a name at the top that is none of its settings. */
  readonly noSetting: (name: string) => string;
  /** Setting at the top → names that the product knows. */
  readonly known?: Readonly<Record<string, readonly KnownName[]>>;
  /** Said of a text that is none of the known ones; undefined: it may stand there. */
  readonly unknown?: (setting: string, value: string, known: string) => string | undefined;
  /** `x-file` of the schema → what such a file is. */
  readonly files?: Readonly<Record<string, FileKind>>;
  /** What the schema cannot say, of a file that fits it. */
  readonly rules?: (value: unknown) => readonly PlacedFault[];
}

/** A definition as plain JSON, without what only the library that checks it reads. */
export function jsonSchema(definition: TSchema): Schema {
  return JSON.parse(JSON.stringify(definition)) as Schema;
}
