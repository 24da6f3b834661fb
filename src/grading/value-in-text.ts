import { findBoxes, runOfBoxes } from './clean.js';
import { readAnswer } from './reading.js';

/** A stretch of a longer text. */
export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const span = (source: string, start: number, end: number, text = source.slice(start, end)): Span => ({
  text,
  start,
  end,
});

/** Trims blanks off both ends of a stretch. */
export function trimmed(source: string, start: number, end: number): Span {
  let a = start;
  let b = end;
  while (a < b && /\s/.test(source.charAt(a))) a++;
  while (b > a && /\s/.test(source.charAt(b - 1))) b--;
  return span(source, a, b);
}

/** The last group of boxes within a stretch, as one answer. */
export function boxesIn(source: string, start: number, end: number): Span | undefined {
  const boxes = findBoxes(source.slice(start, end));
  const run = runOfBoxes(source.slice(start, end), boxes);
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const contents = run.map((box) => source.slice(start + box.contentStart, start + box.contentEnd).trim());
  if (contents.every((content) => content === '')) return undefined;
  if (run.length === 1)
    return {
      ...span(source, start + first.contentStart, start + first.contentEnd),
      text: withSurroundings(source, start + first.start, start + first.end, contents[0] ?? ''),
    };
  return span(source, start + first.start, start + last.end, contents.join(', '));
}

/** A unit or percent sign right behind a box, and "x \in" right before it, belong to the answer. */
function withSurroundings(source: string, start: number, end: number, content: string): string {
  const after = /^\s*\$?\s*(\\?%|percent\b|pct\b|percentage\b)/.exec(source.slice(end, end + 16))?.[1];
  if (after !== undefined && !content.includes('%')) return `${content}\\%`;
  return content;
}

