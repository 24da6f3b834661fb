import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../scripts/vscode/browser.mjs';

let browser: Promise<Browser> | undefined;

/** The one browser of this test run; every file uses it in turn. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= launchBrowser();
  return browser;
}
