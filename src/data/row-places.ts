import { open, type FileHandle } from 'node:fs/promises';
import { writeAt } from './write-at.js';

/** Bytes of a place: offset (8), length, line and file (4 each), little endian. */
export const RECORD = 20;
/** Places gathered before they are written. */
const BUFFERED = 4096;

export interface RowPlace {
  readonly offset: number;
  readonly bytes: number;
  readonly line: number;
  /** Index in the list of files. */
  readonly file: number;
}

/** Where each row of a data set stands: fixed records in a file, so that any row is found at once and none is in memory. */
export class RowPlaces {
  readonly #pending = Buffer.alloc(BUFFERED * RECORD);
  #count = 0;
  #written = 0;

  private constructor(private readonly handle: FileHandle) {}

  static async create(path: string): Promise<RowPlaces> {
    return new RowPlaces(await open(path, 'wx+'));
  }

  /** @param count rows it has */
  static async open(path: string, count: number): Promise<RowPlaces> {
    const places = new RowPlaces(await open(path, 'r'));
    places.#written = count;
    return places;
  }

  /** Rows that can be read: those that were flushed. */
  get count(): number {
    return this.#written;
  }

  add({ offset, bytes, line, file }: RowPlace): void {
    const at = this.#count * RECORD;
    this.#pending.writeDoubleLE(offset, at);
    this.#pending.writeUInt32LE(bytes, at + 8);
    this.#pending.writeUInt32LE(line, at + 12);
    this.#pending.writeUInt32LE(file, at + 16);
    this.#count += 1;
  }

  get isFull(): boolean {
    return this.#count === BUFFERED;
  }

  async flush(): Promise<void> {
    const count = this.#count;
    await writeAt(this.handle, this.#pending.subarray(0, count * RECORD), this.#written * RECORD);
    this.#written += count;
    this.#count = 0;
  }

  async read(row: number): Promise<RowPlace> {
    const { buffer } = await this.handle.read(Buffer.alloc(RECORD), 0, RECORD, row * RECORD);
    return decode(buffer, 0);
  }

  /** Brings what was flushed to the disk. */
  async sync(): Promise<void> {
    await this.handle.sync();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

function decode(buffer: Buffer, at: number): RowPlace {
  return {
    offset: buffer.readDoubleLE(at),
    bytes: buffer.readUInt32LE(at + 8),
    line: buffer.readUInt32LE(at + 12),
    file: buffer.readUInt32LE(at + 16),
  };
}
