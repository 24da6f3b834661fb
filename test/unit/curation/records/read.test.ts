import assert from 'node:assert/strict';
import { truncate, writeFile } from 'node:fs/promises';
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

  it('gives a row of CSV the line where it begins, and sets a bad record aside once, with its text', async () => {
    const bad = '"a "b" c","d\ne"';
    const { rows, aside } = await read(`q,a\r\n\r\n"one\ntwo",1\n${bad}\nx,2,3\n"y\r\nz",4`, 'x.csv');
    assert.deepEqual(rows, [
      { fields: { q: 'one\ntwo', a: '1' }, line: 3 },
      { fields: { q: 'y\r\nz', a: '4' }, line: 8 },
    ]);
    assert.deepEqual(
      aside.map(({ line, reason, text }) => [line, reason, text]),
      [
        [5, 'not a CSV record: a quote inside a quoted field is not doubled', bad],
        [7, 'not a CSV record: it has 3 fields, and there are 2 columns', 'x,2,3'],
      ],
    );
  });

  it('names the line of CSV where a quote opens that is never closed', async () => {
    const { rows, aside } = await read('q,a\nx,1\n"y,2\nz,3\n', 'x.csv');
    assert.deepEqual(
      rows.map(({ fields }) => fields.q),
      ['x'],
    );
    assert.deepEqual(
      aside.map(({ line, reason, text }) => [line, reason, text]),
      [[3, 'not a CSV record: a quote is never closed, and nothing behind it was read', '"y,2\nz,3\n']],
    );
  });

  it('sets aside records of CSV that are not UTF-8', async () => {
    const { rows, aside } = await read(Buffer.from('q,a\nx,1\n\xe9,2\ny,3\n', 'latin1'), 'x.csv');
    assert.deepEqual(
      rows.map(({ fields }) => fields.q),
      ['x', 'y'],
    );
    assert.deepEqual(
      aside.map(({ line, reason }) => [line, reason]),
      [[3, 'not a CSV record: not valid UTF-8']],
    );
  });

  it('refuses CSV with two columns of one name, and calls one without a name by its place', async () => {
    await assert.rejects(read('q,a,q\n1,2,3\n', 'x.csv'), /x\.csv:1: two columns are named “q”: rename one of them\.$/);
    await assert.rejects(read('q,"a" b\n1,2\n', 'x.csv'), /x\.csv:1: the columns have no names that can be read/);
    assert.deepEqual((await read('q,,\n1,2,3\n', 'x.csv')).rows[0]!.fields, {
      q: '1',
      'column 2': '2',
      'column 3': '3',
    });
  });

  it('reads CSV whose lines end in carriage returns', async () => {
    const { rows } = await read('q,a\rx,1\r"y\rz",2\r', 'x.csv');
    assert.deepEqual(rows, [
      { fields: { q: 'x', a: '1' }, line: 2 },
      { fields: { q: 'y\rz', a: '2' }, line: 3 },
    ]);
  });

  it('sets aside rows that are nested too deep to be written again', async () => {
    const deep = `{"q":"x","deep":${'['.repeat(6000)}${']'.repeat(6000)}}`;
    for (const [content, name] of [
      [`${deep}\n{"q":"y"}\n`, 'x.jsonl'],
      [`[${deep},{"q":"y"}]`, 'x.json'],
    ] as const) {
      const { rows, aside } = await read(content, name);
      assert.deepEqual(
        rows.map(({ fields }) => fields.q),
        ['y'],
      );
      assert.deepEqual(
        aside.map(({ line, reason }) => [line, reason]),
        [[1, 'nested more than 500 deep']],
      );
    }
  });

  it('unpacks whatever is named as packed', async () => {
    assert.equal((await read(gzipSync('{"a":1}\n'), 'X.JSONL.GZ')).rows.length, 1);
    assert.equal((await read(gzipSync('a\n1\n'), 'X.CSV.GZ')).rows.length, 1);
  });

  it('names the line that is longer than any row', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'x.jsonl');
      await writeFile(path, '{"a":1}\n');
      await truncate(path, 2 ** 28 + 2 ** 22); // a line of zeros, which takes no place on the disk
      const first = readRows(path, () => undefined).next();
      await assert.rejects(first, /x\.jsonl:2: a line has more than 256 MiB: give one row on each line\.$/);
    }));

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
