import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { DataSets } from '../../../src/data/data-sets.js';
import type { DataSetFacts } from '../../../src/data/facts.js';
import { parseViewMessage, type HostMessage, type Request } from '../../../src/webview/dataset/protocol.js';
import { actAsVsCode, listen } from './host.js';
import { serve, type Theme } from './page.js';

export interface DataPageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

/** The bundle of the data-set view in Chromium, under its policy; the host is the test, its data a real data set. */
export class DataPage implements AsyncDisposable {
  readonly requests: Request[] = [];
  /** Violations of the policy, errors and warnings of the page. */
  readonly complaints: string[] = [];
  readonly #sets = new DataSets(
    (facts) => void this.#tell(facts),
    () => undefined,
  );
  #facts: DataSetFacts | undefined;

  private constructor(
    readonly page: Page,
    private readonly server: Server,
    private readonly options: DataPageOptions,
  ) {}

  /** @param path the file that is opened; its index goes to `folder` */
  static async open(browser: Browser, path: string, folder: string, options: DataPageOptions = {}): Promise<DataPage> {
    const server = await serve('dataset');
    const page = await browser.newPage({ viewport: { width: options.width ?? 1100, height: options.height ?? 750 } });
    const opened = new DataPage(page, server, options);
    opened.#facts = await opened.#sets.open({ path, indexFolder: folder });
    await opened.#sets.ready(opened.#facts.handle);
    opened.#facts = opened.#sets.facts(opened.#facts.handle);
    await opened.#prepare();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.locator('.grid .row .cell').nth(30).waitFor();
    return opened;
  }

  async #prepare(): Promise<void> {
    const { page } = this;
    listen(page, this.complaints);
    await page.exposeFunction('toTest', (message: unknown) => void this.#receive(message));
    await actAsVsCode(page, this.options.theme);
  }

  async #receive(value: unknown): Promise<void> {
    const message = parseViewMessage(value);
    if (message === undefined) throw new Error(`none of the protocol: ${JSON.stringify(value)}`);
    this.requests.push(message.request);
    try {
      await this.#post({ type: 'reply', id: message.id, answer: (await this.#answer(message.request)) as never });
    } catch (error) {
      await this.#post({ type: 'failed', id: message.id, message: (error as Error).message });
    }
  }

  async #answer(request: Request): Promise<unknown> {
    const handle = this.#facts?.handle ?? '';
    const set = this.#sets.get(handle);
    switch (request.type) {
      case 'ready':
        return { facts: this.#facts, locale: 'en', texts: {} };
      case 'page':
        return set.page(request.query, request.from, request.count);
      case 'histogram':
        return set.histogram(request.column, request.query);
      case 'detail':
        return this.#sets.detail(handle, request.row);
      case 'aside':
        return set.aside;
      case 'decide':
        return this.#tell(await this.#sets.decide({ handle, rows: request.rows, decision: request.decision }));
      case 'undo':
        return this.#tell(await this.#sets.undo(handle));
      case 'redo':
        return this.#tell(await this.#sets.redo(handle));
      default:
        return null; // what only an editor can do
    }
  }

  async #tell(facts: DataSetFacts): Promise<null> {
    this.#facts = facts;
    await this.#post({ type: 'facts', facts });
    return null;
  }

  async #post(message: HostMessage): Promise<void> {
    if (this.page.isClosed()) return;
    await this.page.evaluate((data) => window.postMessage(data, '*'), message).catch(() => undefined);
  }

  /** Cells of a column as they are drawn, by the column's name. */
  async cells(name: string): Promise<string[]> {
    const heads = await this.page.getByRole('columnheader').allInnerTexts();
    const at = heads.findIndex((head) => head.trim() === name);
    return this.page
      .locator('.window .row')
      .evaluateAll((rows, column) => rows.map((row) => row.children[column]?.textContent ?? ''), at);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
    await this.#sets[Symbol.asyncDispose]();
    await new Promise((closed) => this.server.close(closed));
  }
}
