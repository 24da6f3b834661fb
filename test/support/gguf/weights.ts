/** Contents of test tensors. */
import { bufferOf, elements, type Format, type Tensor } from './writer.js';

/** A reproducible source of numbers in 0..1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each element from its index. */
export function filled(name: string, dims: readonly number[], of: (index: number) => number): Tensor {
  return {
    name,
    dims,
    format: 'f32',
    *data() {
      yield bufferOf(Float32Array.from({ length: elements(dims) }, (_, index) => of(index)));
    },
  };
}

export const ones = (name: string, dims: readonly number[]): Tensor => filled(name, dims, () => 1);
export const zeros = (name: string, dims: readonly number[]): Tensor => filled(name, dims, () => 0);

/** Uniform around zero with standard deviation `deviation`. */
export function noise(
  name: string,
  dims: readonly number[],
  next: () => number,
  deviation = 0.05,
  format: Format = 'f32',
): Tensor {
  const width = deviation * Math.sqrt(3);
  return { name, dims, format, data: () => PIECES[format](elements(dims), width, next) };
}

/** Values at a time: large tensors need not be in memory as a whole. */
const PIECE = 2 ** 18;

const PIECES: Record<Format, (count: number, width: number, next: () => number) => Iterable<Buffer>> = {
  *f32(count, width, next) {
    for (let left = count; left > 0; left -= PIECE) {
      yield bufferOf(Float32Array.from({ length: Math.min(PIECE, left) }, () => (next() * 2 - 1) * width));
    }
  },
  *f16(count, width, next) {
    for (let left = count; left > 0; left -= PIECE) {
      yield bufferOf(Uint16Array.from({ length: Math.min(PIECE, left) }, () => halfFloat((next() * 2 - 1) * width)));
    }
  },
  /** Blocks of 32: a half float scale and 32 signed bytes. */
  *q8_0(count, width, next) {
    const scale = halfFloat(width / 127);
    for (let left = count; left > 0; left -= PIECE) {
      const blocks = Math.min(PIECE, left) / 32;
      const piece = Buffer.alloc(blocks * 34);
      for (let block = 0; block < blocks; block++) {
        piece.writeUInt16LE(scale, block * 34);
        for (let i = 2; i < 34; i += 4) piece.writeInt32LE((next() * 2 ** 32) | 0, block * 34 + i);
      }
      yield piece;
    }
  },
};

/** Bits of the nearest half float; for the normal range, which is all that test weights need. */
function halfFloat(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const rounded = bits + 0x1000;
  const exponent = ((rounded >>> 23) & 0xff) - 112;
  if (exponent <= 0) return sign;
  return sign | (exponent << 10) | ((rounded & 0x7fffff) >>> 13);
}
