import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSafely } from '../../../src/backend/safe-write.js';

describe('writing a file safely', () => {
  const folder = mkdtempSync(join(tmpdir(), 'think-harder-write-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('makes the folders, replaces what was there, leaves nothing beside', async () => {
    const path = join(folder, 'a/b/trace.json');
    await writeSafely(path, 'old');
    await writeSafely(path, 'new');
    assert.equal(readFileSync(path, 'utf8'), 'new');
    assert.deepEqual(readdirSync(join(folder, 'a/b')), ['trace.json']);
  });

  it('keeps the old content when the new one cannot be put there', async () => {
    const path = join(folder, 'taken');
    mkdirSync(join(path, 'full'), { recursive: true }); // a folder cannot be replaced by a file
    await assert.rejects(writeSafely(path, 'new'));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('taken')),
      ['taken'],
    );
  });
});
