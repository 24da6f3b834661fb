import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { CurationError } from '../../../../src/curation/errors.js';
import { OutputFile } from '../../../../src/curation/records/output-folder.js';
import { writing } from '../../../../src/curation/records/writing.js';

describe('writing', () => {
  const failing = (code: string) =>
    writing('made/rows.jsonl', () => Promise.reject(Object.assign(new Error(`${code}: raw`), { code })));

  it('says what to do in place of what the system says', async () => {
    for (const [code, advice] of [
      ['ENOSPC', 'make room on the disk, then run it again'],
      ['EFBIG', 'files of that size are not allowed there: give a folder on another disk'],
      ['EROFS', 'that disk can only be read: give another folder'],
      ['EIO', 'check the disk and its permissions'],
    ] as const) {
      await assert.rejects(failing(code), {
        name: 'CurationError',
        kind: 'not-written',
        message: `made/rows.jsonl could not be written: ${advice}.`,
      });
    }
  });

  it('leaves errors alone that are none of the system’s', async () => {
    const own = new CurationError('stopped', 'Stopped.');
    await assert.rejects(
      writing('made', () => Promise.reject(own)),
      (error) => error === own,
    );
  });

  it('names the file whose disk is full', async function () {
    if (!existsSync('/dev/full')) this.skip(); // Linux has a disk that is always full
    const file = new OutputFile(await open('/dev/full', 'w'), 'made/rows.jsonl');
    await file.writeLine({ a: 1 });
    await assert.rejects(file.close(), /^CurationError: made\/rows\.jsonl could not be written: make room on the disk/);
    await file.abandon();
  });
});
