import { plainCharacters } from './characters.js';

/** The content of every balanced `\boxed{…}` or `\fbox{…}` with its place in the text; an unclosed last one runs to the end of its line. */
export interface Box {
  readonly start: number;
  readonly end: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly closed: boolean;
}

const BOX = /\\(?:boxed|fbox|framebox)\b\s*/g;

/** Boxes in order of appearance; of nested boxes only the outer one, of unclosed ones only the last. */
export function findBoxes(text: string): Box[] {
  const boxes: Box[] = [];
  const closers = braces(text);
  let unclosed: Box | undefined;
  BOX.lastIndex = 0;
  for (let match = BOX.exec(text); match !== null; match = BOX.exec(text)) {
    const start = match.index;
    const open = start + match[0].length;
    if (text.charAt(open) !== '{') {
      // "\boxed 5": the next token is the content, as in LaTeX.
      const bare = /^(?:\\?[A-Za-z]+|-?[\d.,]*\d)/.exec(text.slice(open, open + 40))?.[0];
      if (bare === undefined || !match[0].endsWith(' ')) continue;
      boxes.push({ start, end: open + bare.length, contentStart: open, contentEnd: open + bare.length, closed: true });
      continue;
    }
    const close = closers.get(open);
    if (close === undefined) {
      const lineEnd = text.indexOf('\n', open);
      const end = lineEnd < 0 ? text.length : lineEnd;
      unclosed = { start, end, contentStart: open + 1, contentEnd: end, closed: false };
      continue;
    }
    unclosed = undefined;
    boxes.push({ start, end: close + 1, contentStart: open + 1, contentEnd: close, closed: true });
    BOX.lastIndex = close;
  }
  return unclosed === undefined ? boxes : [...boxes, unclosed];
}

/** Where each opening brace is closed, in one pass. */
function braces(text: string): Map<number, number> {
  const closers = new Map<number, number>();
  const open: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 92) i++;
    else if (c === 123) open.push(i);
    else if (c === 125) {
      const start = open.pop();
      if (start !== undefined) closers.set(start, i);
    }
  }
  return closers;
}

/** The place of the brace that closes the one at `open`. */
export function closingBrace(text: string, open: number): number | undefined {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 92) i++;
    else if (c === 123) depth++;
    else if (c === 125 && --depth === 0) return i;
  }
  return undefined;
}

// prettier-ignore
const WRAPPERS: readonly (readonly [open: string, close: string])[] = [
  ['$$', '$$'], ['$', '$'], ['\\(', '\\)'], ['\\[', '\\]'], ['**', '**'], ['__', '__'], ['`', '`'], ['"', '"'], ['<answer>', '</answer>'], ['\\text{', '}'], ['\\mathrm{', '}'], ['\\textbf{', '}'], ['\\mathbf{', '}'], ['\\displaystyle', ''], ['{', '}'],
];

function unwrapOnce(text: string): string {
  for (const [open, close] of WRAPPERS) {
    if (!text.startsWith(open) || !text.endsWith(close) || text.length < open.length + close.length + 1) continue;
    const inside = text.slice(open.length, text.length - close.length);
    if (close === '}') {
      if (closingBrace(text, open.length - 1) !== text.length - 1) continue;
      if (open === '{' && /[,;:|]/.test(inside)) continue;
    } else if (close !== '' && inside.includes(close)) continue;
    return inside.trim();
  }
  return text;
}

/** "0.333…", "0.1818…": a block three times, or two digits twice, before the dots. */
const REPEATING = /(?<![\d.])(\d+\.\d{0,6}?)(\d)\2{2,20}(?:\.\.\.|\\[lc]?dots)/g;

const LARGE_POWERS: Readonly<Record<string, number>> = { thousand: 3, million: 6, billion: 9, trillion: 12 };
const LARGE_WORD = /(\d)\s*(?:\\[,; ])?(?:\\text\s*\{\s*)?(thousand|million|billion|trillion)\b\s*\}?/gi;

const LEAD_IN =
  /^(?:(?:so|thus|hence|therefore|then|and|we get|we have)[,:]?\s+)*(?:(?:the|our|my|this)\s+)?(?:(?:final|correct|right|best)\s+)?(?:answer|result|solution|value)s?\s*(?:is|are|would be|should be|=|:|：)\s*(?::\s*)?/i;
const CHINESE_LEAD_IN =
  /^(?:因此|所以|故|综上|综上所述)?[,:]?\s*(?:正确)?(?:最终)?(?:答案|结果)\s*(?:是|为|应为|应该是|选)?\s*[:：]?\s*/;
const ABOUT =
  /^(?:\\approx|\\sim|≈|~|approximately|approx\.?|about|around|roughly|约为|大约是|大约|约|exactly|only|just)\s*/i;
const PERCENT_WORD =
  /(\d|\}|\))\s*\$?\s*(?:\\text\s*\{\s*)?(?:\\?%|percents?\b|percentage\b|pct\b|per cent\b)(?:\s*\})?/g;

/**
 * One answer string in the form the readers expect: characters mapped, delimiters, emphasis, boxes and lead-ins gone,
 * "28 percent" as 28\%, currency signs escaped.
 */
