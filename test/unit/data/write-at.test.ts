import assert from 'node:assert/strict';
import { writeAt } from '../../../src/data/write-at.js';

describe('writing at a position', () => {
  it('goes on where a write ended early', async () => {
    const disk = Buffer.alloc(12, '.');
    let writes = 0;
    await writeAt(
      {
        write(bytes, offset, length, position) {
          writes += 1;
          const bytesWritten = bytes.copy(disk, position, offset, offset + Math.min(3, length));
          return Promise.resolve({ bytesWritten });
        },
      },
      Buffer.from('all of it'),
      2,
    );
    assert.deepEqual([disk.toString(), writes], ['..all of it.', 3]);
  });
});
