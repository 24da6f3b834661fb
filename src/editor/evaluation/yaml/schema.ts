import { EvalFile } from '../../../evaluation/runs/eval-file.js';
import { TASKS } from '../../../evaluation/tasks/definitions.js';
import { THINKING_FORMAT_NAMES } from '../../../reasoning/thinking-formats/index.js';
import { t } from '../../texts.js';

/** The parts of a JSON schema that `*.eval.yaml` files use. */
export interface Schema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object';
  readonly const?: string;
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
  readonly uniqueItems?: boolean;
}

export type Path = readonly (string | number)[];

/** The schema that a run checks its file with, as JSON: completion, hover and checks are all made from it. */
export const ROOT = JSON.parse(JSON.stringify(EvalFile)) as Schema;

/** What a text may be where the schema allows any: names that the product knows. */
export const KNOWN: Readonly<Record<string, readonly { readonly value: string; readonly about: string }[]>> = {
  task: Object.entries(TASKS).map(([value, { title }]) => ({ value, about: title })),
  prompt: [
    { value: 'bare', about: 'The question alone, as in the s1 paper.' },
    { value: 'boxed', about: 'Asks for the answer in \\boxed{}.' },
    { value: 'final-answer', about: 'Asks for a line “Final answer: …”.' },
    { value: 'letter', about: 'Asks for the letter of a choice.' },
  ],
  thinkingFormat: THINKING_FORMAT_NAMES.map((value) => ({ value, about: '' })),
};

/**
 * The schemas that hold at a place; several where it is not said yet which one is meant.
 * @param value what the file holds: an entry of `methods` says by its `method` which kind it is
 */
export function schemasAt(path: Path, value: unknown): Schema[] {
  let found = variants(ROOT, value);
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
  const method = isRecord(value) ? value.method : undefined;
  const named = all.filter(({ properties }) => method !== undefined && properties?.method?.const === method);
  return named.length > 0 ? named : all;
}

function described(one: Schema, by: Schema): Schema {
  return one.description !== undefined || by.description === undefined ? one : { ...one, description: by.description };
}

export function childOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? (value[step] as unknown) : undefined;
  return isRecord(value) ? own(value, String(step)) : undefined;
}

/** What may stand there, in words. */
export function expected(schemas: readonly Schema[]): string {
  const values = schemas.flatMap((schema) => (schema.const === undefined ? [] : [schema.const]));
  if (values.length > 0 && values.length === schemas.length) return t('one of {0}', values.join(', '));
  return [...new Set(schemas.map(kindOf))].join(t(' or '));
}

function kindOf(schema: Schema): string {
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
      return schema.const ?? t('a text');
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
