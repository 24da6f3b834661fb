import { Value } from '@sinclair/typebox/value';
import { placeOf, readYaml, type Span, type YamlFile } from './document.js';
import type { FileLanguage, PlacedFault } from './language.js';
import { nearest } from './nearest.js';
import { discriminatorOf, expected, isRecord, variants, type Path, type Schema } from './schema.js';

/** Something about a file that stops it from being run, or a warning. */
export interface Fault {
  /** Of the setting; empty: of the file. */
  readonly path: Path;
  readonly message: string;
  readonly span: Span;
  readonly isWarning: boolean;
}

/** Everything that is wrong with a file, each where it stands; without errors it can be run (its data may still say no). */
export function faultsOf(language: FileLanguage, text: string): Fault[] {
  const file = readYaml(text);
  const { errors } = file.document;
  if (errors.length > 0) {
    return errors.map(({ message, pos: [start, end] }) => ({
      message: language.t('This is not valid YAML: {0}', message),
      path: [],
      span: { start, end: Math.max(end, start + 1) },
      isWarning: false,
    }));
  }
  const faults: PlacedFault[] = [];
  new Checker(language, faults).check(language.schema, file.value ?? {}, []);
  const { definition } = language;
  if (faults.length === 0 && definition !== undefined && !Value.Check(definition, file.value)) {
    // The walk below says it better; what it does not know is still no file that runs.
    const first = Value.Errors(definition, file.value).First();
    const steps = (first?.path ?? '').split('/').slice(1);
    faults.push({ message: first?.message ?? '', path: steps.map(stepOf) });
  }
  if (faults.length === 0) faults.push(...(language.rules?.(file.value) ?? []));
  return faults.map((fault) => faultAt(file, fault));
}

/** A fault with the stretch of text it stands at. */
export function faultAt(file: YamlFile, { path, message, atKey = false, isWarning = false }: PlacedFault): Fault {
  const span = placeOf(file, path, atKey);
  // Of a whole block only its beginning is marked.
  const line = file.document.range[0];
  return { path, message, isWarning, span: span.end > span.start ? span : { start: line, end: line + 1 } };
}

const stepOf = (step: string) => (/^\d+$/.test(step) ? Number(step) : step);

class Checker {
  constructor(
    private readonly language: FileLanguage,
    private readonly faults: PlacedFault[],
  ) {}

  check(schema: Schema, value: unknown, path: Path): void {
    const fitting = variants(schema, value).filter((one) => hasType(one, value));
    const [only] = fitting;
    if (only === undefined) {
      this.#say(path, this.#unfit(schema, value));
    } else if (only.type === 'object' && isRecord(value)) {
      const kind = fitting.length > 1 ? discriminatorOf(fitting) : undefined;
      if (kind === undefined) this.#checkObject(only, value, path, discriminatorOf(variants(schema, undefined)));
      else this.#checkKind(kind, fitting, value, path);
    } else if (only.type === 'array' && Array.isArray(value)) {
      this.#checkList(only, value, path);
    } else {
      this.#checkPlain(fitting, value, path);
    }
  }

