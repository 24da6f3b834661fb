import type { Page } from 'playwright-core';
import type { Theme } from './page.js';
import themes from './themes.json' with { type: 'json' };

/** Gives a page what VS Code gives to a view: a theme, and a host; what the page posts goes to its function `toTest`. */
export async function actAsVsCode(
  page: Page,
  theme: Theme = 'dark',
  background: '--vscode-editor-background' | '--vscode-sideBar-background' = '--vscode-editor-background',
): Promise<void> {
  const { variables, bodyClass } = themes[theme];
  await page.addInitScript(
    (given) => {
      let kept: unknown;
      Object.assign(window, {
        acquireVsCodeApi: () => ({
          postMessage: (message: unknown) => (window as unknown as { toTest(m: unknown): void }).toTest(message),
          getState: () => kept,
          setState: (value: unknown) => (kept = value),
        }),
      });
      document.addEventListener('DOMContentLoaded', () => {
        for (const [name, value] of Object.entries(given.variables)) {
          document.documentElement.style.setProperty(name, value);
        }
        document.body.className = given.bodyClass;
        document.body.style.backgroundColor = given.background;
      });
    },
    { variables, bodyClass, background: variables[background] },
  );
}

/** Gathers what a page complains about. */
export function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  // The test's compiler names functions with a helper that functions sent to the page do not find there.
  void page.addInitScript('globalThis.__name = (named) => named;');
  void page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
}
