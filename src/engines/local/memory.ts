import { EngineError } from './errors.js';
import { LARGEST_DEFAULT_CONTEXT } from './options.js';

/** Contexts come in multiples of this in llama.cpp. */
export const CONTEXT_STEP = 256;
/** A context smaller than this holds neither a question nor an answer. */
const SMALLEST_CONTEXT = 512;
/** Sequences taken by default while they are cheap, and the memory that counts as cheap. */
const CHEAP_SEQUENCES = 8;
const CHEAP_BYTES = 256 * 2 ** 20;

/** Memory of a context in bytes. */
export interface ContextShape {
  readonly contextSize: number;
  readonly sequences: number;
  /** Keep the whole cache of sliding-window layers, so that going back needs no checkpoint. */
  readonly swaFullCache: boolean;
}

export interface MemoryQuestion {
  /** Tokens asked for; null: as many as sensible. */
  readonly contextSize: number | null;
  /** Sequences asked for; null: a few. */
  readonly sequences: number | null;
  readonly trainContextSize: number;
  /** Bytes free for weights and context. */
  readonly free: number;
  /** Bytes of weights not yet in memory. */
  readonly weights: number;
  /** Whether to keep the whole cache of a sliding-window model; null: where it takes half of the memory at most. */
  readonly swaFullCache: boolean | null;
  estimate(shape: ContextShape): Promise<number>;
}

/**
 * The context to create.
 * @throws EngineError "out-of-memory", naming the nearest context size that fits.
 */
export async function planContext(question: MemoryQuestion): Promise<ContextShape> {
  const { free, weights } = question;
  const room = free - weights;
  const fits = async (shape: ContextShape): Promise<boolean> => (await question.estimate(shape)) <= room;
  const least = (contextSize: number): ContextShape => ({
    contextSize,
    sequences: question.sequences ?? 1,
    swaFullCache: question.swaFullCache ?? false,
  });

  let contextSize = question.contextSize ?? Math.min(question.trainContextSize, LARGEST_DEFAULT_CONTEXT);
  if (!(await fits(least(contextSize)))) {
    const nearest = await largest(contextSize, async (size) => fits(least(size)));
    if (question.contextSize !== null || nearest === undefined) {
      throw tooLarge(contextSize, weights + (await question.estimate(least(contextSize))), free, nearest);
    }
    contextSize = nearest;
  }
  if (question.contextSize === null) {
    // Nobody asked for this much: leave half of the memory to others where a smaller context does.
    const modest = async (size: number): Promise<boolean> => (await question.estimate(least(size))) <= room / 2;
    if (!(await modest(contextSize))) contextSize = (await largest(contextSize, modest)) ?? contextSize;
  }

  let shape = least(contextSize);
  if (question.swaFullCache === null) {
    const full = { ...shape, swaFullCache: true };
    if ((await question.estimate(full)) <= room / 2) shape = full;
  }
  if (question.sequences === null) shape = { ...shape, sequences: await affordableSequences(shape, room, question) };
  return shape;
}

async function affordableSequences(shape: ContextShape, room: number, question: MemoryQuestion): Promise<number> {
  for (let sequences = CHEAP_SEQUENCES; sequences > 2; sequences /= 2) {
    if ((await question.estimate({ ...shape, sequences })) <= Math.min(CHEAP_BYTES, room / 2)) return sequences;
  }
  return (await question.estimate({ ...shape, sequences: 2 })) <= room / 4 ? 2 : 1;
}

/** The largest multiple of {@link CONTEXT_STEP} below `limit` for which `fits` holds; undefined when the smallest does not. */
async function largest(limit: number, fits: (size: number) => Promise<boolean>): Promise<number | undefined> {
  let low = SMALLEST_CONTEXT / CONTEXT_STEP;
  let high = Math.ceil(limit / CONTEXT_STEP) - 1;
  if (high < low || !(await fits(low * CONTEXT_STEP))) return undefined;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (await fits(middle * CONTEXT_STEP)) low = middle;
    else high = middle - 1;
  }
  return low * CONTEXT_STEP;
}

/** @param nearest context size that fits, if any does */
export function tooLarge(contextSize: number, needed: number, free: number, nearest: number | undefined): EngineError {
  const advice =
    nearest === undefined
      ? 'choose a smaller model or close other programs'
      : `set thinkHarder.contextSize to ${nearest} or less, or close other programs`;
  return new EngineError(
    'out-of-memory',
    `The model with a context of ${contextSize} tokens needs about ${gigabytes(needed)} of memory and ${gigabytes(free)} are free: ${advice}.`,
  );
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
