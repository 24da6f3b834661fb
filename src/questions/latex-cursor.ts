/** The place in LaTeX source that is being read, with the paragraph read so far: masked, of the source's length. */
import { block, type Block, type GivenLabel } from './blocks.js';
import { braces } from './braces.js';
import type { EnvironmentClass } from './latex-environments.js';

export interface OpenEnvironment {
  readonly name: string;
  readonly what: EnvironmentClass;
  items: number;
}

/** What a paragraph inherits from those before it. */
export interface LatexState {
  readonly open: readonly OpenEnvironment[];
  /** What \\newtheorem prints, by environment. */
  readonly titles: ReadonlyMap<string, string>;
  /** The paragraph is still before \\begin{document}. */
  readonly ended: boolean;
}

export class LatexCursor {
  readonly blocks: Block[] = [];
  readonly open: OpenEnvironment[];
  readonly titles: ReadonlyMap<string, string>;
  at = 0;
  start = 0;
  text = '';
  label: GivenLabel | undefined;
  points: string | undefined;

  constructor(
    readonly source: string,
    state: LatexState,
  ) {
    this.open = state.open.map((env) => ({ ...env }));
    this.titles = state.titles;
  }

  /** Ends the paragraph. */
  flush(): void {
    const text = this.text;
    const start = this.start;
    this.text = '';
    this.start = this.at;
    if (text.trim() === '' && this.label === undefined) return;
    const lead = text.length - text.trimStart().length;
    const trimmed = text.trim();
    this.blocks.push(
      block({
        kind: 'text',
        start: start + lead,
        end: start + lead + trimmed.length,
        text: trimmed,
        level: this.depth(),
        indent: this.depth(),
        item: this.label?.role === 'item' && this.label.ordinal === undefined,
        bullet: this.label?.role === 'item' && this.label.ordinal === undefined,
        math: /^(?:\$\$[^]*\$\$|\\\[[^]*\\\]|\\begin\{(?:equation|align|gather|multline|displaymath|eqnarray)\*?\}[^]*)[.,;]?$/.test(
          trimmed,
        ),
        label: this.label?.role === 'item' && this.label.ordinal === undefined ? undefined : this.label,
        points: this.points,
      }),
    );
    this.label = undefined;
    this.points = undefined;
  }

  depth(): number {
    return this.open.filter((env) => env.what.kind === 'list').length;
  }

  /** Copies `length` characters into the paragraph as they are. */
  copy(length: number): void {
    this.text += this.source.slice(this.at, this.at + length);
    this.at += length;
  }

  blank(length: number, filler = ' '): void {
    this.text += this.source.slice(this.at, this.at + length).replace(/[^\n\r]/g, filler);
    this.at += length;
  }

  /** Drops what was read so far without making it text. */
  skipTo(offset: number): void {
    this.at = offset;
    this.start = offset;
    this.text = '';
  }

  skipSpace(at: number): number {
    let i = at;
    while (/[ \t]/.test(this.source[i] ?? '')) i++;
    return i;
  }

  /** Offset after the [..] and {..} arguments that follow. */
  afterArguments(at: number): number {
    let i = at;
    for (let count = 0; count < 6; count++) {
      const open = this.source[i];
      const columns = /^\(\d\)/.exec(this.source.slice(i, i + 3));
      if (columns !== null && count === 0) {
        i += 3;
        continue;
      }
      if (open === '*') i++;
      else if (open === '[') {
        const end = this.source.indexOf(']', i);
        if (end === -1 || end - i > 400) return i;
        i = end + 1;
      } else if (open === '{') {
        const inner = braces(this.source, i + 1);
        if (inner === undefined) return i;
        i += inner.length + 2;
      } else return i;
    }
    return i;
  }

  isBlankArgument(at: number): boolean {
    if (this.source[at] !== '{') return false;
    const inner = braces(this.source, at + 1);
    return (
      inner?.replace(
        /\\(?:hspace|hskip|qquad|quad|phantom|hphantom|makebox|hfill|enspace|kern|mbox)\*?(?:\[[^\]]*\])?(?:\{[^{}]*\})?|[~\s\\,;:!{}]|\u3000/g,
        '',
      ) === ''
    );
  }

  /** `\begin{problem}{3}` of a class that is numbered by hand. */
  afterNumber(at: number): number {
    return at + (/^\{[^{}\n]{0,40}\}(?=\s|%|$)/.exec(this.source.slice(at, at + 50))?.[0].length ?? 0);
  }
}
