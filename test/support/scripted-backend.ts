/**
 * The backend process with an engine that needs no model: it thinks by counting, slowly, and answers. Forked by tests
 * in place of dist/backend.mjs. "Models" are named by their paths: /bad/… cannot be loaded, /slow/… loads until it is
 * stopped, /abort/… ends the process as a native assertion would, /chatty/… writes to stdout and stderr. Addresses of
 * servers are what they are in the product.
 */
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { EngineProvider } from '../../src/backend/engine-provider.js';
import { BackendError } from '../../src/backend/errors.js';
import { endWithParent } from '../../src/backend/parent-watch.js';
import { serve } from '../../src/backend/server.js';
import { serverEngineProvider } from '../../src/backend/server-engine-provider.js';
import { isServerAddress } from '../../src/reasoning/server-address.js';
import { ScriptedEngine, ScriptedSequence, END, type Script } from './scripted-engine.js';

const TOKEN_MS = Number(process.env.SCRIPTED_TOKEN_MS ?? '0');
const THOUGHTS = Number(process.env.SCRIPTED_THOUGHTS ?? '20');

const SEQUENCES = Number(process.env.SCRIPTED_SEQUENCES ?? '8');
const QUIET_MS = Number(process.env.SCRIPTED_QUIET_MS ?? '60000');
const PATIENCE_MS = Number(process.env.SCRIPTED_PATIENCE_MS ?? '3000');

class SlowSequence extends ScriptedSequence {
  override async *sample(...args: Parameters<ScriptedSequence['sample']>): ReturnType<ScriptedSequence['sample']> {
    const inner = super.sample(...args);
    let step = await inner.next();
    while (step.done !== true) {
      if (TOKEN_MS > 0) await delay(TOKEN_MS);
      step = await inner.next(yield step.value);
    }
  }
}

class SlowEngine extends ScriptedEngine {
  override async open(): Promise<ScriptedSequence> {
    const sequence = new SlowSequence(this, []);
    this.opened.push(sequence);
    return sequence;
  }
}

/** Ends the process as the system does when memory is short; once, and a file remembers that. */
function crashOnce(mark: string): void {
  if (existsSync(mark)) return;
  writeFileSync(mark, '');
  process.kill(process.pid, 'SIGKILL');
}

/** Thinks "hm " as often as THOUGHTS says, then answers "42". */
const script: Script = (text) => {
  const answer = text.split('</think>')[1];
  if (answer !== undefined) return [[answer.endsWith('42') ? END : '42', 1]];
  const thought = text.split('<think>\n').at(-1) ?? '';
  const thoughts = thought.split('hm ').length - 1;
  const deadly = process.env.SCRIPTED_DEADLY;
  if (deadly !== undefined && text.includes(deadly) && thoughts === 3) process.kill(process.pid, 'SIGKILL');
  if (process.env.SCRIPTED_ALWAYS_CRASH !== undefined) process.kill(process.pid, 'SIGKILL');
  const mark = process.env.SCRIPTED_CRASH_MARK;
  if (mark !== undefined && thoughts === 3) crashOnce(mark);
  return [[thoughts < THOUGHTS ? 'hm ' : '</think>', 1]];
};

const provider: EngineProvider = {
  version: 'scripted',

  async load(options, hooks) {
    if (isServerAddress(options.path)) return serverEngineProvider.load(options, hooks);
    const { path, contextSize, sequences } = options;
    const { onProgress, signal } = hooks;
    await provider.describe(path, () => undefined);
    onProgress({ phase: 'checking', fraction: 0, bytes: 1 });
    if (path.startsWith('/slow/')) await delay(60_000, undefined, { signal });
    if (path.startsWith('/abort/')) process.abort();
    if (path.startsWith('/chatty/')) process.stdout.write('ggml says hello\n');
    onProgress({ phase: 'reading', fraction: 1, bytes: 1 });
    return new SlowEngine(script, {
      words: ['hm ', '42', 'Wait'],
      contextSize: contextSize ?? 4096,
      title: path,
      sha256: createHash('sha256').update(path).digest('hex'),
      sequences: sequences ?? SEQUENCES,
    });
  },

  async describe(path) {
    if (path.startsWith('/bad/')) {
      throw new BackendError('model-not-gguf', `${path} is no GGUF file: choose another.`, { cause: 'magic' });
    }
    return {
      path,
      bytes: 1,
      architecture: 'scripted',
      title: path,
      parameters: 1,
      chatTemplate: '',
      trainContextSize: 4096,
      thinkingFormat: 'think',
      needsCheckpoints: false,
      memory: [{ contextSize: 4096, bytes: 1 }],
    };
  },
};

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
/** As the bundle lies, below node_modules. */
const viewer = new URL('../../../test/support/viewer/', import.meta.url);
const backend = serve(connection, provider, { quietMs: QUIET_MS, patienceMs: PATIENCE_MS, viewer });
endWithParent(async () => backend[Symbol.asyncDispose]());
