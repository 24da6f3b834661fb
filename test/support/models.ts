/** Model files for the engine tests, made or fetched when first asked for and kept in .cache/models. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchSmolLM2 } from '../../scripts/fetch-test-models.mjs';
import { QWEN3_06B, QWEN3_VOCABULARY, writeMarkov, writeRandom } from './gguf/attention-models.js';
import { writeGemma3, writeMamba } from './gguf/awkward-models.js';
import { byteVocabulary, sentencePieceVocabulary } from './gguf/vocabulary.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(ROOT, '.cache', 'models');
/** Counts up when a writer changes: an older file is then not taken for the new one. */
const VERSION = 1;

/** The model in the box. */
export const EMBEDDED = join(ROOT, 'media', 'models', 'think-harder-teaching.gguf');

/** A Markov chain with known probabilities that "thinks". */
export const markov = (): string => made('markov', (path) => writeMarkov(path));
export const randomQwen3 = (): string => made('random-qwen3', (path) => writeRandom(path, {}));
export const randomLlama = (): string =>
  made('random-llama-sentencepiece', (path) =>
    writeRandom(path, {
      architecture: 'llama',
      vocabulary: sentencePieceVocabulary([' the', ' answer', ' is', 'Wait']),
    }),
  );
export const mamba = (): string => made('random-mamba', (path) => writeMamba(path));
export const gemma3 = (): string => made('random-gemma3', (path) => writeGemma3(path));
/** The shape of Qwen3-0.6B with random weights, q8_0: 640 MB, for measurements. */
export const qwen3Shape = (): string =>
  made('random-qwen3-0.6b-q8_0', (path) =>
    writeRandom(path, { shape: QWEN3_06B, vocabulary: byteVocabulary(['Wait'], QWEN3_VOCABULARY) }),
  );

/**
 * SmolLM2-135M-Instruct. Where it cannot be fetched the reason is printed and the calling suite is skipped; with CI=true
 * that is an error instead.
 */
export function smolLM2(suite: Mocha.Context): string {
  try {
    return fetchSmolLM2();
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    console.log(`      ${(error as Error).message}`);
    return suite.skip();
  }
}

/** Written beside and renamed, so that an interrupted run leaves no half file. */
function made(name: string, write: (path: string) => void): string {
  const path = join(FOLDER, `${name}-v${VERSION}.gguf`);
  if (!existsSync(path)) {
    mkdirSync(FOLDER, { recursive: true });
    const draft = `${path}.${process.pid}.tmp`;
    try {
      write(draft);
      renameSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return path;
}
