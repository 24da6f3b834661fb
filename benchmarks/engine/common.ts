/** What the measurements of the engine share. Run them with `npm run bench:engine -- NAME`, as the product is run. */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadLocalEngine, type LocalEngine, type LocalEngineOptions } from '../../src/engines/local/index.js';
import { fetchSmolLM2 } from '../../scripts/fetch-test-models.mjs';
import { EMBEDDED, qwen3Shape } from '../../test/support/models.js';

const CACHE = fileURLToPath(new URL('../../.cache/benchmarks', import.meta.url));

/** The models measured, by the names that the command line takes. */
export const MODELS: Readonly<Record<string, { readonly title: string; path(): string }>> = {
  embedded: { title: 'embedded model', path: () => EMBEDDED },
  smollm2: { title: 'SmolLM2-135M Q4_1', path: fetchSmolLM2 },
  qwen3: { title: 'Qwen3-0.6B shape, q8_0', path: qwen3Shape },
};

/** The models named on the command line, or those given. */
export function chosenModels(otherwise: readonly string[]): { readonly title: string; readonly path: string }[] {
  const names = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  return (names.length > 0 ? names : otherwise).map((name) => {
    const model = MODELS[name];
    if (model === undefined) throw new Error(`Unknown model "${name}": choose from ${Object.keys(MODELS).join(', ')}.`);
    return { title: model.title, path: model.path() };
  });
}

export function load(path: string, options: Partial<LocalEngineOptions>): Promise<LocalEngine> {
  return loadLocalEngine({ path, cacheFolder: join(CACHE), gpu: 'cpu', ...options });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function digits(value: number, count = 1): string {
  return value.toFixed(count);
}

/** Prints a Markdown table under the machine that it was measured on. */
export function printTable(title: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log(
    `\n${title} (${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, Node ${process.versions.node})\n`,
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  console.log([line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n'));
}

/** A text long enough for any prompt here. */
export const TEXT =
  'A train covers 120 km in 2 hours and then 90 km in one and a half. Find its mean speed, check the units, and say how sure you are. ';

/** Exactly `count` tokens of ordinary text. */
export async function tokensOf(engine: LocalEngine, count: number): Promise<number[]> {
  const once = await engine.tokenizer.encodeText(TEXT);
  return Array.from({ length: count }, (_, index) => once[index % once.length]!);
}

export const GREEDY = { temperature: 0, topK: 0, topP: 1, minP: 0, seed: 0 };

export const warm = (seed: number) => ({ temperature: 0.6, topK: 20, topP: 0.95, minP: 0, seed });
