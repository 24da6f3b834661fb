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
  /** The language of VS Code. */
  readonly locale?: string;
  readonly texts?: Readonly<Record<string, string>>;
  /** Called before a request is answered: can hold the answer back, or refuse it. */
  readonly before?: (request: Request) => Promise<void> | undefined;
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
  /** Requests that are being answered. */
  readonly #open = new Set<Promise<void>>();

  private constructor(
    readonly page: Page,
    private readonly server: Server,
    private readonly path: string,
    private readonly folder: string,
    private readonly options: DataPageOptions,
  ) {}

  /** @param path the file that is opened; its index goes to `folder`. Where it cannot be opened, the view says why. */
  static async open(browser: Browser, path: string, folder: string, options: DataPageOptions = {}): Promise<DataPage> {
    const server = await serve('dataset');
    const page = await browser.newPage({ viewport: { width: options.width ?? 1100, height: options.height ?? 750 } });
    const opened = new DataPage(page, server, path, folder, options);
    await opened.#read().catch(() => undefined); // the view asks again, and is told
    await opened.#prepare();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.locator('.grid .row .cell').nth(30).or(page.getByRole('alert')).first().waitFor();
    return opened;
  }

  /** The data set was opened again, and by nobody's wish: the view is told. */
  async reopen(): Promise<void> {
    await this.#tell(await this.#read());
  }

  async #read(): Promise<DataSetFacts> {
    if (this.#facts !== undefined) await this.#sets.close(this.#facts.handle);
    this.#facts = undefined;
    const { handle } = await this.#sets.open({ path: this.path, indexFolder: this.folder, mayWrite: true });
    await this.#sets.ready(handle).catch(() => undefined); // the facts say that it was not read to its end
    this.#facts = this.#sets.facts(handle);
    return this.#facts;
  }

  /** Waits until everything that the page has asked for until now is answered and drawn. */
  async settled(): Promise<void> {
    await this.#frame();
    await this.#answered();
    await this.#frame();
  }

  async #answered(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  async #frame(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
    );
  }

  async #prepare(): Promise<void> {
    const { page } = this;
    listen(page, this.complaints);
    await page.exposeFunction('toTest', (message: unknown) => {
      const answered = this.#receive(message).finally(() => this.#open.delete(answered));
      this.#open.add(answered);
    });
    await actAsVsCode(page, this.options.theme);
  }

  async #receive(value: unknown): Promise<void> {
    const message = parseViewMessage(value);
    if (message === undefined) throw new Error(`none of the protocol: ${JSON.stringify(value)}`);
    this.requests.push(message.request);
    try {
      await this.options.before?.(message.request);
      await this.#post({ type: 'reply', id: message.id, answer: (await this.#answer(message.request)) as never });
    } catch (error) {
      await this.#post({ type: 'failed', id: message.id, message: (error as Error).message });
    }
  }

  async #answer(request: Request): Promise<unknown> {
    if (request.type === 'reload') {
      await this.#read();
      return null;
    }
    const { handle } = this.#facts ?? (await this.#read());
    const set = this.#sets.get(handle);
    switch (request.type) {
      case 'ready': {
        const { locale = 'en', texts = {} } = this.options;
        return { facts: this.#facts, locale, texts };
      }
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
    if (this.#facts?.handle !== facts.handle) return null;
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
    await this.#answered();
    await this.#sets[Symbol.asyncDispose]();
    await new Promise((closed) => this.server.close(closed));
  }
}
