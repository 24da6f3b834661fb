import { writeFile } from 'node:fs/promises';
import { basename, extname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { FATES_FILE } from '../../curation/pipeline/output-files.js';
import type { RowQuery } from '../../data/facts.js';
import { parseViewMessage, type HostMessage, type Request } from '../../webview/dataset/protocol.js';
import { showPage } from '../webview-page.js';
import type { DataClients } from './data-clients.js';
import type { Dialogs } from '../dialogs.js';
import type { CurationHost, ShownDataSet } from './host.js';
import { OpenDataSet } from './open-data-set.js';
import type { PipelineRuns } from './pipeline-runs.js';

/** What an editor needs of the other parts. */
export interface EditorParts {
  readonly clients: DataClients;
  readonly runs: PipelineRuns;
  readonly host: CurationHost;
  readonly dialogs: Dialogs;
}

const ALL: RowQuery = { filters: [], sort: null };

/** One data set in one editor: what its view asks goes to the data process, what only the editor can do is done here. */
export class DataSetEditor implements ShownDataSet {
  isDrawn = false;
  readonly #data: OpenDataSet;
  /** What is chosen in the view: rows, or without any those of its query. */
  #selection: { readonly rows: readonly number[] | null; readonly query: RowQuery } = { rows: null, query: ALL };
  readonly #subscriptions: { dispose(): unknown }[] = [];

  constructor(
    private readonly path: string,
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: EditorParts,
  ) {
    const { webview } = panel;
    const { clients, host } = parts;
    const { shown } = clients;
    const isResult = basename(path) === 'funnel.json';
    const indexFolder = join(host.storage, 'data-sets');
    this.#data = new OpenDataSet({
      path,
      witness: isResult ? join(folderOf(path), FATES_FILE) : null,
      open: () => shown.open({ path, indexFolder, mayWrite: vscode.workspace.isTrusted }),
      close: (handle) => shown.close(handle),
      onFacts: (facts) => this.#post({ type: 'facts', facts }),
    });
    this.#subscriptions.push(
      webview.onDidReceiveMessage((message) => void this.#receive(message)),
      clients.onProgress((facts) => this.#data.progressed(facts)),
      clients.onCrash(() => this.#data.crashed()),
    );
    if (isResult) this.#followRuns();
    panel.onDidDispose(() => void this.#close());
    showPage(webview, host.extensionUri, 'dataset', vscode.l10n.t('Data Set'));
  }

  /** Answers a request of the view. @throws Error with a sentence */
  async answer(value: unknown): Promise<unknown> {
    const message = parseViewMessage({ id: 0, request: value });
    if (message === undefined) throw new Error('The view sent a message that is none of its protocol.');
    return this.#answer(message.request);
  }

  async #receive(value: unknown): Promise<void> {
    const message = parseViewMessage(value);
    if (message === undefined) {
      this.parts.host.log.warn('The view of a data set sent a message that is none of its protocol.');
      return;
    }
    const { id, request } = message;
    this.isDrawn ||= request.type === 'page';
    try {
      this.#post({ type: 'reply', id, answer: (await this.#answer(request)) as never });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.parts.host.log.error(error instanceof Error ? error : text);
      this.#post({ type: 'failed', id, message: text });
    }
  }

  async #answer(request: Request): Promise<unknown> {
    if (request.type === 'reload') return this.#reload();
    const { shown } = this.parts.clients;
    const before = this.#data.facts?.handle;
    const opened = await this.#data.opened();
    const { handle } = opened;
    switch (request.type) {
      case 'ready':
        return { facts: this.#data.facts ?? opened, locale: vscode.env.language, texts: { ...vscode.l10n.bundle } };
      case 'page': {
        const { query, from, count } = request;
        return shown.page({ handle, query, from, count });
      }
      case 'histogram':
        return shown.histogram({ handle, column: request.column, query: request.query });
      case 'detail':
        return shown.detail(handle, request.row);
      case 'aside':
        return shown.aside(handle);
      case 'decide':
        requireTrust();
        needSame(before, handle);
        this.#data.changed(await shown.decide({ handle, rows: request.rows, decision: request.decision }));
        return null;
      case 'undo':
        requireTrust();
        this.#data.changed(await shown.undo(handle));
        return null;
      case 'redo':
        requireTrust();
        this.#data.changed(await shown.redo(handle));
        return null;
      case 'selection':
        this.#selection = { rows: request.rows, query: request.query };
        return null;
      case 'append':
        if (request.rows !== null) needSame(before, handle);
        return this.append(request.rows, request.query);
      case 'statistics':
        return this.#saveStatistics(request.query);
      case 'place':
        return this.#openPlace(request);
      case 'link':
        await vscode.env.openExternal(vscode.Uri.parse(request.address, true));
        return null;
    }
  }

  /** Adds what is chosen in the view to a pool. */
  async appendSelection(): Promise<void> {
    await this.append(this.#selection.rows, this.#selection.query);
  }

  /** Adds rows to a pool that the person picks. */
  async append(rows: readonly number[] | null, query: RowQuery): Promise<null> {
    requireTrust();
    const { handle } = await this.#data.opened();
    const { dialogs, clients, host } = this.parts;
    const target = await dialogs.saveFile({
      title: vscode.l10n.t('Add to a Pool'),
      saveLabel: vscode.l10n.t('Add'),
      filters: { JSONL: ['jsonl', 'ndjson'] },
      defaultUri: vscode.Uri.file(join(folderOf(this.path), 'pool.jsonl')),
    });
    if (target === undefined) return null;
    needSame(this.#data.facts?.handle, handle); // a run may have ended while the person chose
    const added = await clients.shown.append({ handle, rows, query, pool: target.fsPath });
    const name = vscode.workspace.asRelativePath(target);
    const count = added.toLocaleString(vscode.env.language);
    host.notifications.done(
      added === 1
        ? vscode.l10n.t('One row was added to {0}.', name)
        : vscode.l10n.t('{0} rows were added to {1}.', count, name),
    );
    return null;
  }

  async #saveStatistics(query: RowQuery): Promise<null> {
    const { handle, name } = await this.#data.opened();
    const target = await this.parts.dialogs.saveFile({
      title: vscode.l10n.t('Export Statistics'),
      filters: { CSV: ['csv'], Markdown: ['md'] },
      defaultUri: vscode.Uri.file(join(folderOf(this.path), `${name.replace(/\.\w+$/, '')}-statistics.csv`)),
    });
    if (target === undefined) return null;
    const format = extname(target.fsPath).toLowerCase() === '.md' ? 'markdown' : 'csv';
    await writeFile(target.fsPath, await this.parts.clients.shown.statistics({ handle, query, format }));
    await vscode.window.showTextDocument(target, { preview: true });
    return null;
  }

  /** Opens the line that a row came from; of data that no text editor shows, the data set. */
  async #openPlace(request: Extract<Request, { type: 'place' }>): Promise<null> {
    const { shown } = this.parts.clients;
    const { handle } = await this.#data.opened();
    const place =
      'row' in request ? await shown.detail(handle, request.row) : (await shown.aside(handle))[request.aside];
    if (place === undefined) return null;
    const uri = vscode.Uri.file(isAbsolute(place.file) ? place.file : join(folderOf(this.path), place.file));
    if (/\.(gz|parquet)$/i.test(uri.path)) {
      await vscode.commands.executeCommand('vscode.openWith', uri, 'thinkHarder.dataSet');
      return null;
    }
    const at = new vscode.Position(Math.max(0, place.line - 1), 0);
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), preview: true });
    return null;
  }

  /** A result is opened again when a run has made it anew, here or elsewhere, and when it may be written. */
  #followRuns(): void {
    const { runs } = this.parts;
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folderOf(this.path)), FATES_FILE);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
    const look = () => this.#logged(this.#data.reloadIfOther());
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate(look),
      watcher.onDidChange(look),
      runs.onDidFinish(look),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#logged(this.#reload())),
    );
  }

  async #reload(): Promise<null> {
    this.#selection = { rows: null, query: ALL };
    await this.#data.reload();
    return null;
  }

  /** Nobody waits for it: the next request of the view is told why it cannot be opened. */
  #logged(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.parts.host.log.warn(error instanceof Error ? error.message : String(error)));
  }

  async #close(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.dispose();
    await this.#data.close();
  }

  #post(message: HostMessage): void {
    void this.panel.webview.postMessage(message);
  }
}

function folderOf(path: string): string {
  return join(path, '..');
}

/** Rows are known by their numbers, and a number may mean another row when the data were opened again. */
function needSame(before: string | undefined, handle: string): void {
  if (before === handle) return;
  throw new Error(vscode.l10n.t('The data set was opened again: look at its rows once more, then do it again.'));
}

/** Nothing is written and nothing is started for a workspace that nobody trusts. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Error(vscode.l10n.t('This workspace is not trusted: trust it first, then do it again.'));
}
