/** Writes GGUF version 3 files (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) for tests. */
import { closeSync, openSync, writeSync } from 'node:fs';

/** One metadata entry; arrays hold one type. */
export type Value =
  | { type: 'u32' | 'i32' | 'f32'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string }
  | { type: 'strings'; value: readonly string[] }
  | { type: 'i32s' | 'f32s'; value: readonly number[] };

export type Metadata = readonly (readonly [key: string, value: Value])[];

export const u32 = (value: number): Value => ({ type: 'u32', value });
export const f32 = (value: number): Value => ({ type: 'f32', value });
export const bool = (value: boolean): Value => ({ type: 'bool', value });
export const text = (value: string): Value => ({ type: 'string', value });
export const texts = (value: readonly string[]): Value => ({ type: 'strings', value });
export const i32s = (value: readonly number[]): Value => ({ type: 'i32s', value });
export const f32s = (value: readonly number[]): Value => ({ type: 'f32s', value });

/** Number formats of tensors: id in the file, elements of a block and its bytes. */
export const FORMATS = {
  f32: { id: 0, block: 1, bytes: 4 },
  f16: { id: 1, block: 1, bytes: 2 },
  q8_0: { id: 8, block: 32, bytes: 34 },
} as const;
export type Format = keyof typeof FORMATS;

export interface Tensor {
  readonly name: string;
  /** Fastest dimension first. */
  readonly dims: readonly number[];
  readonly format: Format;
  /** The contents, in pieces. */
  data(): Iterable<Buffer>;
}

const TYPE_IDS = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8 } as const;
const ARRAY = 9;
const ALIGNMENT = 32;

/** Writes the file; answers its size in bytes. */
export function writeGguf(path: string, metadata: Metadata, tensors: readonly Tensor[]): number {
  const header = new Bytes();
  header.raw(Buffer.from('GGUF')).u32(3).u64(tensors.length).u64(metadata.length);
  for (const [key, value] of metadata) header.string(key).value(value);
  let offset = 0;
  for (const tensor of tensors) {
    header.string(tensor.name).u32(tensor.dims.length);
    for (const dimension of tensor.dims) header.u64(dimension);
    header.u32(FORMATS[tensor.format].id).u64(offset);
    offset += aligned(sizeOf(tensor));
  }
  const file = openSync(path, 'w');
  let position = 0;
  const put = (piece: Buffer): void => {
    for (let at = 0; at < piece.length;) at += writeSync(file, piece, at);
    position += piece.length;
  };
  const pad = (): void => put(Buffer.alloc(aligned(position) - position));
  for (const piece of header.pieces) put(piece);
  pad();
  for (const tensor of tensors) {
    const start = position;
    for (const piece of tensor.data()) put(piece);
    if (position - start !== sizeOf(tensor)) throw new Error(`${tensor.name}: ${position - start} bytes written`);
    pad();
  }
  closeSync(file);
  return position;
}

export function elements(dims: readonly number[]): number {
  return dims.reduce((product, dimension) => product * dimension, 1);
}

function sizeOf(tensor: Tensor): number {
  const { block, bytes } = FORMATS[tensor.format];
  return (elements(tensor.dims) / block) * bytes;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

class Bytes {
  readonly pieces: Buffer[] = [];

  raw(piece: Buffer): this {
    this.pieces.push(piece);
    return this;
  }

  u32(value: number): this {
    const piece = Buffer.alloc(4);
    piece.writeUInt32LE(value);
    return this.raw(piece);
  }

  u64(value: number): this {
    const piece = Buffer.alloc(8);
    piece.writeBigUInt64LE(BigInt(value));
    return this.raw(piece);
  }

  string(value: string): this {
    const piece = Buffer.from(value, 'utf8');
    return this.u64(piece.length).raw(piece);
  }

  value(value: Value): this {
    switch (value.type) {
      case 'strings':
        this.u32(ARRAY).u32(TYPE_IDS.string).u64(value.value.length);
        for (const item of value.value) this.string(item);
        return this;
      case 'i32s':
        return this.u32(ARRAY)
          .u32(TYPE_IDS.i32)
          .u64(value.value.length)
          .raw(bufferOf(Int32Array.from(value.value)));
      case 'f32s':
        return this.u32(ARRAY)
          .u32(TYPE_IDS.f32)
          .u64(value.value.length)
          .raw(bufferOf(Float32Array.from(value.value)));
      case 'string':
        return this.u32(TYPE_IDS.string).string(value.value);
      case 'bool':
        return this.u32(TYPE_IDS.bool).raw(Buffer.from([value.value ? 1 : 0]));
      case 'u32':
        return this.u32(TYPE_IDS.u32).u32(value.value);
      case 'i32':
        return this.u32(TYPE_IDS.i32).raw(bufferOf(Int32Array.of(value.value)));
      case 'f32':
        return this.u32(TYPE_IDS.f32).raw(bufferOf(Float32Array.of(value.value)));
    }
  }
}

export function bufferOf(array: Float32Array | Int32Array | Uint16Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}
