import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isAlive, isGone } from '../../support/processes.js';

const PARENT = fileURLToPath(new URL('../../support/backend-parent.ts', import.meta.url));

/** A parent with a backend in the middle of a run. */
async function parentAtWork(): Promise<{ parent: ReturnType<typeof spawn>; backend: number }> {
  const parent = spawn(process.execPath, ['--import=tsx', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  return { parent, backend: Number.parseInt(line.toString(), 10) };
}

describe('parent watch', function () {
  this.timeout(60_000);

  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
    it(`leaves no orphan when the parent is ended by ${signal} in the middle of a run`, async () => {
      const { parent, backend } = await parentAtWork();
      assert.ok(isAlive(backend));
      parent.kill(signal);
      assert.ok(await isGone(backend, 5000), `process ${backend} lives on`);
    });
  }
});
