import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/vscode/browser.mjs';
import { installVsix, newDataDir, startServer, type Server } from '../../../scripts/vscode/server.mjs';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const RESULTS = join(ROOT, 'test-results');

export const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
} as const;

/** The VSIX under test: made by the suite's script. */
export function vsix(): string {
  const path = process.env.THINK_HARDER_VSIX;
  if (path === undefined) throw new Error('Run these tests with: npm test e2e');
  return path;
}

let browser: Promise<Browser> | undefined;
export function sharedBrowser(): Promise<Browser> {
  browser ??= launchBrowser();
  return browser;
}

export interface WorkbenchOptions {
  readonly folder?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly open?: readonly string[];
  readonly width?: number;
  readonly height?: number;
  /** Workspace trust is on, and nobody has given it yet. */
  readonly trust?: boolean;
}

/** A fresh VS Code with the packaged extension installed: as a person has it, notifications included. */
export class Workbench implements AsyncDisposable {
  private constructor(
    readonly server: Server,
    readonly page: Page,
    private readonly options: WorkbenchOptions,
  ) {}

  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const dataDir = newDataDir();
    installVsix(vsix(), { dataDir });
    const server = await startServer({
      dataDir,
      driver: false,
      trust: options.trust ?? false,
      settings: { ...options.settings },
    });
    const workbench = new Workbench(server, await newPage(options), options);
    await workbench.load();
    return workbench;
  }

  /** Another window on the same server. */
  async secondWindow(): Promise<Workbench> {
    const second = new Workbench(this.server, await newPage(this.options), this.options);
    await second.load();
    return second;
  }

  async load(): Promise<void> {
    const folder = this.options.folder ?? join(ROOT, 'samples');
    await this.page.goto(this.server.url({ folder, open: this.options.open ?? [] }));
    await this.page.locator('.monaco-workbench').waitFor();
    await this.page.locator('.activitybar .action-label[aria-label^="Think Harder"]').first().waitFor();
  }

  /** The webview's document. */
  get view(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /** Brings the view to the front with a click into the activity bar. */
  async showView(): Promise<void> {
    await this.page.locator('.activitybar .action-label[aria-label^="Think Harder"]').first().click();
    await this.view.locator('main').waitFor();
  }

  /** Runs a command from the palette, by keyboard. */
  async command(title: string): Promise<void> {
    await this.#quickInput('F1', `>${title}`, title.split(': ').at(-1)!);
  }

  /** Moves a view to another place, as "View: Move View" offers it. */
  async moveView(name: string, place: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').first().fill('>View: Move View');
    // The first row is "Move Views From Panel…".
    for (const text of [/^View: Move View(?!s)/, name, place]) {
      await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
    }
  }

  /** Opens a file of the workspace and puts the cursor on a line. */
  async openFile(name: string, line: number): Promise<void> {
    await this.#quickInput('Control+P', `${name}:${line}`, name);
    await this.page.locator('.editor-instance .view-lines').first().waitFor();
    await this.page.waitForTimeout(300); // the cursor arrives a moment after the text
  }

  /** Opens a quick input, types, and takes the row; a busy workbench may close it in between, as it does for people. */
  async #quickInput(key: string, text: string, row: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    const wanted = this.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first();
    for (let attempt = 1; ; attempt++) {
      try {
        await this.page.keyboard.press(key);
        await input.fill(text, { timeout: 10_000 });
        await wanted.waitFor({ timeout: 10_000 });
        await this.page.keyboard.press('Enter');
        return;
      } catch (error) {
        if (attempt === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** The answer in force, once the run has come to rest. */
  async answer(): Promise<string> {
    await this.view.locator('.outcome').waitFor({ timeout: 120_000 });
    return this.view.locator('.pane-answer .scroller').innerText();
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(RESULTS, { recursive: true });
    await this.page.screenshot({ path: join(RESULTS, `${name}.png`) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
    await this.server.stop();
  }
}

async function newPage({ width = 1100, height = 700 }: WorkbenchOptions): Promise<Page> {
  const context = await (await sharedBrowser()).newContext({ viewport: { width, height } });
  context.setDefaultTimeout(90_000); // other work may keep both cores busy
  return context.newPage();
}

/** Takes a picture when a test fails. Used as `afterEach`. */
export async function pictureOfFailure(test: Mocha.Context, workbench: Workbench | undefined): Promise<void> {
  if (test.currentTest?.state !== 'failed' || workbench === undefined) return;
  await workbench.screenshot(`failed-${test.currentTest.title.replace(/\W+/g, '-')}`).catch(() => undefined);
}
