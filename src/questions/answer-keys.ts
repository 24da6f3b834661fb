/** Answers that a document gives all together, at its end or behind a chapter: "Answers: 1. 42  2. 7", 参考答案, 1-5 ABCDC. */
import type { Block } from './blocks.js';
import type { Chunk } from './chunks.js';
import type { Question } from './question.js';
import { readsAsHeading, sectionOf } from './sections.js';

interface Entry {
  readonly number: number;
  readonly text: string;
  /** Offsets from the beginning of the chunk. */
  readonly start: number;
  readonly end: number;
}

/** What a chunk says about keys, block by block. */
type Step =
  | { readonly kind: 'open'; readonly at: number; readonly level: number }
  | { readonly kind: 'heading'; readonly level: number }
  | { readonly kind: 'close' }
  | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
  /** A key in one paragraph: "Answers: 1. 42  2. 7". */
  | { readonly kind: 'line'; readonly at: number; readonly entries: readonly Entry[] }
  | { readonly kind: 'prose' };

/** Levels of what opens a key without being a heading of the format: any heading ends it, a `close` its own. */
const PSEUDO_LEVEL = 7;
const FOLDED_LEVEL = 8;
/** What is longer explains; it is no entry of a key. */
const LONGEST_ANSWER = 100;
const LONGEST_PROSE = 120;

const LINE = /^\W{0,4}(?:(?:answers?(?: key)?|key)\s*\W{0,3}[:：]|(?:参考|标准)?答案\W{0,3}[:：])/i;
const NUMBERED =
  /(?:^|(?<=[\s;；,，。]))(?:(?:no\.?|question|problem|第)\s*)?(\d{1,3})\s*[题问]?\s*(?:[.)．、:：]|\)\.)(?!\d)\s*(?=\S)/gi;
const LETTERS =
  /(?:^|(?<=[\s;；,，。:：]))(\d{1,3})\s*[-~～–—]{1,2}\s*(\d{1,3})\s*[.:：、]?\s*((?:[A-H][ \t]*){2,})(?![A-Za-z])/g;

/** What chunks say is kept with them: an edit reads only its own chunk again. */
export class AnswerKeys {
  readonly #steps = new WeakMap<Chunk, readonly Step[]>();

  /**
   * Gives questions the answers that stand in a key below them. A key counts when at least two of its entries, and half
   * of them, have the number of exactly one question above it.
   */
  apply(questions: Question[], chunks: readonly { readonly chunk: Chunk; readonly base: number }[]): Question[] {
    let open: { readonly at: number; readonly level: number; readonly entries: Entry[] } | undefined;
    let from = 0;
    let found = questions;
    const settle = (end: number): void => {
      if (open !== undefined && open.entries.length > 1) {
        const answered = assign(found, open.entries, from, open.at, end);
        if (answered !== undefined) [found, from] = [answered, end];
      }
      open = undefined;
    };
    for (const { chunk, base } of chunks) {
      for (const step of this.#stepsOf(chunk)) {
        if (step.kind === 'open') {
          settle(base + step.at);
          open = { at: base + step.at, level: step.level, entries: [] };
        } else if (step.kind === 'line') {
          settle(base + step.at);
          open = { at: base + step.at, level: PSEUDO_LEVEL, entries: moved(step.entries, base) };
          settle(base + chunk.length);
        } else if (open === undefined) continue;
        else if (step.kind === 'entries') open.entries.push(...moved(step.entries, base));
        else if (step.kind === 'heading' && step.level <= open.level) settle(base);
        else if (step.kind === 'close' && open.level === FOLDED_LEVEL) settle(base + chunk.length);
        else if (step.kind === 'prose' && open.level >= PSEUDO_LEVEL) settle(base);
      }
    }
    const last = chunks.at(-1);
    settle(last === undefined ? 0 : last.base + last.chunk.length);
    return found;
  }

  #stepsOf(chunk: Chunk): readonly Step[] {
    const kept = this.#steps.get(chunk);
    if (kept !== undefined) return kept;
    const steps = chunk.blocks.flatMap(stepsOf);
    this.#steps.set(chunk, steps);
    return steps;
  }
}

