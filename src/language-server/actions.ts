/** Code actions and diagnostics about answers that the document gives. */
import { CodeActionKind, DiagnosticSeverity, type CodeAction, type Diagnostic } from 'vscode-languageserver-protocol';
import type { AnswerComparer } from './answers.js';
import { rangeOf, type View } from './documents.js';
import { insertion } from './insertions.js';
import type { Presentation } from './presentation.js';
import type { Checked, QuestionRef, Result } from './protocol.js';
import type { Question } from '../questions/question.js';
import type { TrackedQuestion } from './tracked-document.js';
import { plainMath, shorten } from './typeset.js';

export const DIAGNOSTIC_SOURCE = 'Think Harder';
export const ANSWER_DIFFERS = 'answer-differs';

/** Actions for the questions that a range touches. */
export function actionsOf(
  view: View,
  from: number,
  to: number,
  diagnostics: readonly Diagnostic[],
  { options, results, t }: Presentation,
): CodeAction[] {
  const actions: CodeAction[] = [];
  for (const item of view.questions) {
    if (item.question.start > to || Math.max(item.question.extent, item.question.end) < from) continue;
    const result = results.result(item.hash);
    const ref: QuestionRef = { uri: view.document.uri, hash: item.hash };
    const command = (action: 'solve' | 'check', title: string): void => {
      const id = options.commands?.[action];
      if (id !== undefined)
        actions.push({
          title,
          kind: CodeActionKind.RefactorRewrite,
          command: { title, command: id, arguments: [ref] },
        });
    };
    if (result === undefined) {
      if (results.run(item.hash).kind === 'idle') command('solve', t('solveThis'));
    } else {
      const answer = result.answer === '' ? undefined : insertion(view, item.question, result, 'answer');
      if (answer?.kind === 'edit')
        actions.push({
          title: t('insertAnswer', shorten(plainMath(result.answer), 40)),
          kind: CodeActionKind.RefactorRewrite,
          edit: answer.edit,
        });
      const solution = result.solution === undefined ? undefined : insertion(view, item.question, result, 'solution');
      if (solution?.kind === 'edit')
        actions.push({ title: t('insertSolution'), kind: CodeActionKind.RefactorRewrite, edit: solution.edit });
      const place = item.question.referenceRange;
      const told = diagnostics.filter(
        (diagnostic) => diagnostic.code === ANSWER_DIFFERS && hashIn(diagnostic) === item.hash,
      );
      if (place !== undefined && told.length > 0 && result.answer !== '') {
        actions.push({
          title: t('replace', shorten(plainMath(result.answer), 40)),
          kind: CodeActionKind.QuickFix,
          diagnostics: told,
          isPreferred: false,
          edit: {
            changes: {
              [view.document.uri]: [
                { range: rangeOf(view.document, place.start, place.end), newText: written(view, result.answer) },
              ],
            },
          },
        });
      }
    }
    if (item.question.reference !== undefined) command('check', t('checkThis'));
  }
  return actions;
}

/** An answer inside a JSON string keeps its escapes. */
function written(view: View, answer: string): string {
  return view.format === 'jsonl' ? JSON.stringify(answer).slice(1, -1) : answer;
}

function hashIn(diagnostic: Diagnostic): string | undefined {
  const data: unknown = diagnostic.data;
  return typeof data === 'object' && data !== null && 'hash' in data && typeof data.hash === 'string'
    ? data.hash
    : undefined;
}

/** Where the model's answer and the document's differ. Answers of which that is not certain are left alone. */
export async function diagnosticsOf(
  view: View,
  { results, t }: Presentation,
  answers: AnswerComparer,
): Promise<Diagnostic[]> {
  const found = await Promise.all(view.questions.map((item) => diagnosticOf(view, item, results, t, answers)));
  return found.filter((diagnostic) => diagnostic !== undefined);
}

async function diagnosticOf(
  view: View,
  { question, hash }: TrackedQuestion,
  results: Presentation['results'],
  t: Presentation['t'],
  answers: AnswerComparer,
): Promise<Diagnostic | undefined> {
  const result = results.result(hash);
  const pair = result === undefined ? undefined : await compared(question, result, answers);
  if (pair?.agreement !== 'different') return undefined;
  const { found, given } = pair;
  const place = question.referenceRange ?? question;
  return {
    range: rangeOf(view.document, place.start, place.end),
    severity: DiagnosticSeverity.Warning,
    source: DIAGNOSTIC_SOURCE,
    code: ANSWER_DIFFERS,
    message: t('differs', shorten(plainMath(found), 100), shorten(plainMath(given), 100)),
    data: { hash },
  };
}

/** @returns undefined where the document or the model gives no answer */
export async function compared(
  question: Question,
  { answer: found }: Pick<Result, 'answer'>,
  answers: AnswerComparer,
): Promise<Checked | undefined> {
  const given = question.reference ?? '';
  if (given.trim() === '' || found.trim() === '') return undefined;
  return { agreement: await answers.compare(given, found, question), given, found };
}
