import { findAt, readYaml, type Span } from './document.js';
import type { FileLanguage } from './language.js';
import { expected, schemasAt } from './schema.js';

/** What is said about the setting under the pointer, as plain lines. */
export interface HoverText {
  readonly lines: readonly string[];
  readonly span: Span;
}

export function hoverAt(language: FileLanguage, text: string, offset: number): HoverText | undefined {
  const { t, known: names = {} } = language;
  const file = readYaml(text);
  const found = findAt(file, offset);
  if (found === undefined) return undefined;
  const schemas = schemasAt(language.schema, found.path, file.value);
  const [first] = schemas;
  if (first === undefined) return undefined;
  const value = text.slice(found.span.start, found.span.end);
  if (found.part === 'value') {
    const known =
      found.path.length === 1 ? names[String(found.path[0])]?.find((one) => one.value === value) : undefined;
    const literal = schemas.find((schema) => String(schema.const) === value)?.description ?? known?.about;
    return literal === undefined ? undefined : { lines: [literal], span: found.span };
  }
  const lines = [
    schemas.find(({ description }) => description !== undefined)?.description ?? '',
    t('Takes {0}.', expected(schemas, t)),
    ...(first.default === undefined ? [] : [t('Without it: {0}', JSON.stringify(first.default))]),
  ];
  return { lines: lines.filter((line) => line !== ''), span: found.span };
}
