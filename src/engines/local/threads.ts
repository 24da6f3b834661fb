import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { readCache, writeCache } from './cache-file.js';

/** Longest time that all measurements together may take, in milliseconds. */
const TIME_LIMIT = 2000;
/** Share by which more threads must be faster to be worth the cores they take from others. */
const WORTHWHILE = 1.03;

/** Decodes tokens with `threads` threads for about `milliseconds`, at least two tokens; answers tokens per second. */
export type Probe = (threads: number, milliseconds: number) => Promise<number>;

/**
 * The best number of threads on this machine for the model, measured once and remembered in `cacheFolder`. Rules of
 * thumb fail here: the engine's threads wait by spinning, and the host's own threads need a core too.
 */
export async function bestThreads(
  modelSha256: string,
  cores: number,
  /** What else the speed depends on: engine version, device, sequences. */
  setting: string,
  cacheFolder: string,
  probe: Probe,
): Promise<number> {
  if (cores === 1) return 1;
  const machine = `${cpus()[0]?.model ?? 'unknown'}|${cores}|${setting}`;
  const name = createHash('sha256').update(`${modelSha256}|${machine}`).digest('hex').slice(0, 32);
  const path = join(cacheFolder, 'threads', `${name}.json`);
  const known = ((await readCache(path)) ?? {}) as { threads?: unknown };
  if (Number.isInteger(known.threads) && Number(known.threads) >= 1 && Number(known.threads) <= cores) {
    return Number(known.threads);
  }
  const threads = await measure(candidates(cores), probe);
  await writeCache(path, { threads, machine });
  return threads;
}

/** Thread counts worth trying: all on small machines, else steps of about a third, always with `cores` and one less. */
export function candidates(cores: number): number[] {
  const counts = new Set<number>([cores, Math.max(1, cores - 1)]);
  for (let count = 1; count < cores; count = Math.max(count + 1, Math.round(count * 1.4))) counts.add(count);
  return [...counts].sort((a, b) => a - b);
}

/** Measures from few to many threads and stops where more made it clearly slower. */
async function measure(counts: readonly number[], probe: Probe): Promise<number> {
  const each = TIME_LIMIT / counts.length;
  const started = performance.now();
  let best = { threads: counts[0] ?? 1, speed: 0 };
  for (const threads of counts) {
    const speed = await probe(threads, each);
    if (speed > best.speed * WORTHWHILE) best = { threads, speed };
    else if (speed < best.speed * 0.8) break;
    if (performance.now() - started > TIME_LIMIT) break;
  }
  return best.threads;
}