  #unfit(schema: Schema, value: unknown): string {
    const { t } = this.language;
    const wanted = t('Here belongs {0}.', expected(variants(schema, value), t));
    return value === null ? t('The value is missing. {0}', wanted) : wanted;
  }

  #checkKind(kind: string, blocks: readonly Schema[], value: Readonly<Record<string, unknown>>, path: Path): void {
    const { t } = this.language;
    const known = blocks.map(({ properties }) => String(properties?.[kind]?.const));
    const list = known.join(', ');
    const given = value[kind];
    if (given === undefined || given === null)
      this.#say([...path, kind], t('Name the {0}: add “{0}:” with one of {1}.', kind, list));
    else
      this.#sayNear(
        [...path, kind],
        t('There is no {0} “{1}”: use one of {2}.', kind, asText(given), list),
        given,
        known,
      );
  }

  #checkObject(
    { properties = {}, required = [] }: Schema,
    value: Readonly<Record<string, unknown>>,
    path: Path,
    kind: string | undefined,
  ): void {
    const { t, noSetting } = this.language;
    const meant = new Set<string | undefined>();
    for (const [name, inner] of Object.entries(value)) {
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (schema !== undefined) {
        this.check(schema, inner, [...path, name]);
        continue;
      }
      const of = kind === undefined ? undefined : value[kind];
      const parent = path.findLast((step) => typeof step === 'string');
      const text =
        typeof of === 'string'
          ? t('“{0}” is no setting of the {1} “{2}”.', name, kind ?? '', of)
          : parent === undefined
            ? noSetting(name)
            : t('“{0}” is no setting of “{1}”.', name, parent);
      meant.add(this.#sayNear([...path, name], text, name, Object.keys(properties), true));
    }
    for (const name of required) {
      if (!Object.hasOwn(value, name) && !meant.has(name)) {
        const text = t('“{0}” is missing: add {1}.', name, expected(variants(properties[name] ?? {}, undefined), t));
        this.#say(path, text);
      }
    }
  }

  #checkList(schema: Schema, value: readonly unknown[], path: Path): void {
    const { t } = this.language;
    const { items, minItems = 0, maxItems = Infinity, uniqueItems = false } = schema;
    if (value.length < minItems) this.#say(path, t('The list needs an entry.'));
    if (value.length > maxItems) this.#say([...path, maxItems], t('At most {0} entries fit here.', maxItems));
    const seen = new Set<string>();
    for (const [i, inner] of value.entries()) {
      if (items !== undefined) this.check(items, inner, [...path, i]);
      const text = JSON.stringify(inner);
      if (uniqueItems && seen.has(text)) this.#say([...path, i], t('{0} stands here twice.', text));
      seen.add(text);
    }
  }

  #checkPlain(fitting: readonly Schema[], value: unknown, path: Path): void {
    const { t } = this.language;
    if (fitting.some((one) => hasBounds(one, value))) {
      if (path.length === 1 && typeof value === 'string') this.#checkKnown(String(path[0]), value, path);
      return;
    }
    const names = fitting.flatMap((one) => (typeof one.const === 'string' ? [one.const] : []));
    const text =
      value === '' && fitting.every(({ type, const: only }) => type === 'string' && only === undefined)
        ? t('The value is missing. {0}', t('Here belongs {0}.', expected(fitting, t)))
        : t('Here belongs {0}.', expected(fitting, t));
    this.#sayNear(path, text, value, names);
  }

  /** Texts of which the run knows a few only. */
  #checkKnown(name: string, value: string, path: Path): void {
    const known = (this.language.known?.[name] ?? []).map((one) => one.value);
    if (known.length === 0 || known.includes(value)) return;
    const text = this.language.unknown?.(name, value, known.join(', '));
    if (text !== undefined) this.#sayNear(path, text, value, known);
  }

  /** Says it, with the name that was most likely meant. @returns that name */
  #sayNear(path: Path, text: string, given: unknown, known: readonly string[], atKey = false): string | undefined {
    const near = typeof given === 'string' ? nearest(given, known) : undefined;
    this.#say(path, near === undefined ? text : this.language.t('{0} Did you mean “{1}”?', text, near), atKey);
    return near;
  }

  #say(path: Path, message: string, atKey = false): void {
    this.faults.push({ path, message, atKey });
  }
}

function hasType(schema: Schema, value: unknown): boolean {
  if (schema.const !== undefined) return typeof value === typeof schema.const;
  switch (schema.type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    default:
      return true;
  }
}

function hasBounds(schema: Schema, value: unknown): boolean {
  if (schema.const !== undefined) return value === schema.const;
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = schema;
    const whole = schema.type !== 'integer' || Number.isInteger(value);
    return whole && value >= minimum && value <= maximum && value > exclusiveMinimum;
  }
  if (typeof value === 'string') {
    return value.length >= (schema.minLength ?? 0) && value.length <= (schema.maxLength ?? Infinity);
  }
  return true;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
