/**
 * Cuts a document into chunks that can be read one by one: an edit changes one or two of them, and the blocks of all
 * the others are kept by their text.
 */
import type { Block } from './blocks.js';
import { classify } from './latex-environments.js';
import { readPreamble, scanLatex, signature, START, type LatexState } from './latex.js';
import { scanMarkdown } from './markdown.js';
import { scanPlain } from './plain.js';

export interface Placed {
  readonly base: number;
  readonly blocks: readonly Block[];
}

/** Chunks of Markdown: cut after a blank line, before a line at the margin, outside of fences, comments and formulas. */
export function markdownChunks(text: string): string[] {
  const chunks: string[] = [];
  let from = 0;
  /** What has to appear in a line for a construct that may hold blank lines to end. */
  let until: string | undefined;
  let blank = false;
  let frontMatter = text.startsWith('---\n') || text.startsWith('---\r\n');
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    let first = at;
    while (first < end && (text[first] === ' ' || text[first] === '\t' || text[first] === '>')) first++;
    const empty = first >= end || (text[first] === '\r' && first + 1 === end);
    if (until !== undefined) {
      if (text.indexOf(until, at + (at === from ? until.length : 0)) < end && text.slice(at, end).includes(until)) until = undefined;
    } else if (frontMatter) {
      if (at > 0 && /^(?:---|\.\.\.)\s*$/.test(text.slice(at, end))) frontMatter = false;
      else if (at > 20_000) frontMatter = false;
    } else if (!empty) {
      if (blank && first === at) {
        if (at > from) chunks.push(text.slice(from, at));
        from = at;
      }
      until = opens(text.slice(first, Math.min(end, first + 4000)));
      // An end that never comes does not swallow the document.
      if (until !== undefined && text.indexOf(until, end) === -1) until = undefined;
    }
    blank = empty;
    at = end + 1;
  }
  if (from < text.length) chunks.push(text.slice(from));
  return chunks;
}

/** What ends the construct that this line begins and that may hold blank lines. */
function opens(line: string): string | undefined {
  const fence = /^(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}|~{3,})/.exec(line);
  if (fence !== null) return fence[1] !== undefined && line.indexOf(fence[1], fence[0].length) > 0 ? undefined : fence[1];
  if (line.startsWith('<!--')) return line.includes('-->') ? undefined : '-->';
  if (line.startsWith('$$')) return line.indexOf('$$', 2) > 0 ? undefined : '$$';
  if (line.startsWith('\\[')) return line.includes('\\]') ? undefined : '\\]';
  const html = /^<(pre|script|style|textarea)\b/i.exec(line);
  if (html?.[1] !== undefined) return line.toLowerCase().includes(`</${html[1].toLowerCase()}`) ? undefined : `</${html[1]}`;
  return undefined;
}

/** Chunks of text whose paragraphs stand for themselves: cut after blank lines. */
export function paragraphChunks(text: string): string[] {
  const chunks: string[] = [];
  let from = 0;
  const gap = /\n[ \t\r]*\n\s*/g;
  for (const match of text.matchAll(gap)) {
    const end = match.index + match[0].length;
    // Indentation belongs to the line that it indents.
    const line = text.lastIndexOf('\n', end - 1) + 1;
    if (line > from) chunks.push(text.slice(from, line));
    from = line;
  }
  if (from < text.length) chunks.push(text.slice(from));
  return chunks;
}

/** Paragraphs of LaTeX; one that leaves a verbatim environment, a formula or a brace open takes the next ones in. */
export function latexChunks(text: string): string[] {
  const chunks: string[] = [];
  let held = '';
  let count = 0;
  for (const chunk of paragraphChunks(text)) {
    held += chunk;
    if (++count < 400 && leavesOpen(held)) continue;
    chunks.push(held);
    held = '';
    count = 0;
  }
  if (held !== '') chunks.push(held);
  return chunks;
}

function leavesOpen(chunk: string): boolean {
  if (!/[\\{]/.test(chunk)) return false;
  for (const match of chunk.matchAll(/\\begin\s*\{([^{}\n]{1,60})\}/g)) {
    const name = match[1] ?? '';
    const kind = classify(name, undefined).kind;
    if ((kind === 'opaque' || kind === 'math' || kind === 'float') && !chunk.includes(`\\end{${name}}`, match.index)) return true;
  }
  if (chunk.includes('\\iffalse') && !chunk.includes('\\fi', chunk.indexOf('\\iffalse') + 8)) return true;
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

/** Reads documents chunk by chunk and keeps what it read. */
export class ChunkReader {
  #now = new Map<string, readonly Block[]>();
  #before = new Map<string, readonly Block[]>();
  #latexNow = new Map<string, { blocks: readonly Block[]; state: LatexState }>();
  #latexBefore = new Map<string, { blocks: readonly Block[]; state: LatexState }>();

  /** Forgets what was not used since the last call. */
  turn(): void {
    this.#before = this.#now;
    this.#now = new Map();
    this.#latexBefore = this.#latexNow;
    this.#latexNow = new Map();
  }

  markdown(text: string, cell?: number): Placed[] {
    let base = 0;
    return markdownChunks(text).map((chunk, index) => {
      const prefix = `${cell ?? ''}${index === 0 ? '^' : '|'}`;
      const blocks = this.#keep(prefix + chunk, () => scanMarkdown(chunk, index === 0, cell));
      const placed = { base, blocks };
      base += chunk.length;
      return placed;
    });
  }

  plain(text: string): Placed[] {
    let base = 0;
    return paragraphChunks(text).map((chunk) => {
      const placed = { base, blocks: this.#keep(chunk, () => scanPlain(chunk)) };
      base += chunk.length;
      return placed;
    });
  }

  latex(text: string): Placed[] {
    const placed: Placed[] = [];
    const begin = text.indexOf('\\begin{document}');
    const from = begin === -1 ? 0 : begin + '\\begin{document}'.length;
    const preamble = readPreamble(text.slice(0, begin === -1 ? 4000 : begin));
    placed.push({ base: 0, blocks: preamble.blocks });
    let state: LatexState = { ...START, titles: preamble.titles };
    const titles = [...preamble.titles].join();
    let base = from;
    for (const chunk of latexChunks(text.slice(from))) {
      if (state.ended) break;
      const key = `${signature(state)}|${titles}|${chunk}`;
      const read = this.#latexNow.get(key) ?? this.#latexBefore.get(key) ?? scanLatex(chunk, state);
      this.#latexNow.set(key, read);
      placed.push({ base, blocks: read.blocks });
      state = read.state;
      base += chunk.length;
    }
    return placed;
  }

  #keep(key: string, read: () => readonly Block[]): readonly Block[] {
    const blocks = this.#now.get(key) ?? this.#before.get(key) ?? read();
    this.#now.set(key, blocks);
    return blocks;
  }
}
