/** What of a file handle writes. */
export interface Writable {
  write(bytes: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesWritten: number }>;
}

/** Writes all of `bytes` from a position on: one write may end before its end. */
export async function writeAt(file: Writable, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
