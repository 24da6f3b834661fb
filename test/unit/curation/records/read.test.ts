import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SetAside } from '../../../../src/curation/records/aside.js';
import { readLineBlocks } from '../../../../src/curation/records/bytes.js';
import { filesOf } from '../../../../src/curation/records/files.js';
import { readRows, type ReadRow } from '../../../../src/curation/records/read.js';
import { inTempFolder } from '../../../support/temp.js';

async function read(content: string | Buffer, name: string): Promise<{ rows: ReadRow[]; aside: SetAside[] }> {
  return inTempFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const rows: ReadRow[] = [];
    const aside: SetAside[] = [];
    for await (const row of readRows(path, (piece) => aside.push(piece))) rows.push(row);
    return { rows, aside };
  });
}

describe('reading rows', () => {
  it('reads JSONL with its lines, and sets aside what is no row', async () => {
    const { rows, aside } = await read('{"a":1}\r\n\n{"a":\n[2]\n{"a":"\u2028"}', 'x.jsonl');
    assert.deepEqual(rows, [
      { fields: { a: 1 }, line: 1 },
      { fields: { a: '\u2028' }, line: 5 },
    ]);
    assert.deepEqual(
      aside.map(({ line, text }) => [line, text]),
      [
        [3, '{"a":'],
        [4, '[2]'],
      ],
    );
    assert.match(aside[0]!.reason, /^not valid JSON/);
  });

  it('does not mind a byte order mark, nor gz of several members', async () => {
    assert.equal((await read('\ufeff{"a":1}\n', 'x.jsonl')).rows.length, 1);
    const members = Buffer.concat([gzipSync('{"a":1}\n{"a"'), gzipSync(':2}\n')]);
    assert.deepEqual(
      (await read(members, 'x.jsonl.gz')).rows.map(({ fields }) => fields.a),
      [1, 2],
    );
  });

  it('reads CSV with quotes and line feeds inside, and sets a short record aside', async () => {
    const { rows, aside } = await read('q,a\n"one\n""two""",1\nonly\nx,2\n', 'x.csv');
    assert.deepEqual(
      rows.map(({ fields }) => fields),
      [
        { q: 'one\n"two"', a: '1' },
        { q: 'x', a: '2' },
      ],
    );
    assert.equal(aside.length, 1);
    assert.equal(aside[0]!.line, 4);
  });

  it('reads JSON: a list, or an object with one list', async () => {
    assert.equal((await read('[{"a":1},2]', 'x.json')).aside[0]!.line, 2);
    assert.equal((await read('{"version":1,"data":[{"a":1}]}', 'x.json')).rows.length, 1);
    await assert.rejects(read('{"a":[],"b":[]}', 'x.json'), /holds no list of rows/);
    await assert.rejects(read('{', 'x.json'), /is no JSON/);
  });

  it('reads Parquet through DuckDB, nested values as JSON has them', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'odd [name].parquet');
      const connection = await (await DuckDBInstance.create()).connect();
      await connection.run(
        `COPY (SELECT 'q' || i AS question, [i, 1] AS list FROM range(3) t(i)) TO '${path}' (FORMAT parquet)`,
      );
      const rows: ReadRow[] = [];
      for await (const row of readRows(path, () => assert.fail())) rows.push(row);
      assert.equal(rows.length, 3);
      assert.equal(rows[2]!.fields.question, 'q2');
      assert.equal(rows[2]!.line, 3);
      await writeFile(path, 'no parquet');
      await assert.rejects(async () => {
        await readRows(path, () => assert.fail()).next();
      }, /no Parquet file/);
    }));

  it('names a file that is not there, and a format it does not know', async () => {
    await assert.rejects(filesOf('nowhere.jsonl'), /There is no file or folder nowhere.jsonl/);
    await assert.rejects(read('x', 'x.doc'), /is not .jsonl/);
  });

  it('gives blocks of whole lines, however long they are', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'x.jsonl');
      const lines = Array.from({ length: 50 }, (_, i) => 'x'.repeat(i * 97));
      await writeFile(path, lines.join('\n'));
      const blocks: string[] = [];
      for await (const { bytes, firstLine } of readLineBlocks(path, 100)) {
        assert.equal(firstLine, blocks.join('').split('\n').length - 1);
        blocks.push(bytes.toString());
      }
      assert.equal(blocks.join(''), `${lines.join('\n')}\n`);
    }));
});