export function cleanAnswer(source: string): string {
  let text = plainCharacters(source)
    .replace(/\\n(?![a-zA-Z])/g, ' ')
    .replace(/\{([-+=])\}/g, '$1')
    .replace(/(\d) ?[xX] ?(?=10 ?\^)/g, '$1\\times ')
    .replace(REPEATING, '$1\\overline{$2}')
    .replace(
      LARGE_WORD,
      (_all, digits: string, word: string) => `${digits}\\times 10^{${LARGE_POWERS[word.toLowerCase()] ?? 0}}`,
    )
    .replace(/\\(q?quad)(?=[A-Za-z])/g, '\\$1 ')
    .replace(/([\d)}])(or|and)(?=[A-Z(\d$\\])/g, '$1 $2 ')
    .trim();
  for (let round = 0; round < 8; round++) {
    const before = text;
    text = stripEnd(text);
    text = unwrapOnce(text);
    text = unbox(text);
    if (text.length < 400) text = text.replace(LEAD_IN, '').replace(CHINESE_LEAD_IN, '').replace(ABOUT, '');
    text = text.trim();
    if (text === before) break;
  }
  text = dollars(text).replace(
    /\s*(?:\\text\s*\{\s*)?\b(?:square |sq\.? |cubic )?units\b(?:\s*\})?(?:\s*(?:\^\s*\{?\s*[23]\s*\}?|squared|cubed))?\s*$/,
    '',
  );
  if (text.includes('%') || /perc|pct/.test(text)) text = text.replace(PERCENT_WORD, '$1\\%');
  return text
    .replace(/\\[()]|\\\[|\\\]/g, (found, at: number, whole: string) => (whole.charAt(at - 1) === '\\' ? found : ' '))
    .trim();
}

function stripEnd(text: string): string {
  let out = text
    .replace(/(?:\\[,;:! ]|\\quad|\\qquad|\s)+$/, '')
    .replace(/^(?:\\[,;:! ](?!\s*$)|\\quad|\\qquad|\s)+/, '');
  if (out.endsWith('.') && !out.endsWith('..')) out = out.slice(0, -1);
  if (/[,;:]$/.test(out) && !out.endsWith('\\,') && !out.endsWith('\\;') && !out.endsWith('\\:'))
    out = out.slice(0, -1);
  return out.trimEnd();
}

/** A text with boxes: the content of the only one, or of several that stand side by side. */
function unbox(text: string): string {
  if (!text.includes('boxed') && !text.includes('fbox')) return text;
  const boxes = findBoxes(text);
  const contents = boxes.map((box) => text.slice(box.contentStart, box.contentEnd));
  const [first] = contents;
  if (first === undefined) return text;
  if (contents.length > 1) return lastRun(text, boxes);
  const [box] = boxes;
  if (box === undefined) return text;
  // "x \in \boxed{…}": the name before the box belongs to the answer; prose around it does not.
  const before = text.slice(0, box.start).replace(/[$\s]|\\[([]/g, '');
  const after = text.slice(box.end).replace(/[$\s.]|\\[)\]]/g, '');
  const unit = /^(?:\\?%|percents?|pct|percentage|\^\{?\\circ\}?|°)$/.test(after) ? after : '';
  return before === '' && after === ''
    ? first
    : `${first}${unit === '' ? '' : `\\${unit.startsWith('^') ? unit.slice(0) : '%'}`.replace('\\^', '^')}`;
}

const CONNECTED = /^[\s$,;.]*(?:\\[()[\],;: ]|\\quad|\\qquad)*[\s$,;]*$/;

/** Words between two boxes that still make one answer: "\boxed{1} papers and \boxed{2} bins". */
function connected(between: string): boolean {
  const plain = between.replace(/\\text\s*\{([^{}]*)\}/g, '$1').replace(/\\[()[\],;: ]|\\quad|\\qquad|\\n|[$\\]/g, ' ');
  if (/\.\s|\n\s*\n|\*\*|:/.test(plain)) return false;
  if (CONNECTED.test(between) || /^[\s,;+]*$/.test(plain)) return !/\.\s*\S/.test(plain);
  const words = plain.trim().split(/\s+/);
  return (
    words.length <= 6 &&
    plain.length < 50 &&
    words.filter((word) => /^(?:and|or|,|和|或|与|y|et|und)$/i.test(word.replace(/,/g, '') || ',')).length === 1
  );
}

/** The last group of boxes that belong together, joined by commas. */
function lastRun(text: string, boxes: readonly Box[]): string {
  return runOfBoxes(text, boxes)
    .map((box) => text.slice(box.contentStart, box.contentEnd))
    .join(', ');
}

/** The boxes of the last group: those joined to the last one by "and", commas or nothing. */
export function runOfBoxes(text: string, boxes: readonly Box[]): Box[] {
  const run: Box[] = [];
  for (let i = boxes.length - 1; i >= 0; i--) {
    const box = boxes[i];
    const next = run[0];
    if (box === undefined) break;
    if (next !== undefined && !connected(text.slice(box.end, next.start))) break;
    run.unshift(box);
  }
  return run;
}

/** Paired dollars delimit formulas and go; a lone one is money. */
function dollars(text: string): string {
  if (!text.includes('$')) return text;
  const bare = text.replace(/\\\$/g, '\uE020');
  const count = bare.split('$').length - 1;
  const plain =
    count % 2 === 0 && !/^\$?[\d.,]+\$?$/.test(bare)
      ? bare.replace(/\$/g, ' ')
      : bare
          .replace(/\$\s*(?=[\d.])/, '\uE020')
          .replace(/([\d.,]+)\s*\$/, '\uE020$1')
          .replace(/\$/g, ' ');
  return plain.replace(/\uE020/g, '\\$');
}
