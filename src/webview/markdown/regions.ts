/**
 * Where code and formulas stand in Markdown text. Formulas are found before Markdown is parsed: a line of a formula that
 * begins with "+" or ">" would otherwise become a list or a quotation. PURE.
 */

export interface Region {
  readonly kind: 'code' | 'math';
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** The formula without its delimiters; empty for code. */
  readonly tex: string;
  readonly display: boolean;
  /** Whether its end is there; an open region reaches to the end of the text. */
  readonly closed: boolean;
}

/** Longest formula that is looked for, in characters: bounds the work on hostile text. */
const LONGEST_DISPLAY = 5000;
const LONGEST_INLINE = 1000;

/** Environments that stand on their own, without delimiters around them. */
const ENVIRONMENTS = new Set(
  ['equation', 'align', 'alignat', 'gather', 'multline', 'eqnarray', 'split', 'aligned', 'gathered', 'array']
    .concat(['cases', 'matrix', 'pmatrix', 'bmatrix', 'Bmatrix', 'vmatrix', 'Vmatrix', 'CD', 'math', 'displaymath'])
    .flatMap((name) => [name, `${name}*`]),
);

/** Environments of LaTeX that KaTeX knows under another name or needs no name for. */
const PLAIN = new Map([
  ['math', ''],
  ['displaymath', ''],
  ['eqnarray', 'align'],
  ['eqnarray*', 'align*'],
  ['multline', 'gather'],
  ['multline*', 'gather*'],
]);

/** Code and formulas in order; they do not overlap. */
export function findRegions(text: string): Region[] {
  const regions: Region[] = [];
  let at = 0;
  while (at < text.length) {
    const region = regionAt(text, at);
    if (region === undefined) {
      at = skip(text, at);
    } else {
      regions.push(region);
      at = region.end;
    }
  }
  return regions;
}

/** The next place where a region may begin. */
function skip(text: string, at: number): number {
  if (text[at] === '\\' || text[at] === '$') return at + (text[at] === '\\' ? 2 : 1);
  if (text[at] === '`' || text[at] === '~') return at + runLength(text, at);
  let next = at + 1;
  while (next < text.length && !'\\$`~'.includes(text.charAt(next))) next++;
  return next;
}

function regionAt(text: string, at: number): Region | undefined {
  switch (text[at]) {
    case '`':
    case '~':
      return fenceAt(text, at) ?? codeSpanAt(text, at);
    case '$':
      return text[at + 1] === '$' ? between(text, at, '$$', '$$', true) : dollarAt(text, at);
    case '\\':
      if (text[at + 1] === '[') return between(text, at, '\\[', '\\]', true);
      if (text[at + 1] === '(') return between(text, at, '\\(', '\\)', false);
      return environmentAt(text, at);
    default:
      return undefined;
  }
}

function runLength(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] === text[at]) end++;
  return end - at;
}

/** A fence opens a line, perhaps indented or in a list or quotation, and ends at a line with one at least as long. */
function fenceAt(text: string, at: number): Region | undefined {
  const length = runLength(text, at);
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  if (length < 3 || !/^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?$/.test(text.slice(lineStart, at))) return undefined;
  const lineEnd = text.indexOf('\n', at);
  if (lineEnd < 0) return code(at, text.length, false);
  if (text[at] === '`' && text.slice(at + length, lineEnd).includes('`')) return undefined;
  const mark = text.charAt(at).repeat(length);
  for (let line = lineEnd + 1; line <= text.length;) {
    const next = text.indexOf('\n', line);
    const end = next < 0 ? text.length : next;
    const content = text.slice(line, end).trim();
    if (content.startsWith(mark) && content.length === runLength(content, 0)) return code(at, end, true);
    if (next < 0) break;
    line = next + 1;
  }
  return code(at, text.length, false);
}

/** As many backticks again, before a blank line. */
function codeSpanAt(text: string, at: number): Region | undefined {
  if (text[at] !== '`') return undefined;
  const length = runLength(text, at);
  const stop = paragraphEnd(text, at);
  for (let next = text.indexOf('`', at + length); next >= 0 && next < stop;) {
    const run = runLength(text, next);
    if (run === length) return code(at, next + run, true);
    next = text.indexOf('`', next + run);
  }
  return undefined;
}

function code(start: number, end: number, closed: boolean): Region {
  return { kind: 'code', start, end, tex: '', display: false, closed };
}

