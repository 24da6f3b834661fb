import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { ReadTrace } from '../../../src/evaluation/report/read-trace.js';
import { pageData } from '../../../src/evaluation/report/page-data.js';
import type { Report } from '../../../src/evaluation/report/report.js';
import type {
  ReportHostMessage,
  ReportRequest,
  ReportViewMessage,
  SampleRef,
} from '../../../src/webview/report/protocol.js';
import { actAsVsCode, listen } from './host.js';
import { serve, type Theme } from './page.js';

export interface ReportPageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly traces?: (sample: SampleRef) => readonly ReadTrace[];
  readonly texts?: Readonly<Record<string, string>>;
}

/** The report's bundle in Chromium, under the policy it has in VS Code, with a host that the test plays. */
export class ReportPage implements AsyncDisposable {
  readonly requests: ReportRequest[] = [];
  /** Violations of the policy, errors and warnings of the page. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly server: Server,
    private readonly report: Report,
    private readonly options: ReportPageOptions,
  ) {}

  static async open(browser: Browser, report: Report, options: ReportPageOptions = {}): Promise<ReportPage> {
    const server = await serve('report');
    const page = await browser.newPage({ viewport: { width: options.width ?? 1100, height: options.height ?? 800 } });
    const opened = new ReportPage(page, server, report, options);
    await opened.#prepare();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.locator('main').waitFor();
    return opened;
  }

  async #prepare(): Promise<void> {
    const { page } = this;
    listen(page, this.complaints);
    await page.exposeFunction('toTest', (message: ReportViewMessage) => void this.#answer(message));
    await actAsVsCode(page, this.options.theme);
  }

  async #answer({ id, request }: ReportViewMessage): Promise<void> {
    this.requests.push(request);
    const { traces = () => [], texts = {} } = this.options;
    if (request.type === 'ready') {
      await this.post({ type: 'reply', id, hello: { data: pageData([this.report]), locale: 'en', texts } });
    } else if (request.type === 'traces') {
      await this.post({ type: 'reply', id, traces: traces(request) });
    } else await this.post({ type: 'reply', id });
  }

  async post(message: ReportHostMessage): Promise<void> {
    // As JSON, which has no NaN: like the host.
    await this.page.evaluate((data) => window.postMessage(JSON.parse(data), '*'), JSON.stringify(message));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
    await new Promise((closed) => this.server.close(closed));
  }
}
