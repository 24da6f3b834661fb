import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StateFile, StateFolder } from '../../../../src/engines/local/state-files.js';

describe('state files', () => {
  it('go with their last holder', async () => {
    await using folder = new StateFolder();
    const file = new StateFile(await folder.newPath(10), 0);
    writeFileSync(file.path, 'state');
    const shared = file.share();
    await file.release();
    assert.ok(existsSync(file.path));
    await shared.release();
    assert.ok(!existsSync(file.path));
  });

  it('have a name of their own', async () => {
    await using folder = new StateFolder();
    const paths = await Promise.all([folder.newPath(1), folder.newPath(1), folder.newPath(1)]);
    assert.equal(new Set(paths).size, 3);
  });

  it('go to the folder for temporary files where memory has no room for them', async () => {
    await using folder = new StateFolder();
    assert.ok((await folder.newPath(Number.MAX_SAFE_INTEGER)).startsWith(tmpdir()));
  });

  it('go with the engine', async () => {
    const folder = new StateFolder();
    const path = await folder.newPath(1);
    writeFileSync(path, 'state');
    await folder[Symbol.asyncDispose]();
    assert.ok(!existsSync(dirname(path)));
  });

  it('that a crash left behind go at the next start, those of live processes stay', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']); // a process that has ended
    const dead = join(tmpdir(), `think-harder-state-${pid}-abcdef`);
    mkdirSync(dead, { recursive: true });
    writeFileSync(join(dead, '1.state'), 'state');
    const alive = join(tmpdir(), `think-harder-state-${process.pid}-abcdef`);
    mkdirSync(alive, { recursive: true });
    const other = join(tmpdir(), 'think-harder-state-notes');
    mkdirSync(other, { recursive: true });
    try {
      await StateFolder.sweep();
      assert.ok(!existsSync(dead));
      assert.ok(existsSync(alive));
      assert.ok(existsSync(other));
    } finally {
      for (const path of [alive, other]) rmSync(path, { recursive: true });
    }
  });
});
