/**
 * Cuts a document into chunks that can be read one by one. An edit changes one or two of them; the others, before and
 * behind, stay the same objects.
 */
import type { Block } from './blocks.js';
import { classify } from './latex-environments.js';
import type { LatexState } from './latex-cursor.js';
import { readPreamble, scanLatex, signature, START } from './latex.js';
import { scanMarkdown } from './markdown.js';
import { scanPlain } from './plain.js';

export interface Chunk {
  readonly length: number;
  readonly blocks: readonly Block[];
  /** LaTeX: the state before and after it. */
  readonly before?: string;
  readonly after?: LatexState;
}

/** Offset after the chunk of `text` that begins at `from`. Depends on the text from there on alone. */
type NextCut = (text: string, from: number) => number;

/** Markdown: cut after a blank line, before a line at the margin, outside of fences, comments and raw HTML. */
export function markdownCut(text: string, from: number): number {
  let until: string | undefined;
  let blank = false;
  let frontMatter = from === 0 && (text.startsWith('---\n') || text.startsWith('---\r\n'));
  for (let at = from; at < text.length;) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    let first = at;
    while (first < end && (text[first] === ' ' || text[first] === '\t' || text[first] === '>')) first++;
    const empty = first >= end || (text[first] === '\r' && first + 1 === end);
    if (until !== undefined) {
      if (text.slice(at, end).includes(until)) until = undefined;
    } else if (frontMatter) {
      if ((at > from && /^(?:---|\.\.\.)\s*$/.test(text.slice(at, end))) || at > 20_000) frontMatter = false;
    } else if (!empty) {
      if (blank && first === at) return at;
      until = opens(text.slice(first, Math.min(end, first + 4000)));
    }
    blank = empty;
    at = end + 1;
  }
  return text.length;
}

/** What ends the construct that this line begins and that may hold blank lines. */
function opens(line: string): string | undefined {
  const fence = /^(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}|~{3,})/.exec(line);
  if (fence !== null) return line.indexOf(fence[1] ?? '`', fence[0].length) > 0 ? undefined : fence[1];
  if (line.startsWith('<!--')) return line.includes('-->') ? undefined : '-->';
  const html = /^<(pre|script|style|textarea)\b/i.exec(line);
  if (html?.[1] !== undefined)
    return line.toLowerCase().includes(`</${html[1].toLowerCase()}`) ? undefined : `</${html[1]}`;
  return undefined;
}

/** Text whose paragraphs stand for themselves: cut after blank lines. */
export function paragraphCut(text: string, from: number): number {
  let blank = false;
  let seen = false;
  for (let at = from; at < text.length;) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    let first = at;
    while (first < end && ' \t\r'.includes(text[first] ?? 'x')) first++;
    const empty = first >= end;
    if (!empty && blank && seen) return at;
    seen ||= !empty;
    blank = empty;
    at = end + 1;
  }
  return text.length;
}

/** A chunk of LaTeX takes no more paragraphs in than these. */
const MOST_PARAGRAPHS = 200;

/** LaTeX: a paragraph that leaves a verbatim environment, a formula or a brace open takes the next ones in. */
export function latexCut(text: string, from: number): number {
  let end = paragraphCut(text, from);
  for (let count = 0; count < MOST_PARAGRAPHS && end < text.length && leavesOpen(text.slice(from, end)); count++)
    end = paragraphCut(text, end);
  return end;
}

