import { open, type FileHandle } from 'node:fs/promises';
import { writeAt } from './write-at.js';

/** Bytes gathered before they are written: rows may be long. */
const BUFFERED = 2 ** 22;

/** Rows as lines of JSON in a file: read where they stand, or gathered here for data that cannot be read in place. */
export class RowFile {
  #pending: Buffer[] = [];
  #bytes = 0;
  #written = 0;

  private constructor(private readonly handle: FileHandle) {}

  static async create(path: string): Promise<RowFile> {
    return new RowFile(await open(path, 'wx+'));
  }

  static async open(path: string): Promise<RowFile> {
    return new RowFile(await open(path, 'r'));
  }

  /** @returns where the row stands */
  add(fields: Readonly<Record<string, unknown>>): { offset: number; bytes: number } {
    const line = Buffer.from(`${JSON.stringify(fields)}\n`);
    const offset = this.#written + this.#bytes;
    this.#pending.push(line);
    this.#bytes += line.length;
    return { offset, bytes: line.length - 1 };
  }

  /** Bytes that were flushed. */
  get size(): number {
    return this.#written;
  }

  get isFull(): boolean {
    return this.#bytes >= BUFFERED;
  }

  async flush(): Promise<void> {
    if (this.#bytes === 0) return;
    const bytes = Buffer.concat(this.#pending);
    await writeAt(this.handle, bytes, this.#written);
    this.#written += bytes.length;
    this.#pending = [];
    this.#bytes = 0;
  }

  /** The line's bytes, without its end. */
  async bytesAt(offset: number, bytes: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.handle.read(Buffer.alloc(bytes), 0, bytes, offset);
    return buffer.subarray(0, bytesRead);
  }

  /** Brings what was flushed to the disk. */
  async sync(): Promise<void> {
    await this.handle.sync();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
