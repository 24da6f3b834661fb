/**
 * LaTeX to blocks, in one pass over the characters. A full parse takes over a millisecond a line, which no editor can
 * wait for; here only what decides about questions is understood: environments, items, sections, comments, verbatim
 * text, formulas. test/unit/questions compares it with unified-latex on the corpus.
 */
import { block, type Block } from './blocks.js';
import { braces } from './braces.js';
import { LatexCursor, type LatexState } from './latex-cursor.js';
import { ASIDE, BEGINS, BLANKS, classify, DROPPED, HEADINGS } from './latex-environments.js';

/** Arguments and formulas longer than this are not followed. */
const REACH = 20_000;

export const START: LatexState = { open: [], titles: new Map(), ended: false };

/** Tells states apart, for keeping results. */
export function signature(state: LatexState): string {
  return `${state.ended ? 1 : 0}|${state.open.map((env) => `${env.name}:${env.items}`).join()}`;
}

/** Blocks of one chunk of a document, and the state after it. */
export function scanLatex(chunk: string, state: LatexState): { blocks: Block[]; state: LatexState } {
  return new LatexScanner(chunk, state).run();
}

/** Titles of environments and of the document, from its preamble. */
export function readPreamble(text: string): { titles: Map<string, string>; blocks: Block[] } {
  const titles = new Map<string, string>();
  for (const match of text.matchAll(/\\newtheorem\*?\s*\{([^{}]{1,40})\}(?:\[[^\]]{0,40}\])?\s*\{([^{}]{1,60})\}/g))
    titles.set(match[1] ?? '', match[2] ?? '');
  const title = /\\title\s*\{/.exec(text);
  const inner = title === null ? undefined : braces(text, title.index + title[0].length);
  if (title === null || inner === undefined) return { titles, blocks: [] };
  const start = title.index + title[0].length;
  return { titles, blocks: [block({ kind: 'heading', start, end: start + inner.length, text: inner, level: 0 })] };
}

class LatexScanner extends LatexCursor {
  run(): { blocks: Block[]; state: LatexState } {
    let ended = false;
    while (this.at < this.source.length && !ended) ended = !this.#step();
    this.flush();
    return { blocks: this.blocks, state: { open: this.open, titles: this.titles, ended } };
  }

