import type { Browser } from 'playwright-core';

/** Chromium: $CHROMIUM_PATH, else a system one, else the headless one from npm. */
export function launchBrowser(): Promise<Browser>;
