/** Finds the questions of a document. One finder keeps what it learnt, so that an edit costs what it changed. */
import { Assembler } from './assemble.js';
import { ChunkReader, type Chunk } from './chunks.js';
import { emit } from './emit.js';
import { Evidence, FactsCache, judge } from './judge.js';
import { JsonlFinder } from './jsonl.js';
import { readNotebook, type NotebookCell } from './notebook.js';
import type { DocumentFormat, Question } from './question.js';
import { DocumentReader, type PlacedChunk } from './reader.js';
import { SegmentCache } from './segments.js';

export class QuestionFinder {
  readonly #segments = new SegmentCache();
  readonly #facts = new FactsCache();
  readonly #jsonl = new JsonlFinder((text, options, hasReference) => this.#field(text, options, hasReference));
  #chunks: ChunkReader | undefined;
  #reader = new DocumentReader(this.#segments, this.#facts);
  #cells: ChunkReader[] = [];

  /** Questions in the order of the document; offsets in UTF-16 units. */
  find(text: string, format: DocumentFormat): Question[] {
    if (format === 'jsonl') return this.#jsonl.find(text);
    if (format === 'notebook') return this.findInCells(readNotebook(text) ?? []);
    if (this.#chunks?.format !== format) {
      this.#chunks = new ChunkReader(format);
      this.#reader = new DocumentReader(this.#segments, this.#facts);
    }
    return inOrder(this.#reader.read(place(this.#chunks.read(text)), () => text));
  }

  /** Questions in the Markdown cells of a notebook; headings reach over cells. */
  findInCells(cells: readonly NotebookCell[]): Question[] {
    this.#cells.length = Math.min(this.#cells.length, cells.length);
    const assembler = new Assembler(this.#segments, this.#facts);
    for (const [index, cell] of cells.entries()) {
      const reader = (this.#cells[index] ??= new ChunkReader('markdown', index));
      if (cell.kind !== 'markdown') continue;
      for (const { chunk, base } of place(reader.read(cell.source)))
        for (const block of chunk.blocks) assembler.add(block, base);
    }
    return inOrder(emit(assembler.roots, (cell) => cells[cell ?? 0]?.source ?? '', this.#facts));
  }

  /** The question in a field of a data set: options may stand in its text. */
  #field(text: string, options: readonly string[], hasReference: boolean): ReturnType<JsonlFinder['judge']> {
    if (options.length === 0) {
      const inner = new DocumentReader(this.#segments, this.#facts).read(
        place(new ChunkReader('plain').read(text)),
        () => text,
      );
      const only = inner.length === 1 ? inner[0] : undefined;
      if (
        only !== undefined &&
        (only.options.length > 0 ||
          (only.start > 0 && /^\W*(?:q|question|problem|问题|题目)\b/i.test(text.slice(0, only.start))))
      ) {
        return {
          kind: only.kind,
          start: only.start,
          end: only.end,
          options: only.options,
          ...(only.reference === undefined ? {} : { reference: only.reference }),
        };
      }
    }
    const node = { section: 'neutral', word: 'problem', quoted: false, heading: false, role: 'question' } as const;
    const verdict = judge(text, undefined, Evidence.certain, node, options, this.#facts, hasReference);
    return verdict === undefined ? undefined : { ...verdict, options };
  }
}

function place(chunks: readonly Chunk[]): PlacedChunk[] {
  let base = 0;
  return chunks.map((chunk) => {
    const placed = { chunk, base };
    base += chunk.length;
    return placed;
  });
}

function inOrder(questions: Question[]): Question[] {
  return questions.sort((a, b) => (a.cell ?? 0) - (b.cell ?? 0) || a.start - b.start);
}

/** Questions of one document, for callers that read it once. */
export function findQuestions(text: string, format: DocumentFormat): Question[] {
  return new QuestionFinder().find(text, format);
}

/** Format by file name; undefined for files in which no questions are looked for. */
export function formatOf(name: string): DocumentFormat | undefined {
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase();
  switch (extension) {
    case 'md':
    case 'markdown':
    case 'mdx':
    case 'qmd':
    case 'rmd':
      return 'markdown';
    case 'tex':
    case 'latex':
    case 'ltx':
      return 'latex';
    case 'txt':
    case 'text':
      return 'plain';
    case 'ipynb':
      return 'notebook';
    case 'jsonl':
    case 'ndjson':
      return 'jsonl';
    default:
      return undefined;
  }
}
