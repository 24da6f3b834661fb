import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { originIdentity, poolRows } from '../../../../src/curation/pipeline/pool-rows.js';
import type { PoolEntry } from '../../../../src/curation/pipeline/schema.js';
import { jsonl } from '../../../support/data-set.js';
import { inTempFolder } from '../../../support/temp.js';

const row = (problem: string) => ({ problem, solution: 's', source: 'olympiads' });

describe('rows of a pool', () => {
  it('are of the source, with the questions of one file and without those of another', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'numina.jsonl'), jsonl(['kept', 'left', 'neither'].map(row)));
      await writeFile(join(folder, 'also.jsonl'), jsonl([{ problem: 'kept' }, { problem: 'left' }]));
      await writeFile(join(folder, 'not.jsonl'), jsonl([{ problem: 'left' }]));
      const entry: PoolEntry = { path: 'numina.jsonl', as: 'numina-math', with: 'also.jsonl', without: 'not.jsonl' };
      const questions: string[] = [];
      const reasons: string[] = [];
      for await (const piece of poolRows({ folder, pool: [entry] })) {
        if ('row' in piece) questions.push(piece.row.question);
        if ('skipped' in piece) reasons.push(piece.skipped.reason);
      }
      assert.deepEqual(questions, ['kept']);
      assert.deepEqual(reasons, ['in the file that is left out', 'not from the AoPS forum']);
    }));

  it('are other ones when one of these files changes', () =>
    inTempFolder(async (folder) => {
      for (const name of ['pool.jsonl', 'also.jsonl', 'not.jsonl'])
        await writeFile(join(folder, name), jsonl([row('q')]));
      const place = { folder, pool: [{ path: 'pool.jsonl', with: 'also.jsonl', without: 'not.jsonl' }] };
      const seen = [await originIdentity(place)];
      for (const name of ['pool.jsonl', 'also.jsonl', 'not.jsonl']) {
        await writeFile(join(folder, name), jsonl([row('q'), row(name)]));
        seen.push(await originIdentity(place));
      }
      assert.equal(new Set(seen).size, 4);
    }));
});
