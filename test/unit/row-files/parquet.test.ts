import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { readParquetRows } from '../../../src/row-files/parquet.js';
import { inTempFolder } from '../../support/temp.js';

/** The one row of a Parquet file that a query makes. */
const rowOf = (query: string) =>
  inTempFolder(async (folder) => {
    const path = join(folder, 'x.parquet');
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    for await (const { fields } of readParquetRows(path)) return fields;
    return undefined;
  });

describe('rows of a Parquet file', () => {
  it('have whole numbers as numbers, whatever their width, and as text where a number would not be exact', async () => {
    const query = `SELECT 1::BIGINT AS wide, 2::INTEGER AS narrow, [3::BIGINT, NULL] AS list, {'a': 4::UBIGINT} AS nested,
      9007199254740991::BIGINT AS last, 9007199254740992::BIGINT AS beyond, NULL::BIGINT AS nothing`;
    assert.deepEqual(await rowOf(query), {
      wide: 1,
      narrow: 2,
      list: [3, null],
      nested: { a: 4 },
      last: Number.MAX_SAFE_INTEGER,
      beyond: '9007199254740992',
      nothing: null,
    });
  });

  it('have dates, decimals and text as text', async () => {
    const query = `SELECT DATE '2024-02-01' AS day, 1.50::DECIMAL(9, 2) AS price, 'q' AS question, true AS correct`;
    assert.deepEqual(await rowOf(query), { day: '2024-02-01', price: '1.50', question: 'q', correct: true });
  });
});
