/** What is shown at a question besides its lenses: hints, hovers. */
import type { Hover, InlayHint } from 'vscode-languageserver-protocol';
import { rangeOf, type View } from './documents.js';
import type { InitializationOptions, QuestionRef, Result } from './protocol.js';
import type { Results } from './results.js';
import type { Translate } from './texts.js';
import type { TrackedQuestion } from './tracked-document.js';
import { escapeMarkdown, plainMath, shorten } from './typeset.js';

export interface Presentation {
  readonly options: InitializationOptions;
  readonly results: Results;
  readonly t: Translate;
}

/** Answers longer than this are cut in lenses and hints. */
const SHORT = 60;

export function hintsOf(view: View, from: number, to: number, { results, t }: Presentation): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const { question, hash } of view.questions) {
    const result = results.result(hash);
    if (result === undefined || question.end < from || question.end > to) continue;
    hints.push({
      position: view.document.positionAt(question.end),
      label: `${result.answer === '' ? t('solved') : `= ${shorten(plainMath(result.answer), SHORT)}`} · ${t('cost', result.tokens)}`,
      paddingLeft: true,
      tooltip: spent(result, t),
    });
  }
  return hints;
}

export function hoverOf(view: View, item: TrackedQuestion, { options, results, t }: Presentation): Hover | null {
  const range = rangeOf(view.document, item.question.start, item.question.end);
  const result = results.result(item.hash);
  const old = result === undefined && item.before !== undefined ? results.result(item.before) : undefined;
  if (old !== undefined)
    return { range, contents: { kind: 'markdown', value: t('hoverStale', escapeMarkdown(plainMath(old.answer))) } };
  if (result === undefined) return null;
  const lines = [
    result.answer === '' ? t('hoverSolved') : t('hoverAnswer', escapeMarkdown(plainMath(result.answer))),
    `${thinkingEnd(result, t)}; ${spent(result, t)}${result.model === undefined ? '' : ` · ${escapeMarkdown(result.model)}`}`,
  ];
  const open = options.commands?.openTrace;
  if (open !== undefined && options.commandLinks === true) {
    const ref: QuestionRef = { uri: view.document.uri, hash: item.hash };
    lines.push(`[${t('openTrace')}](command:${open}?${encodeURIComponent(JSON.stringify([ref]))})`);
  }
  return { range, contents: { kind: 'markdown', value: lines.join('\n\n') } };
}

/** An answer in a lens. */
export function answered({ answer }: Result, t: Translate): string {
  return answer === '' ? t('solved') : t('answer', shorten(plainMath(answer), SHORT));
}

function spent(result: Result, t: Translate): string {
  const seconds = (result.milliseconds / 1000).toFixed(result.milliseconds < 10_000 ? 1 : 0);
  return result.budget === null
    ? t('spent', result.tokens, seconds)
    : t('ofBudget', result.tokens, result.budget, seconds);
}

function thinkingEnd(result: Result, t: Translate): string {
  switch (result.thinkingEnd) {
    case 'natural':
      return t('endNatural');
    case 'budget':
      return t('endBudget');
    case 'user':
      return t('endUser');
    case 'context':
      return t('endContext');
    case 'loop':
      return t('endLoop');
    case null:
      return t('endNone');
  }
}
