import { Value } from '@sinclair/typebox/value';
import { EvalFile } from '../../../evaluation/runs/eval-file.js';
import { t } from '../../texts.js';
import { placeOf, readYaml, type Span, type YamlFile } from './document.js';
import { expected, isRecord, KNOWN, ROOT, variants, type Path, type Schema } from './schema.js';

/** Something about a file that stops it from being run. */
export interface Fault {
  readonly message: string;
  readonly span: Span;
}

/** Everything that is wrong with a file, each where it stands; empty: it can be run (its task may still say no). */
export function faultsOf(text: string): Fault[] {
  const file = readYaml(text);
  const { errors } = file.document;
  if (errors.length > 0) {
    return errors.map(({ message, pos: [start, end] }) => ({
      message: t('This is not valid YAML: {0}', message),
      span: { start, end: Math.max(end, start + 1) },
    }));
  }
  const faults: Fault[] = [];
  new Checker(file, faults).check(ROOT, file.value ?? {}, []);
  if (faults.length === 0 && !Value.Check(EvalFile, file.value)) {
    // The walk below says it better; what it does not know is still no file that runs.
    const first = Value.Errors(EvalFile, file.value).First();
    const steps = (first?.path ?? '').split('/').slice(1);
    faults.push({ message: first?.message ?? '', span: placeOf(file, steps.map(stepOf)) });
  }
  return faults;
}

const stepOf = (step: string) => (/^\d+$/.test(step) ? Number(step) : step);

class Checker {
  constructor(
    private readonly file: YamlFile,
    private readonly faults: Fault[],
  ) {}

  check(schema: Schema, value: unknown, path: Path): void {
    const fitting = variants(schema, value).filter((one) => hasType(one, value));
    const [only] = fitting;
    if (only === undefined) {
      this.#say(path, this.#unfit(schema, value));
    } else if (only.type === 'object' && isRecord(value)) {
      const methods = fitting.flatMap((one) => one.properties?.method?.const ?? []);
      if (fitting.length > 1) this.#checkMethod(methods, value, path);
      else this.#checkObject(only, value, path);
    } else if (only.type === 'array' && Array.isArray(value)) {
      this.#checkList(only, value, path);
    } else {
      this.#checkPlain(fitting, value, path);
    }
  }

  #unfit(schema: Schema, value: unknown): string {
    const wanted = t('Here belongs {0}.', expected(variants(schema, value)));
    return value === null ? t('The value is missing. {0}', wanted) : wanted;
  }

  #checkMethod(known: readonly string[], value: Readonly<Record<string, unknown>>, path: Path): void {
    const list = known.join(', ');
    if (value.method === undefined) {
      this.#say(path, t('Name the method: add “method:” with one of {0}.', list));
      return;
    }
    const near = typeof value.method === 'string' ? nearest(value.method, known) : undefined;
    const text = t('There is no method “{0}”: use one of {1}.', asText(value.method), list);
    this.#say([...path, 'method'], near === undefined ? text : t('{0} Did you mean “{1}”?', text, near));
  }

  #checkObject({ properties = {}, required = [] }: Schema, value: Readonly<Record<string, unknown>>, path: Path): void {
    for (const [name, inner] of Object.entries(value)) {
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (schema !== undefined) {
        this.check(schema, inner, [...path, name]);
        continue;
      }
      const near = nearest(name, Object.keys(properties));
      const text =
        typeof value.method === 'string'
          ? t('“{0}” is no setting of the method “{1}”.', name, value.method)
          : t('“{0}” is no setting of an evaluation.', name);
      this.#say([...path, name], near === undefined ? text : t('{0} Did you mean “{1}”?', text, near), true);
    }
    for (const name of required) {
      if (!Object.hasOwn(value, name)) {
        const text = t('“{0}” is missing: add {1}.', name, expected(variants(properties[name] ?? {}, undefined)));
        this.#say(path, text);
      }
    }
  }

  #checkList({ items, minItems = 0, uniqueItems = false }: Schema, value: readonly unknown[], path: Path): void {
    if (value.length < minItems) this.#say(path, t('The list needs an entry.'));
    const seen = new Set<string>();
    for (const [i, inner] of value.entries()) {
      if (items !== undefined) this.check(items, inner, [...path, i]);
      const text = JSON.stringify(inner);
      if (uniqueItems && seen.has(text)) this.#say([...path, i], t('{0} stands here twice.', text));
      seen.add(text);
    }
  }

  #checkPlain(fitting: readonly Schema[], value: unknown, path: Path): void {
    const all = fitting.filter((one) => hasBounds(one, value));
    if (all.length === 0) {
      this.#say(path, t('Here belongs {0}.', expected(fitting)));
      return;
    }
    if (path.length === 1 && typeof value === 'string') this.#checkKnown(String(path[0]), value, path);
  }

  /** Texts of which the run knows a few only. */
  #checkKnown(name: string, value: string, path: Path): void {
    const known = (KNOWN[name] ?? []).map((one) => one.value);
    if (known.length === 0 || known.includes(value)) return;
    if (name === 'prompt' && value.split('{question}').length === 2) return;
    const list = known.join(', ');
    const texts: Readonly<Record<string, string>> = {
      task: t('There is no ready task “{0}”: use one of {1}, or leave it out.', value, list),
      prompt: t('There is no prompt “{0}”: use one of {1}, or a text that holds {question} once.', value, list),
      thinkingFormat: t('There is no thinking format “{0}”: use one of {1}, or leave it out.', value, list),
    };
    const text = texts[name] ?? '';
    const near = nearest(value, known);
    this.#say(path, near === undefined ? text : t('{0} Did you mean “{1}”?', text, near));
  }

  #say(path: Path, message: string, atKey = false): void {
    const span = placeOf(this.file, path, atKey);
    // Of a whole block only its beginning is marked.
    const line = this.file.document.range[0];
    this.faults.push({ message, span: span.end > span.start ? span : { start: line, end: line + 1 } });
  }
}

function hasType(schema: Schema, value: unknown): boolean {
  if (schema.const !== undefined) return typeof value === 'string';
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

/** The name that was most likely meant: the same letters, or at most two edits away. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '');
  const close = known
    .map((other) => ({ other, distance: edits(plain(name), plain(other)) }))
    .filter(({ distance, other }) => distance <= Math.min(2, Math.ceil(other.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return close[0]?.other;
}

/** Levenshtein's distance. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