/** Where the sentence that starts at `start` ends: a full stop outside formulas and numbers, a blank line, or `limit`. */
export function sentenceEnd(source: string, start: number, limit: number): number {
  let dollar = false;
  let depth = 0;
  let display = 0;
  for (let i = start; i < limit; i++) {
    const c = source.charAt(i);
    if (c === '\\') {
      const next = source.charAt(i + 1);
      if (next === '[' || next === '(') display++;
      if (next === ']' || next === ')') display = Math.max(0, display - 1);
      i++;
    } else if (c === '$' && source.charAt(i + 1) === '$') {
      display = display > 0 ? display - 1 : source.includes('$$', i + 2) ? display + 1 : display;
      i++;
    } else if (c === '$') dollar = !dollar && source.includes('$', i + 1) && source.indexOf('$', i + 1) < limit;
    else if (c === '{') depth++;
    else if (c === '}') depth = Math.max(0, depth - 1);
    else if (c === '\n' && display === 0 && depth === 0) {
      if (source.slice(start, i).trim() !== '' && !dollar) return i;
    } else if (depth === 0 && display === 0 && !dollar) {
      if (c === '。') return i;
      if (
        (c === '.' || c === '!' || c === '?') &&
        /^[.!?]?["')\]]?(?:\s|$|\*\*)/.test(source.slice(i, i + 4).slice(1)) &&
        !/\b(?:approx|i\.e|e\.g|vs|[A-Z])$/.test(source.slice(Math.max(start, i - 7), i))
      )
        return i;
      if (c === '<' && source.startsWith('<|', i)) return i;
    }
  }
  return limit;
}

const INNER_LEAD =
  /^(?:\s|\*|:|：|"|“)*(?:(?:so|thus|hence|therefore|then)[,:]?\s+)?(?:(?:the|our|my|your)\s+)?(?:(?:final|correct|right|best)\s+)?(?:answer|result|solution|value)s?\s*(?:\*\*)?\s*(?:is|are|:|：|为|是)\s*(?::|：)?\s*/i;
const CHINESE_LEAD = /^(?:\s|\*|:|：)*(?:最终|正确)?(?:答案|结果)?\s*(?:是|为|应为|：|:)\s*/;

/**
 * The answer stated in a stretch that is said to be one: a box, a formula, the value after "is", or the words themselves.
 */
export function statedValue(source: string, from: number, limit: number): Span | undefined {
  const boxed = boxesIn(source, from, limit);
  if (boxed !== undefined) return boxed;
  let start = from;
  for (let i = 0; i < 2; i++) {
    const lead =
      INNER_LEAD.exec(source.slice(start, Math.min(limit, start + 120))) ??
      CHINESE_LEAD.exec(source.slice(start, Math.min(limit, start + 40)));
    if (lead === null) break;
    start += lead[0].length;
  }
  while (start < limit && /[\s*:："“`>]/.test(source.charAt(start)) && !source.startsWith('**', start)) start++;
  const end = sentenceEnd(source, start, limit);
  const whole = trimmed(source, start, end);
  if (whole.text === '') return undefined;
  if (isValue(whole.text)) return whole;
  return (
    formulaOf(source, whole) ??
    valueAfterVerb(source, whole) ??
    lastNumber(source, whole.start, whole.end) ??
    (whole.text.split(/\s+/).length <= 12 ? whole : undefined)
  );
}

/** Whether text reads as something other than words. */
export const isValue = (text: string): boolean =>
  text.length < 400 && readAnswer(text).readings.some((reading) => reading.form !== 'text');

const FORMULA =
  /\$\$([^$]+)\$\$|\$((?:[^$\\]|\\[^\n])+)\$|\\\(((?:[^\\]|\\[^()]){1,2000})\\\)|\\\[((?:[^\\]|\\[^[\]]){1,2000})\\\]/g;

/** The formulas in a stretch, as spans with their delimiters. */
export function formulas(source: string, start: number, end: number): Span[] {
  const stretch = source.slice(start, end);
  return [...stretch.matchAll(FORMULA)].map((match) =>
    span(source, start + match.index, start + match.index + match[0].length),
  );
}

/** The last formula of a sentence; formulas joined by "and" or commas at its end count as one answer. */
function formulaOf(source: string, sentence: Span): Span | undefined {
  const found = formulas(source, sentence.start, sentence.end);
  const last = found.at(-1);
  if (last === undefined) return undefined;
  let first = last;
  for (let i = found.length - 2; i >= 0; i--) {
    const candidate = found[i];
    if (
      candidate === undefined ||
      !/^\s*(?:,|and|or|, and|, or|和|或)\s*$/.test(source.slice(candidate.end, first.start))
    )
      break;
    first = candidate;
  }
  const tail = /^\s*(\\?%|percent|pct|percentage|degrees?|°)/.exec(source.slice(last.end, sentence.end))?.[0] ?? '';
  // "the volume of $V$ is 120": a formula that only names something is not the value.
  const after = source.slice(last.end, sentence.end);
  if (/\b(?:is|are|equals)\b|=|为|是/.test(after) && /\d/.test(after)) return undefined;
  return span(source, first.start, last.end + tail.length);
}

const VERB =
  /(?:\b(?:is|are|was|equals|be|equal to|est|gives|get|of|by)\b|=|:|为|是|约|共|有)\s*(?![^=]*(?:\bis\b|=))/g;

function valueAfterVerb(source: string, sentence: Span): Span | undefined {
  const verbs = [...sentence.text.matchAll(VERB)];
  const last = verbs.at(-1);
  if (last === undefined) return undefined;
  const rest = trimmed(source, sentence.start + last.index + last[0].length, sentence.end);
  return rest.text !== '' && /\d|\\|^[A-Za-z]$/.test(rest.text) && isValue(rest.text) ? rest : undefined;
}

const NUMBER =
  /(?<![\w.\\^_]|[\d][,.])[-−+]?(?:[$€£¥]\s*)?(?:\\frac\s*\{[^{}]*\}\s*\{[^{}]*\}|\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?|\d+,\d+|\d*\.?\d+)(?:\s*\/\s*\d+)?(?:[eE][-+]?\d+)?(?:\s*(?:\\?%|％|percent\b))?(?![\d]|[A-Za-z]{2,}\d)/g;

/** The last number of a stretch, with its sign, percent sign and fraction bar. */
export function lastNumber(source: string, start: number, end: number): Span | undefined {
  const stretch = source.slice(start, end);
  if (stretch.length > 20_000) return undefined;
  let last: RegExpMatchArray | undefined;
  for (const match of stretch.matchAll(NUMBER)) {
    const before = stretch.charAt(match.index - 1);
    const after = stretch.charAt(match.index + match[0].length);
    if (/[A-Za-z]/.test(before) || /[A-Za-z]/.test(after)) {
      // "2A" and "AZYUK2A" are labels; "4000千克" and "5km" are quantities.
      if (/[A-Za-z]/.test(before) || /^[A-Z]/.test(after)) continue;
    }
    last = match;
  }
  if (last?.index === undefined) return undefined;
  const signed = /^[-−+]/.test(last[0]) && /[\d)\w]\s*$/.test(stretch.slice(0, last.index)) ? 1 : 0;
  return trimmed(source, start + last.index + signed, start + last.index + last[0].length);
}
