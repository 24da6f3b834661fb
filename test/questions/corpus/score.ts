/** Compares what was found with what a document is known to hold. */
import { QuestionFinder } from '../../../src/questions/find.js';
import type { Question } from '../../../src/questions/question.js';
import type { Expected, LabelledDocument } from './builder.js';

export interface Score {
  expected: number;
  found: number;
  /** Same place, exactly. */
  exact: number;
  /** Of the exact ones: kind, stem, options and reference as they should be. */
  kind: number;
  stem: number;
  options: number;
  reference: number;
}

export const emptyScore = (): Score => ({
  expected: 0,
  found: 0,
  exact: 0,
  kind: 0,
  stem: 0,
  options: 0,
  reference: 0,
});

const squeeze = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

export function scoreDocument(document: LabelledDocument, score: Score, report?: (line: string) => void): void {
  const found = new QuestionFinder().find(document.text, document.format);
  const key = (q: { start: number; end: number; cell?: number }): string => `${q.cell ?? ''}:${q.start}-${q.end}`;
  const byPlace = new Map(found.map((question) => [key(question), question]));
  score.expected += document.expected.length;
  score.found += found.length;
  const matched = new Set<Question>();
  for (const expected of document.expected) {
    const question = byPlace.get(key(expected));
    if (question === undefined || squeeze(question.text) !== squeeze(expected.text)) {
      const near = found.find(
        (other) => other.cell === expected.cell && other.start < expected.end && other.end > expected.start,
      );
      report?.(
        `MISSED ${document.name} ${JSON.stringify(expected.text.slice(0, 160))}${near === undefined ? '' : `\n   found ${JSON.stringify(near.text.slice(0, 200))}`}`,
      );
      continue;
    }
    matched.add(question);
    score.exact++;
    field(question.kind === expected.kind, 'kind', question, expected);
    if (document.placesOnly === true) continue;
    field(squeeze(question.stem) === squeeze(expected.stem), 'stem', question, expected);
    field(
      JSON.stringify(question.options.map(squeeze)) === JSON.stringify((expected.options ?? []).map(squeeze)),
      'options',
      question,
      expected,
    );
    field(
      expected.reference === undefined ||
        expected.reference === '' ||
        squeeze(question.reference) === squeeze(expected.reference),
      'reference',
      question,
      expected,
    );
  }
  for (const question of found)
    if (!matched.has(question)) report?.(`EXTRA ${document.name} ${JSON.stringify(question.text.slice(0, 200))}`);

  function field(
    right: boolean,
    name: 'kind' | 'stem' | 'options' | 'reference',
    question: Question,
    expected: Expected,
  ): void {
    if (right) score[name]++;
    else
      report?.(
        `${name.toUpperCase()} ${document.name} ${JSON.stringify(question.text.slice(0, 120))}: ${JSON.stringify(question[name])}, should be ${JSON.stringify(expected[name])}`,
      );
  }
}
