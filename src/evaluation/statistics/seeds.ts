import { createHash } from 'node:crypto';

/** A 32-bit seed from anything that can be written: the first bytes of its SHA-256. */
export function seedFrom(...parts: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32BE(0);
}
