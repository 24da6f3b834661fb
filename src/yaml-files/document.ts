import { isMap, isPair, isScalar, isSeq, parseDocument, visit, type Document, type Node } from 'yaml';
import type { Path } from './schema.js';

/** A stretch of a text, in UTF-16 units; `end` is behind its last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A file as far as it can be read; one that is being written has errors and is read nevertheless. */
export interface YamlFile {
  readonly document: Document.Parsed;
  readonly value: unknown;
}

export function readYaml(text: string): YamlFile {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error' });
  return { document, value: valueOf(document) };
}

function valueOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined; // an alias without its anchor: among the errors
  }
}

/** Where the value at `path` stands; of its key where `key` is asked for; else of the nearest thing around it. */
export function placeOf({ document }: YamlFile, path: Path, key = false): Span {
  for (let length = path.length; length > 0; length--) {
    const here = path.slice(0, length);
    const parent = length === 1 ? document.contents : document.getIn(here.slice(0, -1), true);
    const step = here[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      : undefined;
    const node: unknown = isSeq(parent) && typeof step === 'number' ? parent.items[step] : pair?.value;
    const wanted = pair !== undefined && (key || length < path.length) ? pair.key : node;
    const found = rangeOf(wanted);
    // A value that is missing has a place and no width: its name is shown.
    if (found !== undefined && found.end > found.start) return found;
    const name = rangeOf(pair?.key);
    if (name !== undefined) return name;
  }
  return { start: 0, end: 0 };
}

function rangeOf(node: unknown): Span | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range === undefined || range === null ? undefined : { start: range[0], end: range[1] };
}

/** What stands at an offset: the path of the setting, and whether it is its name or its value. */
export interface Found {
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly span: Span;
}

export function findAt({ document }: YamlFile, offset: number): Found | undefined {
  let found: Found | undefined;
  visit(document, {
    Scalar(key, node, ancestors) {
      const span = rangeOf(node);
      if (span === undefined || offset < span.start || offset > span.end) return undefined;
      const steps = ancestors.flatMap((one, i) => stepOf(one, ancestors[i + 1] ?? node));
      found = { path: steps, part: key === 'key' ? 'key' : 'value', span };
      return visit.BREAK;
    },
  });
  return found;
}

/** The step from a pair or a list to what it holds. */
function stepOf(parent: unknown, child: unknown): (string | number)[] {
  if (isPair(parent)) return [isScalar(parent.key) ? String(parent.key.value) : ''];
  if (isSeq(parent)) return [parent.items.indexOf(child)];
  return [];
}
