import { open, readFile, rm } from 'node:fs/promises';
import { CurationError } from '../errors.js';

/**
 * Takes a lock file for this process; that of a process that is gone is taken over.
 * @param what what is locked, for people
 * @returns what lets it go
 * @throws CurationError 'in-use' while another process has it
 */
export async function takeLock(path: string, what: string): Promise<() => Promise<void>> {
  for (const isRetry of [false, true]) {
    try {
      const handle = await open(path, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const owner = Number(await readFile(path, 'utf8').catch(() => ''));
      if (isRetry || isRunning(owner)) {
        const message = `Process ${owner} is working on ${what} already: wait for it, or give another folder.`;
        throw new CurationError('in-use', message, { cause: error });
      }
      await rm(path, { force: true });
    }
  }
  throw new CurationError('in-use', `${what} is in use: give another folder.`);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
