import * as vscode from 'vscode';
import * as protocol from '../../language-server/protocol.js';
import type { QuestionInfo, QuestionRef } from '../../language-server/protocol.js';
import { PREFIX } from '../contributions.js';
import { NotNowError } from '../not-now-error.js';
import { forLog } from '../problems.js';
import type { LanguageServerClient } from './language-client.js';
import type { LanguageClient } from 'vscode-languageclient/node';

/** Which questions a command is about: it was called with a reference, on a notebook cell, or from the palette. */
export class Targets {
  constructor(
    private readonly server: LanguageServerClient,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The one question of a command, as it stands in the document now. @throws NotNowError when there is none */
  async one(argument: unknown): Promise<QuestionInfo> {
    const [first] = await this.some(argument);
    if (first === undefined) throw nothingHere();
    return first;
  }

  /** The questions of a command: several only for a notebook cell. @throws NotNowError when there is none */
  async some(argument: unknown): Promise<readonly QuestionInfo[]> {
    const ref = refOf(argument);
    if (ref !== undefined) {
      const info = await this.ask((client) => client.sendRequest(protocol.QuestionByHash, ref));
      if (info !== null) return [info];
      throw new NotNowError(vscode.l10n.t('This question is not in the document any more.'));
    }
    const cell = cellOf(argument) ?? selectedCell();
    const found =
      cell === undefined
        ? await this.#atCursor(vscode.window.activeTextEditor)
        : await this.inDocument(cell.document.uri);
    if (found.length === 0) throw nothingHere();
    return found;
  }

  /** The question at an editor's cursor; undefined where there is none. */
  async atCursor(editor: vscode.TextEditor): Promise<QuestionInfo | undefined> {
    return (await this.#atCursor(editor))[0];
  }

  /** All questions of a document, a notebook or a cell. */
  async inDocument(uri: vscode.Uri): Promise<readonly QuestionInfo[]> {
    return (await this.ask((client) => client.sendRequest(protocol.Questions, { uri: uri.toString() }))).questions;
  }

  /** All questions of what is open in front. @throws NotNowError when nothing is, or it holds none */
  async inFront(argument: unknown): Promise<readonly QuestionInfo[]> {
    const given = argument instanceof vscode.Uri ? argument : undefined;
    const uri =
      given ?? vscode.window.activeNotebookEditor?.notebook.uri ?? vscode.window.activeTextEditor?.document.uri;
    if (uri === undefined) {
      throw new NotNowError(vscode.l10n.t('No document is open: open one with questions in it.'));
    }
    const found = await this.inDocument(uri);
    if (found.length === 0) {
      throw new NotNowError(vscode.l10n.t('No questions were found in {0}.', uri.path.split('/').at(-1) ?? ''));
    }
    return found;
  }

  /** Asks the server, started when it is not. @throws NotNowError when it is down */
  async ask<T>(request: (client: LanguageClient) => Promise<T>): Promise<T> {
    try {
      return await request(await this.server.ready());
    } catch (error) {
      this.log.warn(`The language server did not answer. ${forLog(error)}`);
      throw new NotNowError(vscode.l10n.t('The language server, which finds questions in documents, does not run.'), {
        label: vscode.l10n.t('Start It'),
        run: () => vscode.commands.executeCommand(`${PREFIX}.restartLanguageServer`),
      });
    }
  }

  async #atCursor(editor: vscode.TextEditor | undefined): Promise<QuestionInfo[]> {
    if (editor === undefined) return [];
    const { line, character } = editor.selection.active;
    const place = { uri: editor.document.uri.toString(), position: { line, character } };
    const info = await this.ask((client) => client.sendRequest(protocol.QuestionAt, place));
    return info === null ? [] : [info];
  }
}

function nothingHere(): NotNowError {
  return new NotNowError(
    vscode.l10n.t('There is no question at the cursor: put it into one, or select the text of a question.'),
  );
}

function refOf(value: unknown): QuestionRef | undefined {
  if (typeof value !== 'object' || value === null || !('uri' in value) || !('hash' in value)) return undefined;
  const { uri, hash } = value;
  return typeof uri === 'string' && typeof hash === 'string' ? { uri, hash } : undefined;
}

/** The toolbar of a notebook cell calls its commands with the cell. */
function cellOf(value: unknown): vscode.NotebookCell | undefined {
  if (typeof value !== 'object' || value === null || !('notebook' in value) || !('document' in value)) return undefined;
  return value as vscode.NotebookCell;
}

/** A rendered cell has no cursor: the selected cell is what is meant, unless a cell's text is being edited. */
function selectedCell(): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  if (editor === undefined || vscode.window.activeTextEditor?.document.uri.scheme === 'vscode-notebook-cell') {
    return undefined;
  }
  return editor.notebook.cellAt(editor.selection.start);
}
