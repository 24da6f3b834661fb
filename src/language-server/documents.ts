/** The open documents and notebooks, with their questions kept up to date. */
import type { NotebookDocuments, NotebookDocument } from 'vscode-languageserver';
import { NotebookCellKind, type Range } from 'vscode-languageserver-protocol';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { formatOf, QuestionFinder } from '../questions/find.js';
import { promptText, type DocumentFormat } from '../questions/question.js';
import type { QuestionInfo } from './protocol.js';
import { Tracker, type TrackedQuestion } from './tracked-document.js';

/** A document with text of its own: a file, or a cell. */
export interface View {
  readonly document: TextDocument;
  readonly format: Exclude<DocumentFormat, 'notebook'>;
  readonly questions: readonly TrackedQuestion[];
  /** The notebook that the cell belongs to. */
  readonly notebook?: string;
}

interface Entry {
  readonly uri: string;
  readonly finder: QuestionFinder;
  readonly tracker: Tracker;
  version: number;
  /** Texts with the index of their cell; one text for a document. */
  views: View[];
  /** Hashes as last reported. */
  reported: string;
}

/** Documents larger than this are data; nothing is looked for in them. */
export const LARGEST_DOCUMENT = 16 * 1024 * 1024;

export class DocumentStore {
  readonly #entries = new Map<string, Entry>();
  /** Cell → notebook. */
  readonly #cells = new Map<string, string>();

  constructor(
    private readonly solved: (hash: string) => boolean,
    /** The questions of a document or notebook may have changed. */
    private readonly onChange: (entry: {
      readonly uri: string;
      readonly version: number;
      readonly hashes: readonly string[];
      readonly different: boolean;
    }) => void,
  ) {}

  open(document: TextDocument): void {
    const entry = this.#entry(document.uri);
    entry.version = document.version;
    const format = formatOfDocument(document);
    const text = document.getText();
    const questions = format === undefined || text.length > LARGEST_DOCUMENT ? [] : entry.finder.find(text, format);
    entry.tracker.update(questions, () => text, this.solved);
    entry.views = [{ document, format: format ?? 'plain', questions: entry.tracker.questions }];
    this.#report(entry);
  }

  openNotebook(notebook: NotebookDocument, notebooks: NotebookDocuments<TextDocument>): void {
    const entry = this.#entry(notebook.uri);
    entry.version = notebook.version;
    for (const view of entry.views) this.#cells.delete(view.document.uri);
    const documents = notebook.cells.map((cell) => ({ cell, document: notebooks.getCellTextDocument(cell) }));
    const sources = documents.map(({ document }) => document?.getText() ?? '');
    const questions = entry.finder.findInCells(
      documents.map(({ cell, document }, index) => ({
        kind: cell.kind === NotebookCellKind.Markup && document?.languageId !== 'raw' ? 'markdown' : 'code',
        source: sources[index] ?? '',
      })),
    );
    entry.tracker.update(questions, (cell) => sources[cell ?? 0] ?? '', this.solved);
    entry.views = documents.flatMap(({ document }, index): View[] => {
      if (document === undefined) return [];
      this.#cells.set(document.uri, notebook.uri);
      return [
        {
          document,
          format: 'markdown',
          notebook: notebook.uri,
          questions: entry.tracker.questions.filter(({ question }) => question.cell === index),
        },
      ];
    });
    this.#report(entry);
  }

  close(uri: string): void {
    const entry = this.#entries.get(uri);
    if (entry === undefined) return;
    for (const view of entry.views) this.#cells.delete(view.document.uri);
    this.#entries.delete(uri);
  }

  /** Results came or went: what is stale is decided anew. */
  refresh(): void {
    for (const entry of this.#entries.values()) {
      const questions = entry.tracker.questions.map(({ question }) => question);
      const texts = new Map(
        entry.views.map((view, index) => [view.notebook === undefined ? -1 : index, view.document.getText()]),
      );
      entry.tracker.update(questions, (cell) => texts.get(cell ?? -1) ?? '', this.solved);
      entry.views = entry.views.map((view, index) => ({
        ...view,
        questions:
          view.notebook === undefined
            ? entry.tracker.questions
            : entry.tracker.questions.filter(({ question }) => question.cell === index),
      }));
    }
  }

