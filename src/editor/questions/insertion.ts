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
  const readOnly = () =>
    new NotNowError(vscode.l10n.t('The document cannot be changed: it is read-only.'), {
      label: vscode.l10n.t('Copy Instead'),
      run: () => vscode.env.clipboard.writeText(what === 'answer' ? answer.answer : (answer.solution ?? answer.answer)),
    });
  if (await isReadOnly(notebookOf(document)?.uri ?? uri)) throw readOnly();
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { hash } = question;
    const insertion = await targets.ask((client) =>
      client.sendRequest(protocol.Insert, { uri: question.uri, hash, what }),
    );
    if (insertion === null) throw new NotNowError(vscode.l10n.t('There is no place for it in this kind of document.'));
    switch (await apply(insertion, document)) {
      case 'done':
        return;
      case 'read-only':
        throw readOnly();
      case 'changed':
        continue;
    }
  }
  throw new NotNowError(vscode.l10n.t('The document was changed at the same time: try again.'));
}

/** changed: the document is another than the one that the edit was made for. */
type Applied = 'done' | 'read-only' | 'changed';

async function apply(insertion: Insertion, document: vscode.TextDocument): Promise<Applied> {
  if (insertion.kind === 'cell') return applyCell(insertion, document);
  if (insertion.version !== document.version) return 'changed';
  const edits = Object.values(insertion.edit.changes ?? {}).flat(); // all of this document
  const changes = edits.map(({ range: { start, end }, newText }) => ({
    range: new vscode.Range(start.line, start.character, end.line, end.character),
    newText,
  }));
  // An editor knows whether it may be written to (files.readonlyInclude, "Set Active Editor Read-only"); an edit of the
  // workspace goes past that.
  const editor = vscode.window.visibleTextEditors.find((other) => other.document === document);
  if (editor !== undefined) {
    const done = await editor.edit((builder) => {
      for (const { range, newText } of changes) builder.replace(range, newText);
    });
    if (done) return 'done';
    return insertion.version === document.version ? 'read-only' : 'changed';
  }
  const made = new vscode.WorkspaceEdit();
  for (const { range, newText } of changes) made.replace(document.uri, range, newText);
  return (await vscode.workspace.applyEdit(made)) ? 'done' : 'changed';
}

async function applyCell(
  { after, markdown }: Extract<Insertion, { kind: 'cell' }>,
  document: vscode.TextDocument,
): Promise<Applied> {
  const notebook = notebookOf(document);
  const cell = notebook?.getCells().find((other) => other.document.uri.toString() === after);
  if (notebook === undefined || cell === undefined) return 'changed';
  const made = new vscode.WorkspaceEdit();
  const data = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, markdown, 'markdown');
  made.set(notebook.uri, [vscode.NotebookEdit.insertCells(cell.index + 1, [data])]);
  return (await vscode.workspace.applyEdit(made)) ? 'done' : 'changed';
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
