import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `holds`, or fails with `what` (else the condition itself) after a while. */
export async function until(holds: () => boolean | Promise<boolean>, what = String(holds), ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(`Waited ${ms / 1000} s in vain: ${what}`);
    await delay(10);
  }
}
