import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Which file stands under a name, and as of when: another one, and whatever is written into it, gives another text. */
export function identityOf({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs].join(':');
}

/** @returns undefined where no file stands */
export async function fileIdentity(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found === undefined ? undefined : identityOf(found);
}