function leavesOpen(chunk: string): boolean {
  if (!/[\\{]/.test(chunk)) return false;
  for (const match of chunk.matchAll(/\\begin\s*\{([^{}\n]{1,60})\}/g)) {
    const name = match[1] ?? '';
    const kind = classify(name, undefined).kind;
    if ((kind === 'opaque' || kind === 'math' || kind === 'float') && !chunk.includes(`\\end{${name}}`, match.index))
      return true;
  }
  const hidden = chunk.indexOf('\\iffalse');
  if (hidden !== -1 && !chunk.includes('\\fi', hidden + 8)) return true;
  let depth = 0;
  for (let i = 0; i < chunk.length; i++) {
    const c = chunk.charCodeAt(i);
    if (c === 92) i++;
    else if (c === 37) {
      const feed = chunk.indexOf('\n', i);
      if (feed === -1) break;
      i = feed;
    } else if (c === 123) depth++;
    else if (c === 125) depth--;
  }
  return depth > 0;
}

/** How many characters two texts have in common at the start and, beyond that, at the end. */
export function common(a: string, b: string): { start: number; end: number } {
  const most = Math.min(a.length, b.length);
  let start = 0;
  // Whole slices first: comparing them is much faster than character by character.
  for (let step = 4096; step >= 1; step = step >> 3) {
    while (
      start + step <= most &&
      (step === 1
        ? a.charCodeAt(start) === b.charCodeAt(start)
        : a.slice(start, start + step) === b.slice(start, start + step))
    )
      start += step;
  }
  let end = 0;
  const rest = most - start;
  for (let step = 4096; step >= 1; step = step >> 3) {
    while (
      end + step <= rest &&
      a.slice(a.length - end - step, a.length - end) === b.slice(b.length - end - step, b.length - end)
    )
      end += step;
  }
  return { start, end };
}

/** Reads one text again and again, and only what changed in it. */
export class ChunkReader {
  #text = '';
  #chunks: readonly Chunk[] = [];
  #preamble = '';

  constructor(
    readonly format: 'markdown' | 'latex' | 'plain',
    readonly cell?: number,
  ) {}

  read(text: string): readonly Chunk[] {
    const begin = this.format === 'latex' ? text.indexOf('\\begin{document}') : -1;
    const from = begin === -1 ? 0 : begin + '\\begin{document}'.length;
    const preamble = this.format === 'latex' ? text.slice(0, begin === -1 ? 4000 : begin) : '';
    const old = this.#text;
    this.#text = text;
    if (this.format !== 'latex') {
      this.#chunks = this.#body(text, from, old, this.#chunks, START);
      return this.#chunks;
    }
    const first = this.#chunks[0];
    const head = first !== undefined && preamble === this.#preamble ? first : this.#head(preamble, from);
    // Another preamble may give every environment another meaning.
    const same =
      first?.after !== undefined &&
      head.after !== undefined &&
      [...first.after.titles].join() === [...head.after.titles].join() &&
      first.length === from;
    this.#preamble = preamble;
    this.#chunks = [head, ...this.#body(text, from, old, same ? this.#chunks : [], head.after ?? START)];
    return this.#chunks;
  }

  #head(preamble: string, from: number): Chunk {
    const { titles, blocks } = readPreamble(preamble);
    return { length: from, blocks, after: { ...START, titles } };
  }

  #body(text: string, from: number, old: string, kept: readonly Chunk[], start: LatexState): Chunk[] {
    const cut: NextCut = this.format === 'markdown' ? markdownCut : this.format === 'latex' ? latexCut : paragraphCut;
    const same = common(old, text);
    const shift = text.length - old.length;
    const chunks: Chunk[] = [];
    let at = from;
    let state = start;
    let index = this.format === 'latex' ? 1 : 0;
    let oldAt = kept.length === 0 ? 0 : this.format === 'latex' ? (kept[0]?.length ?? 0) : 0;
    // Before the edit: a cut is decided by the line after it, so that the last chunk before the edit is read again.
    for (; index < kept.length; index++) {
      const chunk = kept[index];
      const next = kept[index + 1];
      if (chunk === undefined || next === undefined || at + chunk.length + Math.min(next.length, 2) >= same.start)
        break;
      chunks.push(chunk);
      at += chunk.length;
      oldAt += chunk.length;
      state = chunk.after ?? state;
    }
    while (at < text.length && !state.ended) {
      while (index < kept.length && oldAt + shift < at) oldAt += kept[index++]?.length ?? 0;
      const chunk = kept[index];
      // Behind the edit, where an old chunk begins at the same place: it is the same up to the end.
      const behind = at > text.length - same.end && oldAt + shift === at && chunk !== undefined;
      const fits = behind && (chunk.before === undefined || chunk.before === signature(state));
      if (fits && this.format !== 'latex') {
        chunks.push(...kept.slice(index));
        return chunks;
      }
      const end = behind ? at + chunk.length : cut(text, at);
      const next = fits ? chunk : this.#scan(text.slice(at, end), at === 0, state);
      chunks.push(next);
      state = next.after ?? state;
      at = end;
    }
    return chunks;
  }

  #scan(chunk: string, first: boolean, state: LatexState): Chunk {
    if (this.format === 'markdown') return { length: chunk.length, blocks: scanMarkdown(chunk, first, this.cell) };
    if (this.format === 'plain') return { length: chunk.length, blocks: scanPlain(chunk) };
    const read = scanLatex(chunk, state);
    return { length: chunk.length, blocks: read.blocks, before: signature(state), after: read.state };
  }
}
