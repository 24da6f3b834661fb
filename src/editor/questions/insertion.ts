import * as vscode from 'vscode';
import * as protocol from '../../language-server/protocol.js';
import type { Insertion, QuestionInfo } from '../../language-server/protocol.js';
import { NotNowError } from '../not-now-error.js';
import type { StoredAnswer } from './result-of-trace.js';
import type { Targets } from './targets.js';

/** The document may be edited while the place is being found: it is looked for again, so many times. */
const TRIES = 4;

/**
 * Writes the answer or the worked solution into the document, as one edit that one undo takes back.
 * @throws NotNowError when the document cannot be written to, or has no place for it
 */
export async function insert(
  question: QuestionInfo,
  what: 'answer' | 'solution',
  answer: StoredAnswer,
  targets: Targets,
): Promise<void> {
  const uri = vscode.Uri.parse(question.uri);
  const document = await opened(uri);
  if (await isReadOnly(notebookOf(document)?.uri ?? uri)) {
    throw new NotNowError(vscode.l10n.t('The document cannot be changed: it is read-only.'), {
      label: vscode.l10n.t('Copy Instead'),
      run: () => vscode.env.clipboard.writeText(what === 'answer' ? answer.answer : (answer.solution ?? answer.answer)),
    });
  }
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { hash } = question;
    const insertion = await targets.ask((client) =>
      client.sendRequest(protocol.Insert, { uri: question.uri, hash, what }),
    );
    if (insertion === null) throw new NotNowError(vscode.l10n.t('There is no place for it in this kind of document.'));
    const edit = editOf(insertion, document);
    if (edit !== undefined && (await vscode.workspace.applyEdit(edit))) return;
  }
  throw new NotNowError(vscode.l10n.t('The document was changed at the same time: try again.'));
}

/** @returns undefined when the document is another by now */
function editOf(insertion: Insertion, document: vscode.TextDocument): vscode.WorkspaceEdit | undefined {
  const made = new vscode.WorkspaceEdit();
  if (insertion.kind === 'cell') {
    const notebook = notebookOf(document);
    const cell = notebook?.getCells().find((other) => other.document.uri.toString() === insertion.after);
    if (notebook === undefined || cell === undefined) return undefined;
    const data = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, insertion.markdown, 'markdown');
    made.set(notebook.uri, [vscode.NotebookEdit.insertCells(cell.index + 1, [data])]);
    return made;
  }
  if (insertion.version !== document.version) return undefined;
  for (const [uri, edits] of Object.entries(insertion.edit.changes ?? {})) {
    const converted = edits.map(({ range: { start, end }, newText }) => {
      const range = new vscode.Range(start.line, start.character, end.line, end.character);
      return vscode.TextEdit.replace(range, newText);
    });
    made.set(vscode.Uri.parse(uri), converted);
  }
  return made;
}

async function opened(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    throw new NotNowError(vscode.l10n.t('The document is not there any more.'));
  }
}

function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}

async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === 'untitled') return false;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    return false; // deleted under the open document: the edit goes into the document
  }
}