  /** The text with this address: a document or a cell. */
  view(uri: string): View | undefined {
    const entry = this.#entries.get(this.#cells.get(uri) ?? uri);
    return entry?.views.find((view) => view.document.uri === uri);
  }

  /** All texts behind an address; those of a notebook are its cells. */
  views(uri: string): readonly View[] {
    const entry = this.#entries.get(uri);
    if (entry !== undefined) return entry.views;
    const view = this.view(uri);
    return view === undefined ? [] : [view];
  }

  all(): readonly View[] {
    return [...this.#entries.values()].flatMap((entry) => entry.views);
  }

  version(uri: string): number {
    return this.#entries.get(this.#cells.get(uri) ?? uri)?.version ?? 0;
  }

  get size(): number {
    return this.#entries.size;
  }

  #entry(uri: string): Entry {
    const kept = this.#entries.get(uri);
    if (kept !== undefined) return kept;
    const entry: Entry = {
      uri,
      finder: new QuestionFinder(),
      tracker: new Tracker(),
      version: 0,
      views: [],
      reported: '',
    };
    this.#entries.set(uri, entry);
    return entry;
  }

  #report(entry: Entry): void {
    const hashes = entry.tracker.questions.map(({ hash }) => hash);
    const key = hashes.join();
    const different = key !== entry.reported;
    entry.reported = key;
    this.onChange({ uri: entry.uri, version: entry.version, hashes, different });
  }
}

const LANGUAGES: Readonly<Record<string, Exclude<DocumentFormat, 'notebook'>>> = {
  markdown: 'markdown',
  mdx: 'markdown',
  quarto: 'markdown',
  rmd: 'markdown',
  latex: 'latex',
  tex: 'latex',
  'latex-expl3': 'latex',
  plaintext: 'plain',
  text: 'plain',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  jsonlines: 'jsonl',
};

/** By the name of the file where it tells, else by language: an editor may take any file for plain text. */
export function formatOfDocument(
  document: Pick<TextDocument, 'uri' | 'languageId'>,
): Exclude<DocumentFormat, 'notebook'> | undefined {
  const language = LANGUAGES[document.languageId.toLowerCase()];
  const byName = formatOf(document.uri.replace(/[?#].*$/, ''));
  if (language === undefined || language === 'plain') return byName === 'notebook' ? undefined : (byName ?? language);
  return language;
}

export function rangeOf(document: TextDocument, start: number, end: number): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function infoOf(view: View, { question, hash, before }: TrackedQuestion): QuestionInfo {
  return {
    uri: view.document.uri,
    hash,
    range: rangeOf(view.document, question.start, question.end),
    extent: rangeOf(view.document, question.start, question.extent),
    prompt: promptText(question),
    text: question.text,
    kind: question.kind,
    options: question.options,
    ...(question.stem === undefined ? {} : { stem: question.stem }),
    ...(question.reference === undefined ? {} : { reference: question.reference }),
    ...(question.label === undefined ? {} : { label: question.label }),
    stale: before !== undefined,
  };
}

/** The question at an offset: the one it stands in, or on whose line it stands, or to whose answer it belongs. */
export function questionAt(view: View, offset: number): TrackedQuestion | undefined {
  const inside = view.questions.find(({ question }) => question.start <= offset && offset <= question.end);
  if (inside !== undefined) return inside;
  const line = view.document.positionAt(offset).line;
  const onLine = view.questions.find(
    ({ question }) =>
      view.document.positionAt(question.start).line <= line && line <= view.document.positionAt(question.end).line,
  );
  return onLine ?? view.questions.findLast(({ question }) => question.start <= offset && offset <= question.extent);
}
