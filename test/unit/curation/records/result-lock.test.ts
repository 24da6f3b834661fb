import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { resultLock, takeLock } from '../../../../src/curation/records/lock.js';
import { whileLocked } from '../../../../src/curation/records/result-lock.js';
import { inTempFolder } from '../../../support/temp.js';

describe('the lock of a result', () => {
  it('stands beside the result, so that a run can replace the folder, and is gone afterwards', () =>
    inTempFolder(async (folder) => {
      const during = await whileLocked(join(folder, 'result'), () => readdir(folder));
      assert.deepEqual(during, ['.result.lock']);
      assert.deepEqual(await readdir(folder), []);
    }));

  it('lets one action in after the other, in their order, also after one that failed', () =>
    inTempFolder(async (folder) => {
      const result = join(folder, 'result');
      const seen: string[] = [];
      const action = (name: string) => async () => {
        seen.push(`${name} begins`);
        assert.deepEqual(await readdir(folder), ['.result.lock']);
        seen.push(`${name} ends`);
        if (name === 'a') throw new Error('a fails');
      };
      const a = assert.rejects(whileLocked(result, action('a')), /a fails/);
      await Promise.all([a, whileLocked(result, action('b'))]);
      assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends']);
    }));

  it('is refused with a sentence when somebody else keeps it', () =>
    inTempFolder(async (folder) => {
      const result = join(folder, 'result');
      const release = await takeLock(await resultLock(result), 'it');
      await assert.rejects(
        whileLocked(result, () => Promise.resolve(), 60),
        { kind: 'in-use', message: /result is being written .*: wait until that is done, then do it again\.$/ },
      );
      await release();
      assert.equal(await whileLocked(result, () => Promise.resolve('in'), 60), 'in');
    }));
});
