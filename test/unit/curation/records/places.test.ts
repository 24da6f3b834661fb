import assert from 'node:assert/strict';
import { mkdir, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside, meeting, realPlace } from '../../../../src/curation/records/places.js';
import { inTempFolder } from '../../../support/temp.js';

describe('places of files', () => {
  it('have one name, links followed as far as there is something', () =>
    inTempFolder(async (folder) => {
      await mkdir(join(folder, 'data'));
      await symlink('data', join(folder, 'link'));
      assert.equal(
        await realPlace(join(folder, 'link', 'new', 'one')),
        join(await realpath(folder), 'data', 'new', 'one'),
      );
    }));

  it('are inside a folder that they are, or below it, whatever their names begin with', () => {
    assert.ok(isInside('/data', '/data') && isInside('/data/..x/made', '/data'));
    assert.ok(!isInside('/data2', '/data') && !isInside('/', '/data') && !isInside('/other/data', '/data'));
  });

  it('meet where one is in the other', () =>
    inTempFolder(async (folder) => {
      await mkdir(join(folder, 'data'));
      await symlink('data', join(folder, 'link'));
      assert.equal(await meeting(join(folder, 'data'), join(folder, 'link', 'made')), 'output inside');
      assert.equal(
        await meeting(join(folder, 'link', 'made', 'rows.jsonl'), join(folder, 'data', 'made')),
        'input inside',
      );
      assert.equal(await meeting(join(folder, 'data'), join(folder, 'database')), undefined);
    }));
});
