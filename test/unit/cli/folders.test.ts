import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../../src/cli/folders.js';

describe('cache folder', () => {
  const home = mkdtempSync(join(tmpdir(), 'think-harder-home-'));
  after(() => rmSync(home, { recursive: true, force: true }));

  it('follows the custom of each system', () => {
    assert.equal(cacheFolder({ HOME: home }, 'linux'), join(home, '.cache/think-harder'));
    assert.equal(cacheFolder({ HOME: home, XDG_CACHE_HOME: join(home, 'x') }, 'linux'), join(home, 'x/think-harder'));
    assert.equal(cacheFolder({ HOME: home }, 'darwin'), join(home, 'Library/Caches/think-harder'));
    assert.equal(cacheFolder({ LOCALAPPDATA: join(home, 'Local') }, 'win32'), join(home, 'Local/think-harder'));
  });

  it('is where THINK_HARDER_CACHE says, and exists', () => {
    const own = join(home, 'own');
    assert.equal(cacheFolder({ HOME: home, THINK_HARDER_CACHE: own }, 'linux'), own);
    assert.ok(statSync(own).isDirectory());
  });

  it('is among the temporary files where the home cannot be written', () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    assert.ok(cacheFolder({ HOME: file }, 'linux').startsWith(join(tmpdir(), 'think-harder-')));
  });
});
