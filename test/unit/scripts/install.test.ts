import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstMissing } from '../../../scripts/lib/install.mjs';

describe('what npm start installs', () => {
  const root = mkdtempSync(join(tmpdir(), 'think-harder-install-'));
  after(() => rmSync(root, { recursive: true, force: true }));

  interface Entry {
    readonly version: string;
    readonly optional?: boolean;
  }
  const WANTED: Record<string, Entry> = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/only-on-other-machines': { version: '1.0.0', optional: true },
  };

  /** A project whose lock file wants WANTED, with `present` in node_modules and `folders` really there. */
  function project(present: Record<string, Entry> | undefined, folders: readonly string[] = []): string {
    rmSync(join(root, 'node_modules'), { recursive: true, force: true });
    for (const folder of ['node_modules', ...folders]) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: WANTED }));
    const hidden = join(root, 'node_modules/.package-lock.json');
    if (present !== undefined) writeFileSync(hidden, JSON.stringify({ packages: present }));
    return root;
  }

  it('is nothing when every package is there in its version', () => {
    assert.equal(firstMissing(project({ 'node_modules/a': { version: '1.0.0' } }, ['node_modules/a'])), undefined);
  });

  it('is everything on a fresh clone, and after an install that was interrupted', () => {
    assert.equal(firstMissing(project(undefined)), 'node_modules');
    assert.equal(firstMissing(project(undefined, ['node_modules/a'])), 'node_modules');
  });

  it('is what is of another version, is missing, or was deleted', () => {
    const other = project({ 'node_modules/a': { version: '0.9.0' } }, ['node_modules/a']);
    assert.equal(firstMissing(other), 'node_modules/a');
    assert.equal(firstMissing(project({})), 'node_modules/a');
    assert.equal(firstMissing(project({ 'node_modules/a': { version: '1.0.0' } })), 'node_modules/a');
  });
});
