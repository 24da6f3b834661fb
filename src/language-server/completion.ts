/** Where a solved answer is offered while somebody writes: after "Answer:" and after an equals sign. */
import type { View } from './documents.js';
import type { TrackedQuestion } from './tracked-document.js';

const ANSWER =
  /^[\s>*_#-]*(?:(?:the )?(?:final |correct )?answer|ans|a|答案|答|解|参考答案)\s*(?:\*\*|__|\*|_)?\s*[:：=]\s*(?:\*\*|__|\*|_)?\s*$/i;
/** So many lines may stand between a question and the answer that is being written. */
const NEAR = 6;

export interface CompletionPlace {
  readonly item: TrackedQuestion;
  /** Put before the answer, so that it stands apart from what is there. */
  readonly before: string;
}

/** The question whose answer belongs at the end of the line before `offset`, if any. */
export function completionPlace(view: View, offset: number): CompletionPlace | undefined {
  const text = view.document.getText();
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart, offset);
  if (line.length > 2000) return undefined;
  const after = /^[^\n]*/.exec(text.slice(offset, offset + 200))?.[0].trim() ?? '';
  if (after !== '' && !/^[$*_}]+$/.test(after)) return undefined;
  const before = /[\s：]$/.test(line) ? '' : ' ';
  if (ANSWER.test(line)) {
    const item = view.questions.findLast(({ question }) => question.end <= lineStart);
    if (item === undefined) return undefined;
    const gap = text.slice(item.question.bodyEnd, lineStart);
    const lines = gap.split('\n').length - 1;
    const empty = gap.replace(/\\end\{[a-z]+\}/g, '').trim() === '';
    return lines <= NEAR && empty ? { item, before } : undefined;
  }
  if (!/[=＝]\s*$/.test(line)) return undefined;
  const item = view.questions.find(
    ({ question }) =>
      question.start <= offset &&
      question.end >= lineStart &&
      offset >= question.end - 1 &&
      text.slice(question.end, Math.max(offset, question.end)).trim() === '',
  );
  return item === undefined ? undefined : { item, before };
}
