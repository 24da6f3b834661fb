import type { Translate } from './texts.js';

/** The parts of a JSON schema that our files use. */
export interface Schema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object';
  readonly const?: string | number | boolean;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  /** Our own: the text names a file, of this kind of the language's. */
  readonly 'x-file'?: string;
}

export type Path = readonly (string | number)[];

/**
 * The schemas that hold at a place; several where it is not said yet which one is meant.
 * @param value what the file holds: an entry of a list says by its `method` or `stage` which kind it is
 */
export function schemasAt(root: Schema, path: Path, value: unknown): Schema[] {
  let found = variants(root, value);
  let inside = value;
  for (const step of path) {
    inside = childOf(inside, step);
    const within = inside;
    found = found.flatMap((schema) => {
      const next = typeof step === 'number' ? schema.items : own(schema.properties, step);
      return next === undefined ? [] : variants(next, within);
    });
  }
  return found;
}

/** A union's members, as far as the value tells them apart. */
export function variants(schema: Schema, value: unknown): Schema[] {
  if (schema.anyOf === undefined) return [schema];
  const all = schema.anyOf.flatMap((one) => variants(one, value)).map((one) => described(one, schema));
  const kind = discriminatorOf(all);
  if (kind === undefined || !isRecord(value) || value[kind] === undefined) return all;
  const named = all.filter(({ properties }) => properties?.[kind]?.const === value[kind]);
  return named.length > 0 ? named : all;
}

/** The setting by whose value several kinds of blocks are told apart: each has a constant of its own there. */
export function discriminatorOf(schemas: readonly Schema[]): string | undefined {
  const blocks = schemas.filter(({ type }) => type === 'object');
  const [first, second] = blocks;
  if (first === undefined || second === undefined) return undefined;
  return Object.keys(first.properties ?? {}).find((name) =>
    blocks.every(({ properties }) => properties?.[name]?.const !== undefined),
  );
}

function described(one: Schema, by: Schema): Schema {
  return one.description !== undefined || by.description === undefined ? one : { ...one, description: by.description };
}

export function childOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? (value[step] as unknown) : undefined;
  return isRecord(value) ? own(value, String(step)) : undefined;
}

/** What may stand there, in words. */
export function expected(schemas: readonly Schema[], t: Translate): string {
  const values = schemas.flatMap((schema) => (schema.const === undefined ? [] : [String(schema.const)]));
  if (values.length > 1 && values.length === schemas.length) return t('one of {0}', values.join(', '));
  return [...new Set(schemas.map((schema) => kindOf(schema, t)))].join(t(' or '));
}

function kindOf(schema: Schema, t: Translate): string {
  if (schema.const !== undefined) return String(schema.const);
  const { minimum, maximum, exclusiveMinimum } = schema;
  switch (schema.type) {
    case 'integer':
    case 'number': {
      const name = schema.type === 'integer' ? t('a whole number') : t('a number');
      if (minimum !== undefined && maximum !== undefined) return t('{0} from {1} to {2}', name, minimum, maximum);
      if (minimum !== undefined) return t('{0} from {1} on', name, minimum);
      return exclusiveMinimum === undefined ? name : t('{0} above {1}', name, exclusiveMinimum);
    }
    case 'boolean':
      return t('true or false');
    case 'null':
      return 'null';
    case 'array':
      return t('a list');
    case 'object':
      return t('settings of its own, each a line “name: value”');
    default:
      return t('a text');
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
