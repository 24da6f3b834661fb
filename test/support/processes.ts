import { setTimeout as delay } from 'node:timers/promises';

/** Whether a process of this id exists. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether it is gone within so many milliseconds. */
export async function isGone(pid: number, within: number): Promise<boolean> {
  const end = performance.now() + within;
  while (isAlive(pid) && performance.now() < end) await delay(20);
  return !isAlive(pid);
}
