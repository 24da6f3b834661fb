import { writeFile } from 'node:fs/promises';
import { extname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { DataSetFacts, RowQuery } from '../../data/facts.js';
import { parseViewMessage, type HostMessage, type Request } from '../../webview/dataset/protocol.js';
import { showPage } from '../webview-page.js';
import type { DataClients } from './data-clients.js';
import type { Dialogs } from '../dialogs.js';
import type { CurationHost, ShownDataSet } from './host.js';

/** One data set in one editor: what its view asks goes to the data process, what only the editor can do is done here. */
export class DataSetEditor implements ShownDataSet {
  isDrawn = false;
  #facts: DataSetFacts | null = null;
  /** The data set is opened once; anew after its process has crashed, or when a person asks. */
  #opening: Promise<DataSetFacts> | undefined;
  /** Reports that came before the answer that names the data set. */
  readonly #early = new Map<string, DataSetFacts>();
  /** What is chosen in the view: rows, or without any those of its query. */
  #selection: { readonly rows: readonly number[] | null; readonly query: RowQuery } = {
    rows: null,
    query: { filters: [], sort: null },
  };
  readonly #subscriptions: { dispose(): unknown }[] = [];

  constructor(
    private readonly path: string,
    private readonly panel: vscode.WebviewPanel,
    private readonly clients: DataClients,
    private readonly host: CurationHost,
    private readonly dialogs: Dialogs,
  ) {
    const { webview } = panel;
    this.#subscriptions.push(
      webview.onDidReceiveMessage((message) => void this.#receive(message)),
      clients.onProgress((facts) => this.#progressed(facts)),
      clients.onCrash(() => (this.#opening = undefined)),
    );
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
      this.host.log.warn('The view of a data set sent a message that is none of its protocol.');
      return;
    }
    const { id, request } = message;
    this.isDrawn ||= request.type === 'page';
    try {
      this.#post({ type: 'reply', id, answer: (await this.#answer(request)) as never });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.host.log.error(error instanceof Error ? error : text);
      this.#post({ type: 'failed', id, message: text });
    }
  }

  async #answer(request: Request): Promise<unknown> {
    const { shown } = this.clients;
    const facts = await this.#opened();
    const { handle } = facts;
    switch (request.type) {
      case 'ready':
        return { facts: this.#facts, locale: vscode.env.language, texts: { ...vscode.l10n.bundle } };
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
        return this.#changed(await shown.decide({ handle, rows: request.rows, decision: request.decision }));
      case 'undo':
        requireTrust();
        return this.#changed(await shown.undo(handle));
      case 'redo':
        requireTrust();
        return this.#changed(await shown.redo(handle));
      case 'selection':
        this.#selection = { rows: request.rows, query: request.query };
        return null;
      case 'append':
        return this.append(request.rows, request.query);
      case 'statistics':
        return this.#saveStatistics(request.query);
      case 'place':
        return this.#openPlace(request);
      case 'link':
        await vscode.env.openExternal(vscode.Uri.parse(request.address, true));
        return null;
      case 'reload':
        this.#opening = undefined;
        await this.#opened();
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
    const { handle } = await this.#opened();
    const target = await this.dialogs.saveFile({
      title: vscode.l10n.t('Add to a Pool'),
      saveLabel: vscode.l10n.t('Add'),
      filters: { JSONL: ['jsonl', 'ndjson'] },
      defaultUri: vscode.Uri.file(join(folderOf(this.path), 'pool.jsonl')),
    });
    if (target === undefined) return null;
    const added = await this.clients.shown.append({ handle, rows, query, pool: target.fsPath });
    this.host.notifications.done(
      vscode.l10n.t('{0} rows were added to {1}.', added, vscode.workspace.asRelativePath(target)),
    );
    return null;
  }

  async #saveStatistics(query: RowQuery): Promise<null> {
    const { handle, name } = await this.#opened();
    const target = await this.dialogs.saveFile({
      title: vscode.l10n.t('Export Statistics'),
      filters: { CSV: ['csv'], Markdown: ['md'] },
      defaultUri: vscode.Uri.file(join(folderOf(this.path), `${name.replace(/\.\w+$/, '')}-statistics.csv`)),
    });
    if (target === undefined) return null;
    const format = extname(target.fsPath).toLowerCase() === '.md' ? 'markdown' : 'csv';
    await writeFile(target.fsPath, await this.clients.shown.statistics({ handle, query, format }));
    await vscode.window.showTextDocument(target, { preview: true });
    return null;
  }

  /** Opens the line that a row came from; of data that no text editor shows, the data set. */
  async #openPlace(request: Extract<Request, { type: 'place' }>): Promise<null> {
    const { shown } = this.clients;
    const { handle } = await this.#opened();
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

  /** Decisions have changed: the view is told at once. */
  #changed(facts: DataSetFacts): null {
    this.#facts = facts;
    this.#post({ type: 'facts', facts });
    return null;
  }

  #opened(): Promise<DataSetFacts> {
    this.#opening ??= this.clients.shown
      .open({ path: this.path, indexFolder: join(this.host.storage, 'data-sets') })
      .then((facts) => {
        this.#facts = this.#early.get(facts.handle) ?? facts;
        this.#early.clear();
        return this.#facts;
      })
      .catch((error: unknown) => {
        this.#opening = undefined; // the next request tries again
        throw error;
      });
    return this.#opening;
  }

  #progressed(facts: DataSetFacts): void {
    if (facts.path !== this.path) return;
    if (this.#facts === null) this.#early.set(facts.handle, facts);
    if (facts.handle !== this.#facts?.handle) return;
    this.#facts = facts;
    this.#post({ type: 'facts', facts });
  }

  async #close(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.dispose();
    const facts = await this.#opening?.catch(() => undefined); // it was never open
    if (facts !== undefined) await this.clients.shown.close(facts.handle).catch(() => undefined); // the process is gone
  }

  #post(message: HostMessage): void {
    void this.panel.webview.postMessage(message);
  }
}

function folderOf(path: string): string {
  return join(path, '..');
}

/** Nothing is written and nothing is started for a workspace that nobody trusts. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Error(vscode.l10n.t('This workspace is not trusted: trust it first, then do it again.'));
}
