/** How an answer or a worked solution is written into a document, in the document's own syntax. */
import type { TextEdit } from 'vscode-languageserver-protocol';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Question } from '../questions/question.js';
import { rangeOf, type View } from './documents.js';
import type { Insertion, Result } from './protocol.js';

/** @returns undefined where the format has no place for it (data sets), or the result no such text */
export function insertion(
  view: View,
  question: Question,
  result: Result,
  what: 'answer' | 'solution',
): Insertion | undefined {
  const text = what === 'answer' ? result.answer : (result.solution ?? result.answer);
  if (view.format === 'jsonl' || text.trim() === '') return undefined;
  const chinese = /[\u4e00-\u9fff]/.test(question.text);
  if (view.format === 'markdown' && inTable(view.document.getText(), question.start)) {
    if (what === 'solution') return undefined; // a cell is one line
    const offset = question.end;
    const newText = ` **${chinese ? '答案：' : 'Answer:'}** ${text.replace(/\s*\n\s*/g, ' ').replace(/(?<!\\)\|/g, '\\|')}`;
    const edits = [{ range: rangeOf(view.document, offset, offset), newText }];
    return { kind: 'edit', version: view.document.version, edit: { changes: { [view.document.uri]: edits } } };
  }
  if (what === 'solution' && view.notebook !== undefined) {
    return { kind: 'cell', after: view.document.uri, markdown: `**${chinese ? '解答' : 'Solution'}**\n\n${text}` };
  }
  const lines = what === 'answer' ? answerLines(view, text, chinese) : solutionLines(view, text, chinese);
  return {
    kind: 'edit',
    version: view.document.version,
    edit: { changes: { [view.document.uri]: [edit(view.document, question, lines, view.format)] } },
  };
}

/** Does the line begin as a row of a table does? A line break in it would end the table. */
function inTable(text: string, offset: number): boolean {
  return /^\s*\|/.test(lineBefore(text, offset));
}

function answerLines(view: View, answer: string, chinese: boolean): string[] {
  switch (view.format) {
    case 'latex':
      return ['', `\\textbf{${chinese ? '答案：' : 'Answer:'}} ${latexAnswer(answer)}`];
    case 'plain':
      return [`${chinese ? '答案：' : 'Answer: '}${answer}`];
    default:
      return ['', `**${chinese ? '答案：' : 'Answer:'}** ${answer}`];
  }
}

function solutionLines(view: View, solution: string, chinese: boolean): string[] {
  const body = solution.trim().split(/\r?\n/);
  switch (view.format) {
    case 'latex':
      return ['\\begin{solution}', ...latexBody(solution), '\\end{solution}'];
    case 'plain':
      return ['', chinese ? '解：' : 'Solution:', ...body];
    default:
      return ['', '<details>', `<summary>${chinese ? '解答' : 'Solution'}</summary>`, '', ...body, '', '</details>'];
  }
}

/** An edit that puts `lines` below the task and its options, indented as the task is. */
function edit(document: TextDocument, question: Question, lines: readonly string[], format: View['format']): TextEdit {
  const text = document.getText();
  const offset = placeBelow(text, question.bodyEnd, format);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent =
    format === 'latex'
      ? (/^[ \t]*/.exec(lineBefore(text, question.start))?.[0] ?? '')
      : indentation(lineBefore(text, question.start));
  const written = lines.map((line) => (line === '' ? indent.trimEnd() : indent + line)).join(eol);
  return { range: rangeOf(document, offset, offset), newText: eol + written };
}

/** The end of the line on which the body ends; in LaTeX after the environment of its choices. */
function placeBelow(text: string, bodyEnd: number, format: View['format']): number {
  let at = bodyEnd;
  if (format === 'latex') {
    const rest = text.slice(at, at + 200);
    const close =
      /^\s*(?:\\fillin\b[^\n]*)?\s*\\end\{(?:choices|oneparchoices|checkboxes|oneparcheckboxes|multicols|tasks|enumerate|itemize|xuanxiang|parts|subparts)\}/.exec(
        rest,
      );
    if (
      close !== null &&
      /\\(?:end\{(?:choices|oneparchoices|checkboxes|oneparcheckboxes|tasks|xuanxiang)\})/.test(close[0])
    )
      at += close[0].length;
  }
  const feed = text.indexOf('\n', at);
  const end = feed === -1 ? text.length : feed;
  // What follows on the same line belongs to the next part, or to the task's points.
  const line = text.slice(at, end);
  return at + (/^\s*(?:[[(（][^\])）\n]{1,20}[\])）])?\s*$/.test(line) ? line.trimEnd().length : 0);
}

function lineBefore(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return text.slice(start, offset);
}

/** Where the content of the enclosing list item begins, with the marks of quotations kept. */
function indentation(before: string): string {
  const match = /^((?:[ \t]*>)*[ \t]*)((?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?/.exec(before);
  const marker = /^(?:[-*+]|\d{1,9}[.)])[ \t]+/.exec(match?.[2] ?? '')?.[0] ?? '';
  return (match?.[1] ?? '') + ' '.repeat(marker.length);
}

/** An answer as LaTeX: formulas without dollar signs get them. */
function latexAnswer(answer: string): string {
  if (/\$|\\\(|\\\[/.test(answer)) return answer;
  if (/^[A-J]$/.test(answer)) return answer;
  return /[\\^_=]|^[-+\d\s.,/()*·×x]+$/.test(answer)
    ? `$${answer.replace(/(?<!\\)%/g, '\\%')}$`
    : answer.replace(/(?<!\\)[%#&_]/g, '\\$&');
}

/** Markdown of a solution as LaTeX: emphasis and headings; formulas stay what they are. */
function latexBody(markdown: string): string[] {
  return markdown
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      line
        .split(/(\$\$?[^$]*\$\$?|\\\(.*?\\\)|\\\[.*?\\\])/)
        .map((piece, index) =>
          index % 2 === 1
            ? piece
            : piece
                .replace(/(?<!\\)[%#&]/g, '\\$&')
                .replace(/^\\#+\s*(.*)$/, '\\textbf{$1}')
                .replace(/\*\*([^*]+)\*\*/g, '\\textbf{$1}')
                .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, '\\emph{$1}'),
        )
        .join(''),
    );
}
