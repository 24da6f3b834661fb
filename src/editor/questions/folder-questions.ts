import * as vscode from 'vscode';
import * as protocol from '../../language-server/protocol.js';
import type { QuestionInfo } from '../../language-server/protocol.js';
import { NotNowError } from '../not-now-error.js';
import { mayHoldQuestions, QUESTION_FILES } from './languages.js';
import type { Targets } from './targets.js';

/** Files that are looked into. */
const MOST_FILES = 2000;
/** Files asked for at once: the server answers other requests in between. */
const AT_ONCE = 20;
const LEFT_OUT = '**/{node_modules,.git,.think-harder}/**';

interface FileItem extends vscode.QuickPickItem {
  readonly questions: readonly QuestionInfo[];
}

/**
 * The questions of a folder's files that somebody chose; undefined when nothing was chosen.
 * @param chosen the folder; asked for when it is not given
 * @param all take the questions of all files without asking
 */
export async function questionsOfFolder(
  chosen: vscode.Uri | undefined,
  all: boolean,
  targets: Targets,
  log: vscode.LogOutputChannel,
): Promise<readonly QuestionInfo[] | undefined> {
  const folder = chosen ?? (await askForFolder());
  if (folder === undefined) return undefined;
  const items = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for questions') },
    () => itemsOf(folder, targets, log),
  );
  if (items.length === 0) {
    throw new NotNowError(
      vscode.l10n.t('No questions were found in the files of {0}.', folder.path.split('/').at(-1) ?? ''),
    );
  }
  const picked = all ? items : await choose(items);
  return picked?.flatMap(({ questions }) => questions);
}

async function itemsOf(folder: vscode.Uri, targets: Targets, log: vscode.LogOutputChannel): Promise<FileItem[]> {
  const pattern = new vscode.RelativePattern(folder, QUESTION_FILES);
  const uris = (await vscode.workspace.findFiles(pattern, LEFT_OUT, MOST_FILES)).sort((a, b) =>
    a.path.localeCompare(b.path),
  );
  const items: FileItem[] = [];
  const closed: vscode.Uri[] = [];
  for (const uri of uris) {
    // What is open may be another text than what is saved.
    if (isOpen(uri)) items.push(...itemOf(uri, await targets.inDocument(uri)));
    else closed.push(uri);
  }
  for (let at = 0; at < closed.length; at += AT_ONCE) {
    const some = closed.slice(at, at + AT_ONCE).map(String);
    const { files, failed } = await targets.ask((client) =>
      client.sendRequest(protocol.QuestionsInFiles, { uris: some }),
    );
    for (const { uri, questions } of files) items.push(...itemOf(vscode.Uri.parse(uri), questions));
    for (const { uri, reason } of failed) log.info(`${uri} was left out: ${reason}`);
  }
  return items.sort((a, b) => a.label.localeCompare(b.label));
}

function itemOf(uri: vscode.Uri, questions: readonly QuestionInfo[]): FileItem[] {
  if (questions.length === 0) return [];
  return [
    {
      label: vscode.workspace.asRelativePath(uri),
      description: vscode.l10n.t('{0} questions', questions.length),
      picked: true,
      questions,
    },
  ];
}

function isOpen(uri: vscode.Uri): boolean {
  const is = (other: { readonly uri: vscode.Uri }) => other.uri.toString() === uri.toString();
  return (
    vscode.workspace.textDocuments.some((document) => is(document) && mayHoldQuestions(document)) ||
    vscode.workspace.notebookDocuments.some(is)
  );
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Solve All Questions in a Folder'),
    openLabel: vscode.l10n.t('Find Questions'),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(vscode.workspace.workspaceFolders?.[0] === undefined
      ? {}
      : { defaultUri: vscode.workspace.workspaceFolders[0].uri }),
  });
  return picked?.[0];
}

async function choose(items: FileItem[]): Promise<readonly FileItem[] | undefined> {
  return vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Solve All Questions in a Folder'),
    placeHolder: vscode.l10n.t('Files whose questions are solved'),
  });
}
