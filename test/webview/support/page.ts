import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { webviewHtml } from '../../../src/editor/webview-html.js';
import type {
  Hello,
  HostMessage,
  ReasoningState,
  Update,
  ViewMessage,
  ViewRequest,
} from '../../../src/webview/protocol.js';
import { actAsVsCode, listen } from './host.js';
import themes from './themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;
export const THEMES = Object.keys(themes) as Theme[];

const DIST = fileURLToPath(new URL('../../../dist/webview/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};
const NONCE = 'test-nonce';

export interface OpenOptions {
  readonly bundle: string;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  readonly texts?: Hello['texts'];
  readonly locale?: string;
}

/** A webview's bundle in Chromium, with the content security policy it has in VS Code and a host that the test plays. */
export class WebviewPage implements AsyncDisposable {
  readonly #requests: ViewRequest[] = [];
  /** Violations of the policy, errors and warnings of the page. */
  readonly complaints: string[] = [];
  /** What the next requests are refused with. */
  refusal: string | null = null;
  #revision = 0;

  private constructor(
    readonly page: Page,
    private readonly server: Server,
    private state: ReasoningState,
    private readonly options: OpenOptions,
  ) {}

  static async open(browser: Browser, state: ReasoningState, options: OpenOptions): Promise<WebviewPage> {
    const server = await serve(options.bundle);
    const { port } = server.address() as AddressInfo;
    const page = await browser.newPage({
      viewport: { width: options.width ?? 350, height: options.height ?? 700 },
      reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
    });
    const opened = new WebviewPage(page, server, state, options);
    await opened.#prepare();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.locator('main').waitFor();
    return opened;
  }

  async #prepare(): Promise<void> {
    const { page } = this;
    listen(page, this.complaints);
    await page.exposeFunction('toTest', (message: ViewMessage) => void this.#answer(message));
    await actAsVsCode(page, this.options.theme, '--vscode-sideBar-background');
  }

  async #answer({ id, request }: ViewMessage): Promise<void> {
    this.#requests.push(request);
    if (this.refusal !== null) {
      await this.post({ type: 'failed', id, message: this.refusal });
      return;
    }
    if (request.type !== 'ready') {
      await this.post({ type: 'reply', id });
      return;
    }
    const { locale = 'en', texts = {} } = this.options;
    await this.post({ type: 'reply', id, hello: { state: this.state, revision: this.#revision, locale, texts } });
  }

  async post(message: HostMessage): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, '*'), message);
  }

  /** One update, as the host sends it, and the frame in which it is drawn. */
  async update(change: Omit<Update, 'revision'>): Promise<void> {
    this.#revision++;
    await this.post({ type: 'update', update: { revision: this.#revision, ...change } });
    await this.frame();
  }

  /** Waits until what was sent has been drawn and measured. */
  async frame(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
    );
  }

  /**
   * What the page has asked for until now. A key or a click may be acknowledged before the message it caused arrives, so
   * this goes through the page once and back: messages keep their order.
   */
  async requests(): Promise<readonly ViewRequest[]> {
    await this.frame();
    return this.#requests;
  }

  async lastRequest(): Promise<ViewRequest | undefined> {
    return (await this.requests()).at(-1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
    await new Promise((closed) => this.server.close(closed));
  }
}

/** A web server with one page: the bundle, under the policy that it has in VS Code. */
export async function serve(bundle: string): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const name = (request.url ?? '/').slice(1).replace(/\?.*$/, '');
      if (name === 'favicon.ico') {
        response.statusCode = 204;
        response.end();
        return;
      }
      if (name === '') {
        const { port } = server.address() as AddressInfo;
        response.setHeader('content-type', 'text/html');
        response.end(
          webviewHtml({
            cspSource: `http://127.0.0.1:${port}`,
            nonce: NONCE,
            script: `${bundle}.js`,
            style: `${bundle}.css`,
            title: bundle,
          }),
        );
        return;
      }
      if (!/^[\w.-]+$/.test(name)) throw new Error(`not a file of the webview: ${name}`);
      response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream');
      response.end(await readFile(join(DIST, name)));
    })().catch(() => {
      response.statusCode = 404;
      response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}
