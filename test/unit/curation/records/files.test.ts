import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { filesOf } from '../../../../src/curation/records/files.js';
import { inTempFolder } from '../../../support/temp.js';

describe('files of a pool', () => {
  async function inFolder(folder: string): Promise<string[]> {
    return (await filesOf(folder)).map((path) => relative(folder, path).replaceAll('\\', '/'));
  }

  it('are all that can be read in a folder and below, in the order of their names', () =>
    inTempFolder(async (folder) => {
      await mkdir(join(folder, 'a', 'b'), { recursive: true });
      for (const name of ['z.csv', 'a/b/rows.jsonl.gz', 'a/notes.txt']) await writeFile(join(folder, name), '');
      assert.deepEqual(await inFolder(folder), ['a/b/rows.jsonl.gz', 'z.csv']);
      await assert.rejects(filesOf(join(folder, 'a', 'notes.txt')), /notes\.txt is not \.jsonl/);
      await assert.rejects(filesOf(join(folder, 'none')), /There is no file or folder .*none: check its name/);
    }));

  it('are those that links lead to, as in a snapshot of Hugging Face, each once', () =>
    inTempFolder(async (folder) => {
      const snapshot = join(folder, 'snapshots', 'main');
      await mkdir(join(folder, 'blobs'));
      await mkdir(join(snapshot, 'data'), { recursive: true });
      await writeFile(join(folder, 'blobs', '1234'), '');
      await symlink(join('..', '..', '..', 'blobs', '1234'), join(snapshot, 'data', 'train.jsonl'));
      await symlink(join('..', '..', 'blobs', '1234'), join(snapshot, 'z.jsonl'));
      await writeFile(join(snapshot, 'own.csv'), '');
      await symlink('own.csv', join(snapshot, 'latest.csv'));
      await symlink('data', join(snapshot, 'folder.json'));
      assert.deepEqual(await inFolder(snapshot), ['data/train.jsonl', 'own.csv']);
      await symlink('nothing', join(snapshot, 'gone.jsonl'));
      await assert.rejects(filesOf(snapshot), /gone\.jsonl is a link to a file that is not there/);
    }));

  it('are none that hide: what programs keep for themselves is no data', () =>
    inTempFolder(async (folder) => {
      const pool = join(folder, '.hidden', 'pool');
      await mkdir(join(pool, '.result.work'), { recursive: true });
      for (const name of ['.result.work/pool.jsonl', '.rows.jsonl', 'rows.jsonl'])
        await writeFile(join(pool, name), '');
      assert.deepEqual(await inFolder(pool), ['rows.jsonl']);
    }));
});