  /** Handles what stands at the current offset; false at the end of the document. */
  #step(): boolean {
    const c = this.source[this.at];
    switch (c) {
      case '%': {
        const feed = this.source.indexOf('\n', this.at);
        this.blank((feed === -1 ? this.source.length : feed) - this.at);
        return true;
      }
      case '\\':
        return this.#macro();
      case '$':
        this.#formula();
        return true;
      case '{':
      case '}':
      case '~':
        this.blank(1);
        return true;
      case '\n': {
        const gap = /^\n(?:[ \t\r]*\n)+[ \t]*/.exec(this.source.slice(this.at, this.at + 400));
        if (gap !== null) {
          this.flush();
          this.skipTo(this.at + gap[0].length);
        } else this.copy(1);
        return true;
      }
      case '`':
      case "'":
        if (this.source[this.at + 1] === c) {
          this.text += (c === '`' ? '“' : '”') + ' ';
          this.at += 2;
        } else this.copy(1);
        return true;
      default: {
        let end = this.at + 1;
        while (end < this.source.length && !"%\\${}~\n`'".includes(this.source[end] ?? '')) end++;
        this.copy(end - this.at);
        return true;
      }
    }
  }

  #formula(): void {
    const double = this.source[this.at + 1] === '$';
    let i = this.at + (double ? 2 : 1);
    const limit = Math.min(this.source.length, i + REACH);
    for (; i < limit; i++) {
      const c = this.source[i];
      if (c === '\\') i++;
      else if (c === '$') {
        this.copy(i + (double ? 2 : 1) - this.at);
        return;
      } else if (
        c === '\n' &&
        /^\s*\\(?:item|question|part|choice|section|end\{(?:enumerate|itemize|document)\})\b/.test(
          this.source.slice(i, i + 60),
        )
      )
        break;
      else if (c === '\n' && !double && /^\n[ \t\r]*\n/.test(this.source.slice(i, i + 60))) break;
    }
    this.copy(double ? 2 : 1);
  }

  #macro(): boolean {
    const rest = this.source.slice(this.at, this.at + 80);
    const name = /^\\([A-Za-z@]+)(\*?)/.exec(rest);
    if (name === null) {
      const next = rest[1] ?? '';
      if (next === '[' || next === '(') {
        const end = this.source.indexOf(next === '[' ? '\\]' : '\\)', this.at);
        this.copy(end === -1 || end - this.at > REACH ? 2 : end + 2 - this.at);
      } else if (next === '_') this.blank(2, '_');
      else if (next === '\\') this.blank(2);
      else if (/[%$&#{}]/.test(next)) this.copy(2);
      else this.blank(Math.max(1, Math.min(2, rest.length)));
      return true;
    }
    const word = name[1] ?? '';
    const after = this.at + name[0].length;
    if (word === 'begin' || word === 'end') return this.#environment(word, after);
    if (
      word === 'item' ||
      word === 'task' ||
      word === 'choice' ||
      word === 'CorrectChoice' ||
      word === 'correctchoice' ||
      word === 'wrongchoice'
    )
      return this.#item(word, after);
    if (word === 'verb' || word === 'lstinline' || word === 'mintinline') return this.#verb(after);
    if (word === 'par') {
      this.flush();
      this.skipTo(after);
      return true;
    }
    if (word === 'iffalse') {
      const end = this.source.indexOf('\\fi', after);
      this.blank((end === -1 ? this.source.length : end + 3) - this.at);
      return true;
    }
    const level =
      HEADINGS[word] ??
      (word === 'part' &&
      this.source[this.skipSpace(after)] === '{' &&
      !this.open.some((env) => env.name === 'parts' || env.name === 'questions')
        ? 1
        : undefined);
    if (level !== undefined) return this.#heading(level, after);
    const begins = BEGINS[word];
    if (begins !== undefined) return this.#begins(word, begins, after);
    const aside = ASIDE[word];
    if (aside !== undefined && this.source[this.skipSpace(after)] === '{')
      return this.#aside(aside, this.skipSpace(after));
    if (
      BLANKS.has(word) ||
      (word === 'underline' && this.isBlankArgument(after)) ||
      (word === 'rule' && !this.text.endsWith('\n'))
    ) {
      this.blank(this.afterArguments(after) - this.at, '_');
      return true;
    }
    if (DROPPED.has(word)) {
      this.blank(this.afterArguments(after) - this.at);
      return true;
    }
    if (word === 'points' || word === 'marks' || word === 'pts') {
      const open = this.skipSpace(after);
      const inner = this.source[open] === '{' ? braces(this.source, open + 1) : undefined;
      if (inner !== undefined) {
        this.points ??= inner;
        this.blank(open + inner.length + 2 - this.at);
        return true;
      }
    }
    if (/^(?:title|author|date)$/.test(word)) {
      this.blank(this.afterArguments(after) - this.at);
      return true;
    }
    if (/^(?:SI|qty|num|unit|ce|ensuremath|chemfig|si|ang)$/.test(word)) {
      this.copy(this.afterArguments(after) - this.at);
      return true;
    }
    // The name disappears, the text in its braces stays. An optional argument goes with the name.
    const optional = /^\s*\[[^[\]\n]{0,80}\]/.exec(this.source.slice(after, after + 90));
    this.blank(
      name[0].length + (optional === null || this.source[after + optional[0].length] !== '{' ? 0 : optional[0].length),
    );
    return true;
  }

  #verb(after: number): boolean {
    let i = after;
    if (this.source[i] === '*') i++;
    if (this.source[i] === '[') i = this.source.indexOf(']', i) + 1;
    const open = this.source[i] ?? '';
    const end = this.source.indexOf(open === '{' ? '}' : open, i + 1);
    this.blank((end === -1 || end - i > 400 ? i : end + 1) - this.at, '\uFFFC');
    return true;
  }

  #environment(word: 'begin' | 'end', after: number): boolean {
    const match = /^\s*\{([^{}\n]{1,60})\}/.exec(this.source.slice(after, after + 80));
    if (match === null) {
      this.blank(word.length + 1);
      return true;
    }
    const name = match[1] ?? '';
    const inside = after + match[0].length;
    if (word === 'end') {
      if (name === 'document') return false;
      return this.#endEnvironment(name, inside);
    }
    const what = classify(name, this.titles.get(name));
    const close = `\\end{${name}}`;
    if (what.kind === 'math') {
      const end = this.source.indexOf(close, inside);
      this.copy(end === -1 || end - inside > REACH ? inside - this.at : end + close.length - this.at);
      return true;
    }
    if (what.kind === 'float') {
      const end = this.source.indexOf(close, inside);
      this.blank(end === -1 ? inside - this.at : end + close.length - this.at);
      return true;
    }
    if (what.kind === 'opaque') {
      const end = this.source.indexOf(close, inside);
      const to = end === -1 ? this.source.length : end + close.length;
      this.flush();
      this.blocks.push(block({ kind: 'opaque', start: this.at, end: to, text: '' }));
      this.skipTo(to);
      return true;
    }
    this.flush();
    const title = /^\s*\[([^[\]]{0,200})\]/.exec(this.source.slice(inside, inside + 220));
    const argument =
      what.kind === 'transparent' || what.kind === 'list'
        ? this.afterArguments(inside)
        : this.afterNumber(inside + (title?.[0].length ?? 0));
    const points = /(?:points?\s*=\s*)(\d+)|^\s*\[(\d{1,3})\s*(?:points?|pts?|marks?|分)?\]/.exec(title?.[0] ?? '');
    if (what.kind === 'scope') {
      const scope = what.scope === 'solution' && /^\s*\[\s*(?:hint|提示)/i.test(title?.[0] ?? '') ? 'hint' : what.scope;
      const solution = scope === 'solution';
      this.blocks.push(
        block({
          kind: 'open',
          start: this.at,
          end: argument,
          text: solution ? '' : (what.word ?? (scope === 'question' ? 'env' : '')),
          scope,
          points: points?.[1] ?? points?.[2],
        }),
      );
    } else if (what.kind === 'list') {
      this.blocks.push(
        block({
          kind: 'open',
          start: this.at,
          end: argument,
          text: '',
          scope: what.role === 'option' ? 'options' : 'list',
        }),
      );
    }
    this.open.push({ name, what, items: 0 });
    this.skipTo(argument);
    return true;
  }

  #endEnvironment(name: string, end: number): boolean {
    this.flush();
    const index = this.open.findLastIndex((env) => env.name === name);
    if (index >= 0) {
      for (const env of this.open.splice(index).reverse()) {
        if (env.what.kind === 'scope')
          this.blocks.push(block({ kind: 'close', start: this.at, end, text: '', scope: env.what.scope }));
        if (env.what.kind === 'list')
          this.blocks.push(
            block({
              kind: 'close',
              start: this.at,
              end,
              text: '',
              scope: env.what.role === 'option' ? 'options' : 'list',
            }),
          );
      }
    }
    this.skipTo(end);
    return true;
  }

  #item(word: string, after: number): boolean {
    const env = this.open.findLast((open) => open.what.kind === 'list');
    if (env === undefined && word !== 'item') {
      this.blank(after - this.at);
      return true;
    }
    this.flush();
    let at = after;
    const given =
      word === 'item' || word === 'task' ? /^\s*\[([^[\]\n]{0,80})\]/.exec(this.source.slice(at, at + 90)) : null;
    if (given !== null) at += given[0].length;
    if (this.source[at] === '(' && word === 'task') at = this.source.indexOf(')', at) + 1;
    this.skipTo(at);
    const role = env?.what.kind === 'list' ? env.what.role : 'item';
    const bullets = env !== undefined && /^(?:itemize|compactitem|description)/.test(env.name);
    if (env !== undefined) env.items++;
    const correct = word === 'CorrectChoice' || word === 'correctchoice';
    const lettered = /^\(?[A-H][.)]?$/.test((given?.[1] ?? '').trim());
    if (lettered)
      this.label = { role: 'option', ordinal: (/[A-H]/.exec(given?.[1] ?? 'A')?.[0].charCodeAt(0) ?? 65) - 64 };
    else if (bullets) this.label = { role: 'item' };
    else
      this.label = {
        role: word === 'item' || word === 'task' ? role : 'option',
        ordinal: env?.items ?? 1,
        ...(correct ? { correct } : {}),
      };
    return true;
  }

  #begins(word: string, role: 'question' | 'part', after: number): boolean {
    // As a macro of the text: \ex. and the like stay what they are.
    this.flush();
    let at = after;
    let points: string | undefined;
    if (word.includes('titled') && this.source[at] === '{') at += (braces(this.source, at + 1)?.length ?? 0) + 2;
    const optional = /^\s*\[([^[\]\n]{0,80})\]/.exec(this.source.slice(at, at + 90));
    if (optional !== null) {
      points = optional[1];
      at += optional[0].length;
    }
    this.skipTo(at);
    this.label = { role };
    this.points = points;
    return true;
  }

  #heading(level: number, after: number): boolean {
    this.flush();
    let at = this.skipSpace(after);
    if (this.source[at] === '*') at++;
    if (this.source[at] === '[') at = this.source.indexOf(']', at) + 1;
    const inner = this.source[at] === '{' ? braces(this.source, at + 1) : undefined;
    if (inner === undefined) {
      this.skipTo(after);
      return true;
    }
    this.blocks.push(
      block({
        kind: 'heading',
        start: at + 1,
        end: at + 1 + inner.length,
        text: inner.replace(/\\[A-Za-z]+|[{}]/g, (mark) => ' '.repeat(mark.length)),
        level,
      }),
    );
    this.skipTo(at + inner.length + 2);
    return true;
  }

  #aside(scope: Block['scope'], open: number): boolean {
    const inner = braces(this.source, open + 1);
    if (inner === undefined) {
      this.blank(open - this.at);
      return true;
    }
    this.flush();
    const start = open + 1;
    const end = start + inner.length;
    const text = inner.trim();
    const from = start + (inner.length - inner.trimStart().length);
    this.blocks.push(block({ kind: 'open', start: this.at, end: start, text: '', scope }));
    if (text !== '')
      this.blocks.push(block({ kind: 'text', start: from, end: from + text.length, text, level: this.depth() }));
    this.blocks.push(block({ kind: 'close', start: end, end: end + 1, text: '', scope }));
    this.skipTo(end + 1);
    return true;
  }
}
