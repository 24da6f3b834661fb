import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { findRegions, type Region } from './regions.js';

export type { Token };

/** A formula of a text, and how it was written. */
export interface Formula {
  readonly tex: string;
  readonly display: boolean;
  /** Its end has not been streamed yet. */
  readonly open: boolean;
  readonly source: string;
}

export interface Parsed {
  readonly tokens: readonly Token[];
  readonly formulas: readonly Formula[];
}

/**
 * A formula stands in the parsed text as one character of the private use plane 15; its number is the character's
 * distance from FIRST. The same characters in the text itself become U+FFFD first.
 */
const FIRST = 0xf0000;
const MOST = 0xfffd;
const PLACEHOLDER = /[\u{f0000}-\u{ffffd}]/gu;

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true, typographer: false });
// Other schemes stay text: javascript:, command:, vscode:, file:, data: and whatever else comes.
markdown.validateLink = (url) => /^https?:\/\/[^\s]+$/i.test(url);

/** Markdown with formulas. `growing`: more will follow, so a formula that is still open is marked as such. */
export function parseMarkdown(text: string, growing: boolean): Parsed {
  const formulas: Formula[] = [];
  let prepared = '';
  let from = 0;
  const clean = (part: string) => part.replace(PLACEHOLDER, '\ufffd');
  for (const region of findRegions(text)) {
    if (region.kind !== 'math' || (!region.closed && !growing) || formulas.length > MOST) continue;
    prepared += clean(text.slice(from, region.start)) + String.fromCodePoint(FIRST + formulas.length);
    from = region.end;
    formulas.push(formula(text, region));
  }
  prepared += clean(text.slice(from));
  return { tokens: markdown.parse(growing ? closeEmphasis(prepared) : prepared, {}), formulas };
}

function formula(text: string, region: Region): Formula {
  return {
    tex: region.tex,
    display: region.display,
    open: !region.closed,
    source: text.slice(region.start, region.end),
  };
}

/** Bold text that is still being written is bold from its first word on, instead of when its end comes. */
function closeEmphasis(text: string): string {
  const last = text.slice(text.lastIndexOf('\n') + 1);
  const marks = last.split('**').length - 1;
  return marks % 2 === 1 && /\*\*\S[^`]*[^\s*]$/.test(last) ? `${text}**` : text;
}

/** Text and formulas of a piece of parsed text, in order. */
export function splitFormulas(text: string, formulas: readonly Formula[]): (string | Formula)[] {
  const parts: (string | Formula)[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(PLACEHOLDER)) {
    const found = formulas[(character.codePointAt(0) ?? 0) - FIRST];
    if (found === undefined) continue;
    if (index > from) parts.push(text.slice(from, index));
    parts.push(found);
    from = index + character.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** The text as it was written: formulas back in their places. For code, addresses and titles. */
export function restoreFormulas(text: string, formulas: readonly Formula[]): string {
  return splitFormulas(text, formulas)
    .map((part) => (typeof part === 'string' ? part : part.source))
    .join('');
}
