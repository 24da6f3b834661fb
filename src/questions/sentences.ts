/** Cuts masked text into sentences, in English and Chinese, without falling over decimals, abbreviations and formulas. */
import { mathEnd } from './markdown-inline.js';

export interface Sentence {
  readonly start: number;
  readonly end: number;
  /** With what stands inside quotation marks blanked out. */
  readonly text: string;
}

const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|resp|cf|fig|figs|eq|eqs|ex|no|nos|sec|ch|dr|mr|mrs|ms|prof|st|jr|sr|inc|min|max|vol|pp|p|ed|al|ca|temp|ref|[a-z])$/i;

/** Sentences longer than this are cut: nothing of interest is that long, and every rule stays bounded. */
const LONGEST = 4000;

export function sentencesOf(text: string): Sentence[] {
  const visible = blankQuotes(text);
  const sentences: Sentence[] = [];
  let start = 0;
  const push = (end: number): void => {
    const raw = visible.slice(start, end);
    const lead = raw.length - raw.trimStart().length;
    const trimmed = raw.trim();
    if (trimmed !== '') sentences.push({ start: start + lead, end: start + lead + trimmed.length, text: trimmed });
    start = end;
  };
  for (let i = 0; i < visible.length; i++) {
    const c = visible[i] ?? '';
    if (c === '$') {
      const end = mathEnd(visible, i);
      if (end !== undefined) {
        i = end - 1;
        // A displayed formula that ends its sentence carries the full stop inside.
        if (
          /[.?!。？]\s*\$\$?$/.test(visible.slice(Math.max(start, i - 4), end)) &&
          /^\s*(?:[A-Z$\u4e00-\u9fff]|$)/.test(visible.slice(end, end + 20))
        )
          push(end);
      }
      continue;
    }
    if (c === '\\' && (visible[i + 1] === '[' || visible[i + 1] === '(')) {
      const end = visible.indexOf(visible[i + 1] === '[' ? '\\]' : '\\)', i);
      if (end !== -1 && end - i < LONGEST) {
        i = end + 1;
        if (
          /[.?!]\s*\\[\])]$/.test(visible.slice(Math.max(start, end - 3), end + 2)) &&
          /^\s*[A-Z]/.test(visible.slice(end + 2, end + 20))
        )
          push(end + 2);
      }
      continue;
    }
    if ('。？！'.includes(c)) push(closers(visible, i + 1));
    else if (c === '?' || (c === '!' && !/^\s*[a-z0-9=+\-*/^)]/.test(visible.slice(i + 1, i + 8))))
      push(closers(visible, i + 1));
    else if (c === '.' && endsHere(visible, start, i)) push(closers(visible, i + 1));
    else if (i - start > LONGEST) push(i);
  }
  push(visible.length);
  return sentences;
}

/** Closing quotation marks, brackets and emphasis after a full stop belong to the sentence. */
function closers(text: string, at: number): number {
  let end = at;
  while (/["'”’)\]）」』*?!？！]/.test(text[end] ?? '')) end++;
  return end;
}

function endsHere(text: string, start: number, at: number): boolean {
  const next = text[at + 1] ?? ' ';
  const before = text[at - 1] ?? ' ';
  if (/\d/.test(before) && /\d/.test(next)) return false;
  if (next === '.' || before === '.') return next !== '.' && /^\s+[A-Z]/.test(text.slice(at + 1, at + 6));
  if (!/[\s"'”’)\]$]/.test(next) && !/[A-Z]/.test(next) && !/[\u3000-\u9FFF]/.test(next)) return false;
  if (/[A-Z]/.test(next) && !/[a-z)\d]/.test(before)) return false;
  const tail = text.slice(Math.max(start, at - 12), at);
  if (
    ABBREVIATION.test(tail) &&
    !/^\s+(?:What|How|Find|Which|Compute|The|Calculate|Determine|If)\b/.test(text.slice(at + 1, at + 20))
  )
    return /\s[a-z]$/.test(tail) && /^\s+[A-Z][a-z]/.test(text.slice(at + 1, at + 8));
  return true;
}

/** Blanks what stands in quotation marks: speech asks nobody outside the story. A question may quote a word or two. */
function blankQuotes(text: string): string {
  if (!/["“「『«]/.test(text)) return text;
  return text
    .replace(/“[^”]{0,600}”|「[^」]{0,600}」|『[^』]{0,600}』|«[^»]{0,600}»/g, speech)
    .replace(/(?<![\d\w])"[^"\n]{1,600}"(?!\w)/g, speech);
}

function speech(quoted: string): string {
  // Short quotations name things ("the word “strawberry”"); longer ones, and those that ask, are speech.
  if (!/[?？!！]/.test(quoted) && quoted.length < 40) return quoted;
  return quoted.replace(/[^\r\n]/g, ' ');
}
