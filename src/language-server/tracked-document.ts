/** One open document: its questions now, and what became of those that an edit changed. */
import { createHash } from 'node:crypto';
import { common } from '../questions/chunks.js';
import { promptText, type Question } from '../questions/question.js';

export interface TrackedQuestion {
  readonly question: Question;
  readonly hash: string;
  /** Hash of the question that stood here before an edit changed it, as far as it was solved. */
  readonly before: string | undefined;
}

type Asked = Pick<Question, 'text' | 'stem' | 'options'>;

/** Hashes are kept by the task's text, for its stems and options: those of a document are asked for after every edit. */
const MOST_HASHES = 20_000;
const hashes = new Map<string, { readonly asked: Asked; readonly hash: string }[]>();
let keptHashes = 0;

/** Names what a model is asked. White space does not count, so that re-wrapping a line keeps the answer. */
export function hashOf(question: Asked): string {
  const { text, stem, options } = question;
  const known = hashes.get(text)?.find(({ asked }) => asked.stem === stem && sameTexts(asked.options, options));
  if (known !== undefined) return known.hash;
  const hash = hashOfPrompt(promptText(question));
  if (keptHashes >= MOST_HASHES) {
    hashes.clear();
    keptHashes = 0;
  }
  const entry = { asked: { text, options, ...(stem === undefined ? {} : { stem }) }, hash };
  const others = hashes.get(text);
  if (others === undefined) hashes.set(text, [entry]);
  else others.push(entry);
  keptHashes++;
  return hash;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((text, index) => text === b[index]));
}

/** The name of the question that a model was asked with this text. */
export function hashOfPrompt(prompt: string): string {
  const text = prompt.replace(/\s+/g, ' ').trim();
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

/**
 * Follows questions through edits. A question keeps its answer while its text is the same, wherever it moves; one whose
 * text changed in its place remembers what it was, so that its answer can be shown as out of date.
 */
export class Tracker {
  #texts = new Map<number, string>();
  #tracked: readonly TrackedQuestion[] = [];

  get questions(): readonly TrackedQuestion[] {
    return this.#tracked;
  }

  /**
   * @param textOf text of a cell, or of the document for `undefined`
   * @param solved is there an answer for this hash?
   */
  update(
    questions: readonly Question[],
    textOf: (cell: number | undefined) => string,
    solved: (hash: string) => boolean,
  ): void {
    const old = this.#tracked;
    const hashed = questions.map((question) => ({ question, hash: hashOf(question) }));
    const present = new Set(hashed.map(({ hash }) => hash));
    // Only questions that had an answer, or stand for one that had, can become stale.
    const lost = old.filter(({ hash, before }) => !present.has(hash) && (solved(hash) || before !== undefined));
    const texts = new Map<number, string>();
    for (const { cell } of questions) if (!texts.has(cell ?? -1)) texts.set(cell ?? -1, textOf(cell));
    if (!texts.has(-1) && questions.every(({ cell }) => cell === undefined)) texts.set(-1, textOf(undefined));
    const moved = lost.map((item) => ({ item, range: this.#map(item.question, texts) }));
    const kept = new Map(old.filter(({ before }) => before !== undefined).map((item) => [item.hash, item.before]));
    this.#tracked = hashed.map(({ question, hash }) => {
      if (solved(hash)) return { question, hash, before: undefined };
      const same = kept.get(hash);
      if (same !== undefined) return { question, hash, before: same };
      const place = moved.find(
        ({ item, range }) =>
          item.question.cell === question.cell && range.start <= question.end && range.end >= question.start,
      );
      return {
        question,
        hash,
        before: place === undefined ? undefined : solved(place.item.hash) ? place.item.hash : place.item.before,
      };
    });
    this.#texts = texts;
  }

  /** Where the text of an earlier question stands now. */
  #map(question: Question, texts: ReadonlyMap<number, string>): { start: number; end: number } {
    const key = question.cell ?? -1;
    const before = this.#texts.get(key);
    const now = texts.get(key);
    if (before === undefined || now === undefined) return { start: question.start, end: question.end };
    const same = common(before, now);
    const shift = now.length - before.length;
    const map = (offset: number): number => {
      if (offset <= same.start) return offset;
      if (offset >= before.length - same.end) return offset + shift;
      return Math.min(Math.max(offset, same.start), now.length - same.end);
    };
    return { start: map(question.start), end: map(question.end) };
  }
}
