import { activationSuite } from './activation.suite.js';

/** Every suite that runs inside the extension host, in order. */
export const suites: readonly (() => void)[] = [activationSuite];
