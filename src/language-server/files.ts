/** Questions of files that are not open, for solving a folder. */
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { findQuestions, formatOf } from '../questions/find.js';
import { readNotebook } from '../questions/notebook.js';
import { infoOf, LARGEST_DOCUMENT } from './documents.js';
import type { QuestionInfo } from './protocol.js';
import { hashOf } from './tracked-document.js';

/** @throws Error with a sentence for the user when the file cannot be read or holds no document */
export async function questionsInFile(uri: string): Promise<QuestionInfo[]> {
  const path = fileURLToPath(uri);
  const format = formatOf(path);
  if (format === undefined) throw new Error('It is no Markdown, LaTeX, text, notebook or JSONL file.');
  if ((await stat(path)).size > LARGEST_DOCUMENT) throw new Error('It is too large to look for questions in.');
  const text = new TextDecoder('utf-8').decode(await readFile(path));
  const questions = findQuestions(text, format);
  if (format !== 'notebook') {
    const document = TextDocument.create(uri, format, 0, text);
    return questions.map((question) =>
      infoOf({ document, format, questions: [] }, { question, hash: hashOf(question), before: undefined }),
    );
  }
  const cells = readNotebook(text) ?? [];
  const documents = cells.map((cell) => TextDocument.create(uri, 'markdown', 0, cell.source));
  return questions.flatMap((question) => {
    const document = documents[question.cell ?? 0];
    return document === undefined
      ? []
      : [
          infoOf(
            { document, format: 'markdown', questions: [], notebook: uri },
            { question, hash: hashOf(question), before: undefined },
          ),
        ];
  });
}
