/** Folding ranges and symbols of questions. */
import { FoldingRangeKind, SymbolKind, type DocumentSymbol, type FoldingRange } from 'vscode-languageserver-protocol';
import { rangeOf, type View } from './documents.js';
import { plainMath, shorten } from './typeset.js';

/** A question folds with its options, answer and solution. */
export function foldingOf(view: View): FoldingRange[] {
  return view.questions.flatMap(({ question }) => {
    const startLine = view.document.positionAt(question.start).line;
    const last = view.document.positionAt(Math.max(question.end, question.extent));
    const endLine = last.character === 0 && last.line > startLine ? last.line - 1 : last.line;
    return endLine > startLine ? [{ startLine, endLine, kind: FoldingRangeKind.Region }] : [];
  });
}

export function symbolsOf(view: View): DocumentSymbol[] {
  return view.questions.map(({ question }) => {
    const text = shorten(plainMath(question.text), 80);
    return {
      name: question.label === undefined || question.label === '' ? text : `${question.label} ${text}`,
      detail: question.kind,
      kind: SymbolKind.Event,
      range: rangeOf(view.document, question.start, Math.max(question.end, question.extent)),
      selectionRange: rangeOf(view.document, question.start, question.end),
    };
  });
}
