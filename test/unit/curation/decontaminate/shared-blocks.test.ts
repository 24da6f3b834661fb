import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { SharedBlocks } from '../../../../src/curation/decontaminate/shared-blocks.js';
import { inTempFolder } from '../../../support/temp.js';

async function blocksOf(path: string, size: number): Promise<string[]> {
  const texts: string[] = [];
  for await (const { bytes, release } of new SharedBlocks(size).read(path)) {
    texts.push(bytes.toString('utf8'));
    bytes.fill(0x23); // whoever looks at memory that was given back sees this
    release();
  }
  return texts;
}

describe('blocks in shared memory', () => {
  it('are the file again, in whole lines, whatever their size, unpacked or not', () =>
    inTempFolder(async (folder) => {
      const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', ' ', '中', '\r'), maxLength: 12 }));
      let number = 0;
      await fc.assert(
        fc.asyncProperty(
          lines,
          fc.boolean(),
          fc.boolean(),
          fc.integer({ min: 1, max: 40 }),
          async (all, end, gz, size) => {
            const text = all.join('\n') + (end && all.length > 0 ? '\n' : '');
            const path = join(folder, `${number++}.jsonl${gz ? '.gz' : ''}`);
            await writeFile(path, gz ? gzipSync(text) : text);
            const blocks = await blocksOf(path, size);
            assert.equal(blocks.join(''), text === '' || text.endsWith('\n') ? text : `${text}\n`);
            for (const block of blocks) assert.ok(block.endsWith('\n'));
          },
        ),
        { numRuns: 60 },
      );
    }));

  it('begin without a byte order mark', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'a.jsonl');
      await writeFile(path, '\ufeff{"a":1}\n\ufeff\n');
      assert.deepEqual(await blocksOf(path, 100), ['{"a":1}\n\ufeff\n']);
    }));

  it('use the same memory again', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'a.jsonl');
      await writeFile(path, 'line\n'.repeat(1000));
      const used = new Set<unknown>();
      for await (const { bytes, release } of new SharedBlocks(64).read(path)) {
        used.add(bytes.buffer);
        release();
      }
      assert.ok(used.size <= 3, `${used.size} pieces of memory`);
    }));

  it('tell the line of every block, and refuse a line beyond the longest by its file and line', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'a.jsonl');
      await writeFile(path, `${'line\n'.repeat(7)}${'x'.repeat(200)}\n`);
      const first: number[] = [];
      const reading = async () => {
        for await (const { firstLine, release } of new SharedBlocks(10, 100).read(path)) {
          first.push(firstLine);
          release();
        }
      };
      await assert.rejects(reading(), { kind: 'unreadable', message: /a\.jsonl:8: .*one row/ });
      assert.deepEqual(first, [0, 2, 4, 6]);
    }));

  it('end with a sentence when a packed file is not complete', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'a.jsonl.gz');
      await writeFile(path, gzipSync('line\n'.repeat(100_000)).subarray(0, -20));
      await assert.rejects(blocksOf(path, 64), /is no complete gzip file/);
    }));
});