function stepsOf(block: Block): Step[] {
  switch (block.kind) {
    case 'heading':
      return announces(block.text)
        ? [{ kind: 'open', at: block.start, level: block.level }]
        : [{ kind: 'heading', level: block.level }];
    case 'open':
      return /answer|答案/i.test(block.text) ? [{ kind: 'open', at: block.start, level: FOLDED_LEVEL }] : [];
    case 'close':
      return [{ kind: 'close' }];
    case 'opaque':
      return [];
    case 'text': {
      const text = block.text.trim();
      if (!block.item && text.length < 60 && readsAsHeading(text.replace(/[:：]$/, '')) && announces(text)) {
        return [{ kind: 'open', at: block.start, level: PSEUDO_LEVEL }];
      }
      const entries = entriesOf(block);
      if (LINE.test(text) && entries.length > 1) return [{ kind: 'line', at: block.start, entries }];
      if (entries.length > 0) return [{ kind: 'entries', entries }];
      return text.length > LONGEST_PROSE ? [{ kind: 'prose' }] : [];
    }
  }
}

function announces(title: string): boolean {
  const kind = sectionOf(title);
  return kind === 'answers' || (kind === 'solutions' && /answer|答案|解答/i.test(title));
}

/** The numbered answers in a block: numbers in order, each with a short text behind it. */
function entriesOf({ text, start, label }: Block): Entry[] {
  if (label?.ordinal !== undefined) {
    const answer = text.trim();
    const at = start + text.indexOf(answer);
    return fits(answer) ? [{ number: label.ordinal, text: answer, start: at, end: at + answer.length }] : [];
  }
  if (!/\d/.test(text) || text.length > 4000) return [];
  return [...numbered(text, start), ...letters(text, start)].sort((a, b) => a.start - b.start);
}

function numbered(text: string, base: number): Entry[] {
  const marks: { readonly number: number; readonly at: number; readonly end: number }[] = [];
  for (const match of text.matchAll(NUMBERED)) {
    const number = Number(match[1]);
    const before = marks.at(-1);
    if (before === undefined || number === before.number + 1)
      marks.push({ number, at: match.index, end: match.index + match[0].length });
  }
  return marks.flatMap(({ number, end }, index) => {
    const raw = text.slice(end, marks[index + 1]?.at ?? text.length);
    const answer = raw
      .trim()
      .replace(/[;；,，。]$/, '')
      .trim();
    const at = end + raw.indexOf(answer);
    return fits(answer) ? [{ number, text: answer, start: base + at, end: base + at + answer.length }] : [];
  });
}

/** "1-5 ABCDC" */
function letters(text: string, base: number): Entry[] {
  const entries: Entry[] = [];
  for (const match of text.matchAll(LETTERS)) {
    const [whole, first = '', last = '', row = ''] = match;
    const at = match.index + whole.lastIndexOf(row);
    const marks = [...row.matchAll(/[A-H]/g)];
    if (marks.length !== Number(last) - Number(first) + 1) continue;
    marks.forEach((mark, index) => {
      const start = base + at + mark.index;
      entries.push({ number: Number(first) + index, text: mark[0], start, end: start + 1 });
    });
  }
  return entries;
}

function fits(answer: string): boolean {
  return answer !== '' && answer.length <= LONGEST_ANSWER && !/\n\s*\n|\uFFFC/.test(answer);
}

function moved(entries: readonly Entry[], by: number): Entry[] {
  return entries.map((entry) => ({ ...entry, start: entry.start + by, end: entry.end + by }));
}

/** @returns undefined when the entries are no key to these questions */
function assign(
  questions: Question[],
  entries: readonly Entry[],
  from: number,
  at: number,
  end: number,
): Question[] | undefined {
  const above = new Map<number, Question | null>();
  for (const question of questions) {
    const { number } = question;
    if (question.start < from || question.start >= at || number === undefined) continue;
    above.set(number, above.has(number) ? null : question); // null: two have this number
  }
  const pairs = entries.flatMap((entry) => {
    const question = above.get(entry.number);
    return question === undefined || question === null ? [] : [{ question, entry }];
  });
  if (pairs.length < 2 || pairs.length * 2 < entries.length) return undefined;
  const answers = new Map(pairs.map(({ question, entry }) => [question, entry]));
  return questions.map((question) => {
    const range = question.referenceRange;
    const inKey = range !== undefined && range.start >= at && range.start < end;
    const entry = answers.get(question);
    if (entry !== undefined && (question.reference === undefined || inKey)) {
      const option = /^\(?([A-H])[)）.]?$/.exec(entry.text)?.[1];
      const reference = option ?? entry.text;
      return { ...question, reference, referenceRange: { start: entry.start, end: entry.end } };
    }
    if (!inKey) return question;
    // The first text of a key is not the answer of whatever stands last above it.
    return withoutReference(question);
  });
}

function withoutReference(question: Question): Question {
  const rest: { -readonly [K in keyof Question]: Question[K] } = { ...question };
  delete rest.reference;
  delete rest.referenceRange;
  return rest;
}
