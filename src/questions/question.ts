/**
 * What is found in a document. Offsets count UTF-16 code units from the start of the document, or of the cell's source
 * in a notebook; lines and characters are made from them where a protocol asks for them.
 */
export type QuestionKind = 'free' | 'choice' | 'proof' | 'fill';

/** A question that the document puts to its reader: the task alone, with what belongs to it kept in fields. */
export interface Question {
  /** The task without number, heading, points, hints, options and answers; quote marks and list indentation removed. */
  readonly text: string;
  readonly kind: QuestionKind;
  readonly start: number;
  readonly end: number;
  /** Index of the notebook cell, counting every cell. */
  readonly cell?: number;
  /** What the parts (a), (b), … share; the stem alone is no question. */
  readonly stem?: string;
  /** Texts of the choices in order, without their letters. */
  readonly options: readonly string[];
  /** The answer that the document gives. */
  readonly reference?: string;
  /** Where the document's answer stands; absent where it is elsewhere than in one piece of the text. */
  readonly referenceRange?: OffsetRange;
  /** "Problem 3", "(b)", "第 2 题": as the document writes it. */
  readonly label?: string;
  /** Its number among its neighbours, where the document numbers it: 3 for "Problem 3"; parts have none. */
  readonly number?: number;
  /** "5 points", as the document writes it. */
  readonly points?: string;
  /** "Hint: …" beside the task. */
  readonly hint?: string;
  /** End of the task with its options: what comes after is answer and solution. */
  readonly bodyEnd: number;
  /** End of everything that belongs to the question: options, hint, answer, solution. Folding ends here. */
  readonly extent: number;
}

export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

export type DocumentFormat = 'markdown' | 'latex' | 'plain' | 'notebook' | 'jsonl';

/** What a model is asked: the stem and the options with the task, as one text. */
export function promptText(question: Pick<Question, 'text' | 'stem' | 'options'>): string {
  const lines = question.stem === undefined ? [question.text] : [question.stem, question.text];
  question.options.forEach((option, index) => lines.push(`${String.fromCharCode(65 + index)}) ${option}`));
  return lines.join('\n');
}
