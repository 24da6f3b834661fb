import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { BackendClient, type BackendClientOptions } from '../../src/backend/client.js';
import type { LoadOptions } from '../../src/backend/protocol.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUNDLE = 'node_modules/.cache/think-harder/scripted-backend.mjs';
let built = false;

/** Path of the scripted backend as one file: compiling its sources in every process would make the tests slow. */
export function scriptedBackend(): string {
  if (!built) {
    // Written anew, not over: the file may be shared with another checkout by a hard link.
    rmSync(join(ROOT, BUNDLE), { force: true });
    buildSync({
      absWorkingDir: ROOT,
      entryPoints: ['test/support/scripted-backend.ts'],
      outfile: BUNDLE,
      bundle: true,
      external: ['@duckdb/node-api'],
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    built = true;
  }
  return join(ROOT, BUNDLE);
}

export interface Scripted {
  /** Milliseconds a token takes. */
  readonly tokenMs?: number;
  /** Thinking tokens before the model ends thinking by itself. */
  readonly thoughts?: number;
  readonly idleMinutes?: number;
  /** Sequences of a model for which nobody asks for more. */
  readonly sequences?: number;
  /** Milliseconds for which an evaluation leaves a person's other model alone. */
  readonly quietMs?: number;
  /** Milliseconds for which a sample may keep another model waiting. */
  readonly patienceMs?: number;
  /** A question that ends the process as a native assertion would. */
  readonly deadly?: string;
}

/** A client of the scripted backend. */
export function scriptedClient(
  {
    tokenMs = 0,
    thoughts = 20,
    idleMinutes = 0,
    sequences = 8,
    quietMs = 60_000,
    patienceMs = 3000,
    deadly,
  }: Scripted = {},
  options: Partial<BackendClientOptions> = {},
): BackendClient {
  return new BackendClient({
    entry: {
      file: scriptedBackend(),
      env: {
        SCRIPTED_TOKEN_MS: String(tokenMs),
        SCRIPTED_THOUGHTS: String(thoughts),
        SCRIPTED_SEQUENCES: String(sequences),
        SCRIPTED_QUIET_MS: String(quietMs),
        SCRIPTED_PATIENCE_MS: String(patienceMs),
        ...(deadly === undefined ? {} : { SCRIPTED_DEADLY: deadly }),
      },
    },
    settings: { idleMinutes, cacheFolder: '' },
    log: () => undefined,
    ...options,
  });
}

export const modelAt = (path: string): LoadOptions => ({
  path,
  gpu: 'auto',
  gpuLayers: null,
  contextSize: null,
  kvType: 'f16',
  threads: null,
});
