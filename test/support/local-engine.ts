/** Loading and running models in the engine tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadLocalEngine, type LocalEngine, type LocalEngineOptions } from '../../src/engines/local/index.js';
import type { Sampling, Sequence, Token } from '../../src/reasoning/engine.js';

/** One cache folder for all tests of a process: a model is hashed once. */
const CACHE = mkdtempSync(join(tmpdir(), 'think-harder-test-'));
process.once('exit', () => rmSync(CACHE, { recursive: true, force: true }));

/** On the processor with one thread: the same numbers everywhere, and no measurement. */
export function loadForTest(path: string, options: Partial<LocalEngineOptions> = {}): Promise<LocalEngine> {
  return loadLocalEngine({ path, cacheFolder: CACHE, gpu: 'cpu', threads: 1, ...options });
}

/**
 * Loads a model before the tests of the suite that calls this, and unloads it after them.
 * @param path is asked once the suite runs, so that models are made only for suites that do
 */
export function engineFor(
  path: (suite: Mocha.Context) => string,
  options: Partial<LocalEngineOptions> = {},
): () => LocalEngine {
  let engine: LocalEngine | undefined;
  before(async function () {
    engine = await loadForTest(path(this), options);
  });
  after(async () => engine?.[Symbol.asyncDispose]());
  return () => engine!;
}

export const GREEDY: Sampling = { temperature: 0, topK: 0, topP: 1, minP: 0, seed: 0 };

export function warm(seed: number): Sampling {
  return { temperature: 1, topK: 40, topP: 1, minP: 0, seed };
}

/** Samples `count` tokens, all of them committed but the last, as a consumer that stops does. */
export async function draw(sequence: Sequence, sampling: Sampling, count: number): Promise<Token[]> {
  const tokens: Token[] = [];
  for await (const { token } of sequence.sample(sampling)) {
    tokens.push(token);
    if (tokens.length === count) break;
  }
  return tokens;
}

/** Draws from an iterator that goes on afterwards; commits all but the last token. */
export async function step(iterator: ReturnType<Sequence['sample']>, count: number): Promise<Token[]> {
  const tokens: Token[] = [];
  while (tokens.length < count) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    tokens.push(value.token);
  }
  return tokens;
}
