/** Blanks the inline markup of a Markdown paragraph; the result has the same length. */
import { OPAQUE } from './blocks.js';

/** How far a code span, a tag or a link may reach; longer ones are left as text, so that the work stays linear. */
const REACH = 2000;

export function maskInline(text: string): string {
  if (!/[`<[*_~\\]/.test(text)) return text;
  const out = text.split('');
  const fill = (from: number, to: number, filler: string): void => {
    for (let i = from; i < to; i++) if (out[i] !== '\n' && out[i] !== '\r') out[i] = filler;
  };
  let i = 0;
  while (i < text.length) {
    const c = text[i];
    if (c === '\\') {
      i += 2;
    } else if (c === '$') {
      i = mathEnd(text, i) ?? i + 1;
    } else if (c === '`') {
      let run = i;
      while (text[run] === '`') run++;
      const close = findRun(text, run, run - i);
      if (close !== undefined) fill(i, close, OPAQUE);
      i = close ?? run;
    } else if (c === '<') {
      const end = tagEnd(text, i);
      if (end !== undefined) fill(i, end, /^<(?:https?:|mailto:)/i.test(text.slice(i, i + 8)) ? OPAQUE : ' ');
      i = end ?? i + 1;
    } else if (c === '!' && text[i + 1] === '[') {
      const link = linkEnd(text, i + 1);
      if (link !== undefined) fill(i, link.end, ' ');
      i = link?.end ?? i + 2;
    } else if (c === '[') {
      const link = linkEnd(text, i);
      if (link !== undefined) {
        out[i] = ' ';
        fill(link.close, link.end, ' ');
      }
      i++;
    } else if (c === '*' || c === '_' || c === '~') {
      let run = i;
      while (text[run] === c) run++;
      if (isMarkup(text, i, run, c)) fill(i, run, ' ');
      i = run;
    } else i++;
  }
  return out.join('');
}

/**
 * Offset after the formula that begins with the dollar sign at `at`, or undefined where the sign is a currency's: an
 * opening sign has no space after it, a closing one none before it and no digit after it.
 */
export function mathEnd(text: string, at: number): number | undefined {
  const double = text[at + 1] === '$';
  const from = at + (double ? 2 : 1);
  if (double) {
    const end = text.indexOf('$$', from);
    return end === -1 || end - at > 4 * REACH ? undefined : end + 2;
  }
  if (/\s/.test(text[from] ?? ' ')) return undefined;
  const limit = Math.min(text.length, at + REACH);
  for (let i = from; i < limit; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '$') return /\s/.test(text[i - 1] ?? '') || /\d/.test(text[i + 1] ?? '') ? undefined : i + 1;
    else if (c === '\n' && /^[ \t\r]*\n/.test(text.slice(i + 1, i + 40))) return undefined;
  }
  return undefined;
}

function findRun(text: string, from: number, length: number): number | undefined {
  const limit = Math.min(text.length, from + REACH);
  for (let i = from; i < limit; i++) {
    if (text[i] !== '`') continue;
    let end = i;
    while (text[end] === '`') end++;
    if (end - i === length) return end;
    i = end;
  }
  return undefined;
}

function tagEnd(text: string, at: number): number | undefined {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at);
    return end === -1 || end - at > REACH ? undefined : end + 3;
  }
  if (!/[a-zA-Z/]/.test(text[at + 1] ?? '')) return undefined;
  const end = text.indexOf('>', at);
  if (end === -1 || end - at > REACH) return undefined;
  // "a<b and c>d" is no tag: a name is followed by white space, a slash or the end.
  return /^<\/?[a-zA-Z][\w:.+-]*(?:[\s/>]|$)/.test(text.slice(at, end + 1)) ? end + 1 : undefined;
}

/** `[text](target)` or `[text][label]` at `at`: where the text closes and where the link ends. */
function linkEnd(text: string, at: number): { close: number; end: number } | undefined {
  const limit = Math.min(text.length, at + REACH);
  let depth = 0;
  for (let i = at; i < limit; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '[') depth++;
    else if (c === ']' && --depth === 0) {
      const next = text[i + 1];
      if (next !== '(' && next !== '[') return undefined;
      const end = text.indexOf(next === '(' ? ')' : ']', i + 1);
      return end === -1 || end >= limit ? undefined : { close: i, end: end + 1 };
    }
  }
  return undefined;
}

/** Emphasis, not a multiplication sign, an index or a blank to fill in. */
function isMarkup(text: string, from: number, to: number, c: string): boolean {
  if (to - from > (c === '_' ? 2 : 3)) return false;
  if (c === '~' && to - from !== 2) return false;
  const before = text[from - 1] ?? ' ';
  const after = text[to] ?? ' ';
  const left = /[\s\p{P}\p{S}]/u.test(before);
  const right = /[\s\p{P}\p{S}]/u.test(after);
  if (/\s/.test(before) && /\s/.test(after)) return false;
  if (c === '_') return left !== right || (left && right);
  return left || right || to - from === 2 || /[\u3000-\u9FFF]/.test(before + after);
}
