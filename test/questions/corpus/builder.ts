/**
 * Documents with known questions: every layout writes its text through a builder, which notes where each question
 * stands. Expected positions are therefore exact by construction and never found by the code under test.
 */
import type { QuestionKind } from '../../../src/questions/question.js';

export type Format = 'markdown' | 'latex' | 'plain' | 'notebook' | 'jsonl';

/** One question to put into a layout. `parts` share `text` as their stem, which then is no question of its own. */
export interface Item {
  readonly text: string;
  readonly kind: QuestionKind;
  readonly reference: string;
  readonly options?: readonly string[];
  readonly parts?: readonly { readonly text: string; readonly kind?: QuestionKind; readonly reference: string }[];
}

export interface Expected {
  readonly text: string;
  readonly kind: QuestionKind;
  /** UTF-16 offsets into the document, or into the source of `cell`. */
  readonly start: number;
  readonly end: number;
  readonly cell?: number;
  readonly stem?: string;
  readonly options?: readonly string[];
  readonly reference?: string;
}

export interface LabelledDocument {
  readonly name: string;
  readonly layout: string;
  readonly format: Format;
  readonly text: string;
  readonly expected: readonly Expected[];
  /** Only place and kind of the questions are known. */
  readonly placesOnly?: true;
}

/** Deterministic numbers in [0, 1) (mulberry32), so that a corpus can be named by its seed. */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  integer(below: number): number {
    return Math.floor(this.next() * below);
  }
  pick<T>(list: readonly T[]): T {
    return list[this.integer(list.length)]!;
  }
  sample<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    const chosen: T[] = [];
    while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(this.integer(rest.length), 1));
    return chosen;
  }
}

export interface Extras {
  readonly kind?: QuestionKind;
  readonly stem?: string;
  readonly options?: readonly string[];
  readonly reference?: string;
}

/** Text of one document or one cell, with the questions in it. */
export class TextBuilder {
  text = '';
  readonly expected: Expected[] = [];
  constructor(readonly cell?: number) {}

  raw(text: string): this {
    this.text += text;
    return this;
  }

  /** Writes `text` as a question. `prefix` is put before each of its lines but the first (list or quote indentation). */
  question(text: string, extras: Extras = {}, prefix = ''): this {
    const start = this.text.length;
    this.text += prefix === '' ? text : text.split('\n').join('\n' + prefix);
    this.expected.push({
      text,
      kind: extras.kind ?? 'free',
      start,
      end: this.text.length,
      ...(this.cell === undefined ? {} : { cell: this.cell }),
      ...(extras.stem === undefined ? {} : { stem: extras.stem }),
      ...(extras.options === undefined ? {} : { options: extras.options }),
      ...(extras.reference === undefined ? {} : { reference: extras.reference }),
    });
    return this;
  }
}

/** A notebook (nbformat 4) out of cells, each with its own builder. */
export class NotebookBuilder {
  readonly cells: { readonly type: 'markdown' | 'code' | 'raw'; readonly builder: TextBuilder }[] = [];

  cell(type: 'markdown' | 'code' | 'raw'): TextBuilder {
    const builder = new TextBuilder(this.cells.length);
    this.cells.push({ type, builder });
    return builder;
  }

  build(): { text: string; expected: Expected[] } {
    const cells = this.cells.map(({ type, builder }) => ({
      cell_type: type,
      metadata: {},
      // Split after each line feed, as nbformat writes it.
      source: builder.text.split(/(?<=\n)/),
      ...(type === 'code' ? { execution_count: null, outputs: [] } : {}),
    }));
    return {
      text: JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1),
      expected: this.cells.flatMap(({ builder }) => builder.expected),
    };
  }
}

/**
 * A document written by hand with its questions marked: `⟦text⟧` is a free question, `⟦kind|text⟧` one of another kind.
 */
export function annotated(name: string, format: 'markdown' | 'latex' | 'plain', source: string): LabelledDocument {
  const builder = new TextBuilder();
  for (const piece of source.split(/(⟦[^⟧]*⟧)/)) {
    if (!piece.startsWith('⟦')) {
      builder.raw(piece);
      continue;
    }
    const [, kind, text] = /^⟦(?:(free|choice|proof|fill)\|)?([^⟧]*)⟧$/.exec(piece) ?? [];
    builder.question(text ?? '', { kind: (kind ?? 'free') as QuestionKind });
  }
  return { name, layout: name, format, text: builder.text, expected: builder.expected, placesOnly: true };
}