function paragraphEnd(text: string, at: number): number {
  const end = text.indexOf('\n\n', at);
  return end < 0 ? text.length : end;
}

/** A formula between two marks; open when the text ends before the second one is there. */
function between(text: string, at: number, open: string, close: string, display: boolean): Region | undefined {
  const from = at + open.length;
  const limit = from + (display ? LONGEST_DISPLAY : LONGEST_INLINE);
  const end = indexUnescaped(text, close, from, Math.min(limit, text.length));
  if (end !== undefined) {
    const tex = text.slice(from, end);
    if (tex.trim() === '') return undefined;
    return { kind: 'math', start: at, end: end + close.length, tex, display, closed: true };
  }
  if (text.length > limit || (!display && text.includes('\n\n', at))) return undefined;
  return { kind: 'math', start: at, end: text.length, tex: text.slice(from), display, closed: false };
}

/** Index of `mark` where no odd number of backslashes stands before it (its own not counted). */
function indexUnescaped(text: string, mark: string, from: number, limit: number): number | undefined {
  const within = text.slice(from, limit);
  for (let at = within.indexOf(mark); at >= 0; at = within.indexOf(mark, at + 1)) {
    let slashes = 0;
    while (within[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return from + at;
  }
  return undefined;
}

/**
 * `$…$` as Pandoc reads it: no space inside the marks, no digit after the second. On top of that an amount of money with
 * a word after it stays prose ("$5 or 6$").
 */
function dollarAt(text: string, at: number): Region | undefined {
  const first = text[at + 1];
  if (first === undefined || /\s/.test(first)) return undefined;
  const stop = Math.min(paragraphEnd(text, at), at + LONGEST_INLINE);
  for (let end = indexUnescaped(text, '$', at + 1, stop); end !== undefined;) {
    const tex = text.slice(at + 1, end);
    const closes = !/\s$/.test(tex) && !/^\d/.test(text.charAt(end + 1));
    if (closes) {
      if (isMoney(tex)) return undefined;
      return { kind: 'math', start: at, end: end + 1, tex, display: false, closed: true };
    }
    end = indexUnescaped(text, '$', end + 1, stop);
  }
  // Half streamed: only what is TeX for certain is kept back; everything else may be a price.
  const rest = text.slice(at + 1);
  const isTex = /^[^$\n]{0,40}(?:\\[a-zA-Z]|[_^]\{)/.test(rest) && !rest.includes('\n') && !isMoney(rest);
  if (!isTex || rest.length > LONGEST_INLINE) return undefined;
  return { kind: 'math', start: at, end: text.length, tex: rest, display: false, closed: false };
}

function isMoney(tex: string): boolean {
  return /^\d[\d.,]*[,;]?\s+[a-z]{2,}(?![a-z{]*[\\^_=])/i.test(tex);
}

function environmentAt(text: string, at: number): Region | undefined {
  const name = /^\\begin\{([a-zA-Z]+\*?)\}/.exec(text.slice(at, at + 40))?.[1];
  if (name === undefined || !ENVIRONMENTS.has(name)) return undefined;
  const open = `\\begin{${name}}`;
  const close = `\\end{${name}}`;
  const near = text.slice(0, at + LONGEST_DISPLAY);
  let depth = 0;
  for (let here = at; here < near.length;) {
    const nextClose = near.indexOf(close, here);
    const nextOpen = near.indexOf(open, here);
    if (nextClose < 0) break;
    if (nextOpen >= 0 && nextOpen < nextClose) {
      depth++;
      here = nextOpen + open.length;
      continue;
    }
    depth--;
    here = nextClose + close.length;
    if (depth === 0) {
      return {
        kind: 'math',
        start: at,
        end: here,
        tex: renamed(text.slice(at, here), name),
        display: true,
        closed: true,
      };
    }
  }
  if (text.length - at > LONGEST_DISPLAY) return undefined;
  return { kind: 'math', start: at, end: text.length, tex: text.slice(at), display: true, closed: false };
}

function renamed(tex: string, name: string): string {
  const plain = PLAIN.get(name);
  if (plain === undefined) return tex;
  const inner = tex.slice(`\\begin{${name}}`.length, -`\\end{${name}}`.length);
  return plain === '' ? inner : `\\begin{${plain}}${inner}\\end{${plain}}`;
}
