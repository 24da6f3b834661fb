import { CurationError } from '../errors.js';

/** What to do about an error of the system, by its code. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk, then run it again',
  EDQUOT: 'make room in your share of the disk, then run it again',
  EFBIG: 'files of that size are not allowed there: give a folder on another disk',
  EACCES: 'you may not write there: change the permissions, or give another folder',
  EPERM: 'you may not write there: change the permissions, or give another folder',
  EROFS: 'that disk can only be read: give another folder',
  ENAMETOOLONG: 'its name is too long: give a shorter one',
  EBUSY: 'another program has it open: close that, then run it again',
  ENOTDIR: 'a part of its path is a file: give another folder',
  EEXIST: 'a file is in its way: give another folder',
};

/**
 * Runs what writes to `path`.
 * @throws CurationError 'not-written' in place of what the system says
 */
export async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** An error of writing to `path` as a sentence; one that is none of the system's says itself what to do. */
export function notWritten(path: string, cause: unknown): unknown {
  const code = codeOf(cause);
  if (code === undefined) return cause;
  const advice = ADVICE[code] ?? 'check the disk and its permissions';
  return new CurationError('not-written', `${path} could not be written: ${advice}.`, { cause });
}

/** The system's name of an error; undefined: it is none of the system's. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
