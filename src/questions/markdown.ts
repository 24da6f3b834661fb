/**
 * Markdown to blocks, in one pass over the lines. A full CommonMark parse costs about 0.2 ms a line, too much for a
 * document of thousands of lines that has to be answered at once; what matters here is which text is prose, which is
 * code, and where paragraphs, items and headings begin. test/unit/questions compares it with mdast on the corpus.
 */
import { blank, block, opaque, type Block } from './blocks.js';
import { maskInline } from './markdown-inline.js';
import { tableBlocks, type Row } from './markdown-table.js';

interface Line {
  readonly start: number;
  /** Without the line break. */
  readonly end: number;
}

export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (;;) {
    const feed = text.indexOf('\n', start);
    if (feed === -1) {
      lines.push({ start, end: text.length });
      return lines;
    }
    lines.push({ start, end: feed > start && text.charCodeAt(feed - 1) === 13 ? feed - 1 : feed });
    start = feed + 1;
  }
}

const FENCE = /^(`{3,}|~{3,})/;
const ATX = /^(#{1,6})(?=[ \t]|$)/;
const ITEM = /^(?:([-*+])|\d{1,9}[.)])(?=[ \t]|$)/;
const RULE = /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const SETEXT = /^(?:=+|-{2,})[ \t]*$/;
const TABLE_RULE = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$/;
const RAW_HTML = /^<(pre|script|style|textarea|svg|math)\b/i;
const DETAILS = /^<(\/?)(details)\b[^>]*>/i;
const SUMMARY = /<summary\b[^>]*>(.*?)<\/summary>/i;

/** A paragraph that is being collected. */
interface Open {
  readonly start: number;
  end: number;
  /** Lines already masked for quote marks and list markers, joined with their line breaks. */
  text: string;
  readonly level: number;
  readonly indent: number;
  readonly item: boolean;
  readonly bullet: boolean;
  readonly checkbox: boolean;
  readonly checked: boolean;
  readonly quoted: boolean;
  lines: number;
}

/** Blocks of one chunk of a document. @param first the chunk begins the document, and may hold front matter */
export function scanMarkdown(chunk: string, first: boolean, cell?: number): Block[] {
  return new MarkdownScanner(chunk, cell).run(first);
}

class MarkdownScanner {
  readonly #blocks: Block[] = [];
  readonly #lines: Line[];
  #open: Open | undefined;
  /** Columns where the content of the enclosing list items begins. */
  #indents: number[] = [];
  /** The last line was blank. */
  #afterBlank = true;

  constructor(
    readonly source: string,
    readonly cell: number | undefined,
  ) {
    this.#lines = linesOf(source);
  }

  run(first: boolean): Block[] {
    let i = first ? this.#frontMatter() : 0;
    while (i < this.#lines.length) i = this.#line(i);
    this.#close();
    return this.#blocks;
  }

  /** Index of the first line after YAML front matter. */
  #frontMatter(): number {
    if (this.#text(0).trimEnd() !== '---') return 0;
    for (let i = 1; i < Math.min(this.#lines.length, 200); i++) {
      if (/^(?:---|\.\.\.)[ \t]*$/.test(this.#text(i))) {
        const title = this.#lines
          .slice(1, i)
          .find((line) => /^title\s*:/.test(this.source.slice(line.start, line.end)));
        if (title !== undefined) {
          const from = this.source.indexOf(':', title.start) + 1;
          this.#push({
            kind: 'heading',
            start: from,
            end: title.end,
            text: this.source.slice(from, title.end),
            level: 1,
          });
        }
        return i + 1;
      }
    }
    return 0;
  }

  #text(index: number): string {
    const line = this.#lines[index];
    return line === undefined ? '' : this.source.slice(line.start, line.end);
  }

  #push(part: Parameters<typeof block>[0]): void {
    this.#blocks.push(block({ ...part, cell: this.cell }));
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const text = maskInline(open.text);
    if (text.trim() === '') return;
    const trimmed = open.text.trim();
    this.#push({ ...open, kind: 'text', text, math: /^(?:\$\$[^]*\$\$|\\\[[^]*\\\])[.,;]?$/.test(trimmed) });
  }

  /** Handles the line at `i` and answers the index of the next one to handle. */
  #line(i: number): number {
    const line = this.#lines[i];
    if (line === undefined) return i + 1;
    const raw = this.source.slice(line.start, line.end);
    const { skip, column, quoted } = prefix(raw);
    const rest = raw.slice(skip);
    if (rest.trim() === '') {
      if (this.#open !== undefined && this.#open.quoted && !quoted) this.#close();
      this.#close();
      this.#afterBlank = true;
      return i + 1;
    }
    const afterBlank = this.#afterBlank;
    this.#afterBlank = false;
    if (this.#open !== undefined && this.#open.quoted !== quoted && ITEM.exec(rest) === null && quoted) this.#close();
    // Leaving list items: a line after a blank one that stands left of their content.
    if (afterBlank || ITEM.test(rest))
      while (this.#indents.length > 0 && column < (this.#indents.at(-1) ?? 0)) this.#indents.pop();
    const base = this.#indents.at(-1) ?? 0;

    const fence = FENCE.exec(rest);
    if (fence !== null && !(fence[1]?.startsWith('`') === true && rest.slice(fence[0].length).includes('`'))) {
      this.#close();
      return this.#fenced(i, fence[1] ?? '```');
    }
    if (this.#open === undefined && afterBlank && column >= base + 4 && ITEM.exec(rest) === null && !quoted) {
      this.#push({ kind: 'opaque', start: line.start, end: line.end, text: opaque(raw) });
      this.#afterBlank = true;
      return i + 1;
    }
    if (rest.startsWith('<')) {
      const next = this.#html(i, line, skip, rest);
      if (next !== undefined) return next;
    }
    const atx = ATX.exec(rest);
    if (atx !== null && column < base + 4) {
      this.#close();
      if (column < base || base === 0) this.#indents = [];
      const from = line.start + skip + atx[0].length;
      const title = this.source.slice(from, line.end).replace(/[ \t]#+[ \t]*$/, (hashes) => blank(hashes));
      this.#push({
        kind: 'heading',
        start: from,
        end: line.end,
        text: maskInline(title),
        level: atx[0].length,
        quoted,
      });
      return i + 1;
    }
    if (
      this.#open !== undefined &&
      SETEXT.test(rest) &&
      this.#open.lines <= 2 &&
      !this.#open.item &&
      this.#open.quoted === quoted
    ) {
      const { start, end, text } = this.#open;
      this.#open = undefined;
      this.#push({ kind: 'heading', start, end, text: maskInline(text), level: rest.startsWith('=') ? 1 : 2, quoted });
      return i + 1;
    }
    if (RULE.test(rest.trimEnd()) && rest.length < 120) {
      this.#close();
      this.#push({ kind: 'opaque', start: line.start, end: line.end, text: opaque(raw) });
      this.#indents = [];
      return i + 1;
    }
    if (
      rest.includes('|') &&
      TABLE_RULE.test(
        this.#text(i + 1)
          .trim()
          .slice(0, 2000),
      )
    ) {
      this.#close();
      return this.#table(i);
    }
    if (rest.startsWith('$$') || rest.startsWith('\\[')) return this.#display(i, skip, column, quoted);
    const item = ITEM.exec(rest);
    if (item !== null) {
      this.#item(line, raw, skip, column, quoted, item);
      return i + 1;
    }
    this.#append(line, blank(raw.slice(0, skip)) + rest, column, quoted);
    return i + 1;
  }

  #append(line: Line, masked: string, column: number, quoted: boolean): void {
    if (this.#open === undefined) {
      const lead = masked.length - masked.trimStart().length;
      this.#open = {
        start: line.start + lead,
        end: line.end,
        text: masked.slice(lead),
        level: column,
        indent: column,
        item: false,
        bullet: false,
        checkbox: false,
        checked: false,
        quoted,
        lines: 1,
      };
      return;
    }
    this.#open.text += this.source.slice(this.#open.end, line.start) + masked;
    this.#open.end = line.end;
    this.#open.lines++;
  }

  #item(line: Line, raw: string, skip: number, column: number, quoted: boolean, item: RegExpExecArray): void {
    this.#close();
    const bullet = item[1] !== undefined;
    const after = raw.slice(skip + item[0].length);
    const gap = after.length - after.trimStart().length;
    const content = column + item[0].length + (gap >= 5 || gap === 0 ? 1 : gap);
    while (this.#indents.length > 0 && column < (this.#indents.at(-1) ?? 0)) this.#indents.pop();
    this.#indents.push(content);
    const box = bullet ? /^[ \t]*\[[ xX]\](?=[ \t])/.exec(after) : null;
    // A number stays in the text, where labels are read; bullets and boxes are markup.
    const from = bullet ? skip + item[0].length + (box?.[0].length ?? 0) : skip;
    const text = raw.slice(from);
    const lead = text.length - text.trimStart().length;
    this.#open = {
      start: line.start + from + lead,
      end: line.end,
      text: text.slice(lead),
      level: content,
      indent: column,
      item: true,
      bullet,
      checkbox: box !== null,
      checked: /x/i.test(box?.[0] ?? ''),
      quoted,
      lines: 1,
    };
  }

  #fenced(i: number, fence: string): number {
    const first = this.#lines[i];
    let last = i;
    for (let j = i + 1; j < this.#lines.length; j++) {
      last = j;
      const text = this.#text(j)
        .replace(/^[\s>]*/, '')
        .trimEnd();
      if (text.length >= fence.length && text === (fence[0] ?? '`').repeat(text.length)) break;
    }
    const end = this.#lines[last]?.end ?? this.source.length;
    this.#push({ kind: 'opaque', start: first?.start ?? 0, end, text: '' });
    return last + 1;
  }

  #table(i: number): number {
    let last = i + 1;
    while (last + 1 < this.#lines.length && this.#text(last + 1).includes('|')) last++;
    const row = (index: number): Row => ({ start: this.#lines[index]?.start ?? 0, text: this.#text(index) });
    const rows = Array.from({ length: last - i - 1 }, (_, index) => row(i + 2 + index));
    const blocks = tableBlocks(row(i), rows);
    for (const part of blocks) this.#push(part);
    if (blocks.length === 0)
      this.#push({ kind: 'opaque', start: row(i).start, end: this.#lines[last]?.end ?? 0, text: '' });
    return last + 1;
  }

  /** `$$ … $$` or `\[ … \]` over several lines: text that belongs to the paragraph before it, if it touches it. */
  #display(i: number, skip: number, column: number, quoted: boolean): number {
    const line = this.#lines[i];
    if (line === undefined) return i + 1;
    const first = this.#text(i).slice(skip);
    const [open, close] = first.startsWith('$$') ? ['$$', '$$'] : ['\\[', '\\]'];
    let last = i;
    if (!first.slice(open.length).includes(close)) {
      for (let j = i + 1; j < Math.min(this.#lines.length, i + 400); j++) {
        if (this.#text(j).includes(close)) {
          last = j;
          break;
        }
      }
    }
    for (let j = i; j <= last; j++) {
      const at = this.#lines[j];
      if (at === undefined) break;
      const raw = this.source.slice(at.start, at.end);
      const { skip: from } = prefix(raw);
      this.#append(at, blank(raw.slice(0, from)) + raw.slice(from), column, quoted);
    }
    return last + 1;
  }

  #html(i: number, line: Line, skip: number, rest: string): number | undefined {
    if (rest.startsWith('<!--')) {
      this.#close();
      const end = this.source.indexOf('-->', line.start + skip);
      return this.#opaqueUntil(i, line.start, end === -1 ? this.source.length : end + 3);
    }
    const raw = RAW_HTML.exec(rest);
    if (raw !== null) {
      this.#close();
      const close = `</${(raw[1] ?? '').toLowerCase()}`;
      for (let j = i; j < this.#lines.length; j++) {
        if (this.#text(j).toLowerCase().includes(close))
          return this.#opaqueUntil(i, line.start, this.#lines[j]?.end ?? 0);
      }
      return this.#opaqueUntil(i, line.start, this.source.length);
    }
    const details = DETAILS.exec(rest);
    const summary = SUMMARY.exec(rest);
    if (details === null && summary === null) return undefined;
    this.#close();
    const title = summary?.[1] ?? '';
    if (details?.[1] === '/')
      this.#push({ kind: 'close', start: line.start, end: line.end, text: '', scope: 'solution' });
    else if (details !== null && summary === null && /^<summary/i.test(this.#text(i + 1).trim())) return i + 1;
    else
      this.#push({
        kind: 'open',
        start: line.start,
        end: line.end,
        text: title.replace(/<[^>]*>/g, ''),
        scope: 'solution',
      });
    // What stands on the same line after the tags.
    const consumed = Math.max(details?.[0].length ?? 0, summary === null ? 0 : summary.index + summary[0].length);
    let inner = rest.slice(consumed);
    const endTag = /<\/details\s*>/i.exec(inner);
    if (endTag !== null) inner = inner.slice(0, endTag.index);
    if (inner.trim() !== '' && details?.[1] !== '/') {
      const from = line.start + skip + consumed;
      this.#append({ start: from, end: from + inner.length }, inner, 0, false);
    }
    if (endTag !== null && details?.[1] !== '/') {
      this.#close();
      this.#push({ kind: 'close', start: line.end, end: line.end, text: '', scope: 'solution' });
    }
    return i + 1;
  }

  #opaqueUntil(i: number, start: number, end: number): number {
    this.#push({ kind: 'opaque', start, end, text: '' });
    let next = i;
    while (next < this.#lines.length && (this.#lines[next]?.start ?? 0) < end) next++;
    return Math.max(next, i + 1);
  }
}

/** Quote marks and indentation at the start of a line: how many characters, and the column they lead to. */
function prefix(raw: string): { skip: number; column: number; quoted: boolean } {
  let skip = 0;
  let column = 0;
  let quoted = false;
  for (; skip < raw.length; skip++) {
    const c = raw[skip];
    if (c === ' ') column++;
    else if (c === '\t') column += 4 - (column % 4);
    else if (c === '>') {
      quoted = true;
      column = 0;
      if (raw[skip + 1] === ' ') skip++;
    } else break;
  }
  return { skip, column, quoted };
}
