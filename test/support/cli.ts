import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { CliIo } from '../../src/cli/io.js';
import { runCli } from '../../src/cli/program.js';
import { scriptedBackend } from './backend-client.js';

export interface CliOptions {
  readonly tokenMs?: number;
  readonly thoughts?: number;
  /** The backend is killed after three thoughts, once. */
  readonly crash?: boolean;
  readonly stdin?: string | Buffer;
  /** Whether it runs on a terminal. */
  readonly tty?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with everything on stdout so far. */
  readonly onOutput?: (all: string, keys: Keys) => void;
  readonly onError?: (all: string, keys: Keys) => void;
}

const PIPELINES = fileURLToPath(new URL('../../media/pipelines', import.meta.url));

/** The keyboard. */
export interface Keys {
  interrupt(): void;
  enter(): void;
}

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A cache of this test run alone. */
export const TEST_CACHE = mkdtempSync(join(tmpdir(), 'think-harder-cli-'));

/** Runs the command line in this process, on the scripted backend. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { tokenMs = 0, thoughts = 5, tty = false } = options;
  const stdin = new PassThrough() as PassThrough & { isTTY?: boolean };
  stdin.isTTY = tty || options.stdin === undefined;
  if (options.stdin !== undefined) stdin.end(options.stdin);
  const handlers = new Set<() => void>();
  const keys: Keys = {
    interrupt: () => {
      for (const handler of handlers) handler();
    },
    enter: () => stdin.write('\n'),
  };
  const result = { stdout: '', stderr: '' };
  const io: CliIo = {
    stdin,
    stdout: {
      isTTY: tty,
      write: (text) => {
        result.stdout += text;
        options.onOutput?.(result.stdout, keys);
      },
    },
    stderr: {
      isTTY: tty,
      write: (text) => {
        result.stderr += text;
        options.onError?.(result.stderr, keys);
      },
    },
    env: { THINK_HARDER_CACHE: TEST_CACHE, ...options.env },
    cwd: TEST_CACHE,
    onInterrupt: (handler) => {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
  };
  // As the product's backend, it has the environment of the command line.
  const env = {
    ...options.env,
    SCRIPTED_TOKEN_MS: String(tokenMs),
    SCRIPTED_THOUGHTS: String(thoughts),
    ...(options.crash === true ? { SCRIPTED_CRASH_MARK: join(TEST_CACHE, randomUUID()) } : {}),
  };
  const places = { backend: { file: scriptedBackend(), env }, embeddedModel: '/embedded.gguf', pipelines: PIPELINES };
  const code = await runCli(args, '1.2.3', io, places);
  return { code, ...result };
}
