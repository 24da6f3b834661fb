/** What is shown at a question: lenses, hints, hovers. */
import type { CodeLens, Hover, InlayHint } from 'vscode-languageserver-protocol';
import { rangeOf, type View } from './documents.js';
import type { Action, InitializationOptions, QuestionRef, Result } from './protocol.js';
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

export function lensesOf(view: View, { options, results, t }: Presentation): CodeLens[] {
  const commands = options.commands ?? {};
  if (Object.keys(commands).length === 0) return [];
  const lenses: CodeLens[] = [];
  const icon = (name: string, text: string): string => (options.icons === true ? `$(${name}) ${text}` : text);
  const titles: Readonly<Record<Action, string>> = {
    solve: icon('play', t('solve')),
    thinkHarder: icon('lightbulb-sparkle', t('thinkHarder')),
    check: icon('checklist', t('check')),
    stop: icon('debug-stop', t('stop')),
    openTrace: icon('list-tree', t('trace')),
  };
  for (const item of view.questions) {
    const start = view.document.positionAt(item.question.start);
    const range = { start, end: start };
    const ref: QuestionRef = { uri: view.document.uri, hash: item.hash };
    /** A lens is offered only where the client has a command behind it. */
    const offer = (action: Action): void => {
      const command = commands[action];
      if (command !== undefined) lenses.push({ range, command: { title: titles[action], command, arguments: [ref] } });
    };
    const tell = (title: string): void => void lenses.push({ range, command: { title, command: '' } });
    const run = results.run(item.hash);
    const result = results.result(item.hash);
    if (run.kind === 'queued' || run.kind === 'running') {
      tell(
        run.kind === 'queued'
          ? icon('watch', t('queued'))
          : icon('loading~spin', run.tokens > 0 ? t('running', run.tokens) : t('starting')),
      );
      offer('stop');
      continue;
    }
    if (result !== undefined) tell(icon('pass', answered(result, t)));
    else if (run.kind === 'failed') tell(icon('error', t('failed', shorten(run.message, 100))));
    else if (item.before !== undefined) tell(icon('warning', t('stale')));
    if (result === undefined) offer('solve');
    offer('thinkHarder');
    if (item.question.reference !== undefined) offer('check');
    if (result !== undefined) offer('openTrace');
  }
  return lenses;
}

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

function answered({ answer }: Result, t: Translate): string {
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
