import { findAt, readYaml, type Span } from './document.js';
import type { FileLanguage } from './language.js';
import { childOf, discriminatorOf, expected, isRecord, schemasAt, type Path, type Schema } from './schema.js';

/** Something that fits at the cursor. */
export interface Completion {
  readonly label: string;
  /** `$1`: where the cursor goes. */
  readonly insert: string;
  readonly kind: 'name' | 'value';
  readonly about?: string;
  readonly detail?: string;
  /** What it takes the place of. */
  readonly replace: Span;
}

/** Completions at an offset, and the place there: files are offered by whoever can see them. */
export interface Offered {
  readonly path: Path;
  readonly replace: Span;
  readonly items: readonly Completion[];
  /** Kind of the files that may be named there. */
  readonly files?: string;
}

/** Stands in the text where the cursor is, so that a line that is being written can be read. */
const MARK = 'cursor0000here';

export function completionsAt(language: FileLanguage, text: string, offset: number): Offered | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  if (/(^|\s)#/.test(before)) return undefined;
  const word = /[\w./\\-]*$/.exec(before)?.[0] ?? '';
  const rest = /^[\w./\\-]*/.exec(text.slice(offset))?.[0] ?? '';
  const replace = { start: offset - word.length, end: offset + rest.length };
  const isName = opensName(before.slice(0, before.length - word.length));
  const after = text.slice(replace.end);
  const colon = isName && !/^[^\S\n]*:/.test(after) ? ':' : '';
  const space = before.slice(0, before.length - word.length).endsWith(':') ? ' ' : '';
  const marked = readYaml(`${text.slice(0, replace.start)}${space}${MARK}${colon}${colon === '' ? '' : ' '}${after}`);
  const found = findAt(marked, replace.start + space.length);
  if (found === undefined) return undefined;
  const isKey = found.part === 'key';
  const schemas = schemasAt(language.schema, isKey ? found.path.slice(0, -1) : found.path, marked.value);
  const holder = found.path.slice(0, -1).reduce(childOf, marked.value);
  const inline = /[{[][^}\]]*$/.test(before);
  const items = isKey
    ? [
        ...names(language, schemas, holder, { replace, withColon: colon !== '', inline }),
        ...listItems(schemas, replace),
      ]
    : values(language, schemas, found.path, replace, space);
  const files = schemas.find((schema) => schema['x-file'] !== undefined)?.['x-file'];
  return { path: found.path, replace, items: unique(items), ...(files === undefined ? {} : { files }) };
}

/** Whether a name is expected behind `before`, the part of the line in front of the word at the cursor. */
function opensName(before: string): boolean {
  const brackets: string[] = [];
  for (const character of before) {
    if (character === '{' || character === '[') brackets.push(character);
    else if (character === '}' || character === ']') brackets.pop();
  }
  const open = brackets.at(-1);
  if (open === '[') return false;
  if (open === '{') return /[{,]\s*$/.test(before);
  return /^\s*(-\s+)*$/.test(before);
}

/** Where a name is written: what it takes the place of, whether its colon is missing, whether it stands in `{ }`. */
interface NamePlace {
  readonly replace: Span;
  readonly withColon: boolean;
  readonly inline: boolean;
}

function names(
  { t }: FileLanguage,
  schemas: readonly Schema[],
  holder: unknown,
  { replace, withColon, inline }: NamePlace,
): Completion[] {
  const present = isRecord(holder) ? Object.keys(holder) : [];
  // Before it is said which kind of block is meant, only that can be said.
  const kind = discriminatorOf(schemas);
  const open = kind !== undefined && !present.includes(kind) ? [kind] : undefined;
  return schemas.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties)
      .filter(([name]) => !present.includes(name) && open?.includes(name) !== false)
      .map(([name, schema]) => ({
        label: name,
        insert: withColon ? name + (inline ? inlineOpening(schema) : opening(schema)) : name,
        kind: 'name' as const,
        ...(about(schema) === undefined ? {} : { about: about(schema) ?? '' }),
        detail: required.includes(name) ? `${expected(flat(schema), t)} *` : expected(flat(schema), t),
        replace,
      })),
  );
}

/** What follows a name: a new list or block where only that fits, and a value where there is only one. */
function opening(schema: Schema): string {
  if (schema.const !== undefined) return `: ${String(schema.const)}`;
  if (schema.type === 'object') return ':\n  $1';
  if (schema.type !== 'array') return ': $1';
  const blocks = schema.items === undefined ? [] : flat(schema.items).filter(({ type }) => type === 'object');
  if (blocks.length === 0) return ': [$1]';
  const first = discriminatorOf(blocks) ?? blocks[0]?.required?.[0];
  return first === undefined ? ':\n  - $1' : `:\n  - ${first}: $1`;
}

function inlineOpening(schema: Schema): string {
  if (schema.const !== undefined) return `: ${String(schema.const)}`;
  if (schema.type === 'object') return ': { $1 }';
  return schema.type === 'array' ? ': [$1]' : ': $1';
}

/** In a list of plain values that is written line by line. */
function listItems(schemas: readonly Schema[], replace: Span): Completion[] {
  return schemas.filter(({ type }) => type !== 'object').flatMap((schema) => literal(schema, replace, ''));
}

function values(
  { known: byName = {} }: FileLanguage,
  schemas: readonly Schema[],
  path: Path,
  replace: Span,
  space: string,
): Completion[] {
  const known = path.length === 1 ? (byName[String(path[0])] ?? []) : [];
  return [
    ...known.map(({ value, about: text }) => ({
      label: value,
      insert: space + value,
      kind: 'value' as const,
      ...(text === '' ? {} : { about: text }),
      replace,
    })),
    ...schemas.flatMap((schema) => literal(schema, replace, space)),
  ];
}

/** The values of a schema that has only a few. */
function literal(schema: Schema, replace: Span, space: string): Completion[] {
  const few = schema.type === 'boolean' ? ['true', 'false'] : schema.type === 'null' ? ['null'] : [];
  return (schema.const === undefined ? few : [String(schema.const)]).map((label) => ({
    label,
    insert: space + label,
    kind: 'value' as const,
    ...(schema.description === undefined ? {} : { about: schema.description }),
    replace,
  }));
}

function about(schema: Schema): string | undefined {
  return schema.description ?? flat(schema).find(({ description }) => description !== undefined)?.description;
}

function flat(schema: Schema): Schema[] {
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(flat);
}

function unique(items: readonly Completion[]): Completion[] {
  return [...new Map(items.map((item) => [item.label, item])).values()];
}
