import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExactOrder } from '../../../src/data/exact-order.js';
import type { RowQuery } from '../../../src/data/facts.js';
import { keyOf } from '../../../src/data/query.js';
import { jsonl, opened } from '../../support/data-set.js';
import { inTempFolder } from '../../support/temp.js';

const SAME = 'Solve the following problem: ';

/** Texts as the index orders them: by their first characters, then by row. */
function indexed(texts: readonly (string | null)[], descending: boolean): Int32Array {
  const rows = texts.map((_, row) => row);
  const key = (row: number) => Buffer.from(keyOf(texts[row] ?? ''));
  rows.sort((a, b) => {
    if ((texts[a] === null) !== (texts[b] === null)) return texts[a] === null ? 1 : -1;
    return (descending ? -1 : 1) * Buffer.compare(key(a), key(b)) || a - b;
  });
  return Int32Array.from(rows);
}

function exact(texts: readonly (string | null)[], descending = false) {
  const rows = indexed(texts, descending);
  let read = 0;
  const order = new ExactOrder(rows, {
    read: async (row) => {
      read += 1;
      const text = texts[row] ?? null;
      return { text, bytes: Buffer.byteLength(text ?? '') };
    },
    descending,
  });
  return { rows, order, read: () => read };
}

describe('the exact order of texts that begin alike', () => {
  const texts = [`${SAME}9`, 'short', `${SAME}1`, null, `${SAME}5`, `A${SAME}b`, `A${SAME}a`, null, `${SAME}1`];

  it('is made where somebody looks, up and down, rows without a text last', async () => {
    const up = exact(texts);
    await up.order.settle(0, texts.length);
    assert.deepEqual([...up.rows], [6, 5, 2, 8, 4, 0, 1, 3, 7]);
    const down = exact(texts, true);
    await down.order.settle(0, texts.length);
    assert.deepEqual([...down.rows], [1, 0, 4, 2, 8, 5, 6, 3, 7]);
  });

  it('is the same, whichever places are looked at first', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => `${SAME}${(i * 7919) % 3000}`);
    const whole = exact(many);
    await whole.order.settle(0, many.length);
    const parts = exact(many);
    await Promise.all([2900, 100, 1500, 0, 2999].map((from) => parts.order.settle(from, Math.min(3000, from + 100))));
    assert.deepEqual(parts.rows, whole.rows);
    const sorted = many.map((text, row) => ({ text, row })).sort((a, b) => (a.text < b.text ? -1 : 1));
    assert.deepEqual(
      [...whole.rows],
      sorted.map(({ row }) => row),
    );
  });

  it('reads a group once, and of one that is too large only what shows where it ends', async () => {
    const many = exact(Array.from({ length: 200 }, (_, i) => `${SAME}${i}`));
    await many.order.settle(0, 100);
    const first = many.read();
    await many.order.settle(100, 200);
    assert.equal(many.read() - first, 1);
    const tooMany = exact(Array.from({ length: 20_000 }, (_, i) => `${SAME}${i}`));
    const before = [...tooMany.rows];
    await tooMany.order.settle(9000, 9100);
    assert.ok(tooMany.read() < 100, `${tooMany.read()} rows were read`);
    assert.deepEqual([...tooMany.rows], before);
  });

  it('cuts no character in two', async () => {
    const beginning = 'x'.repeat(23);
    const emoji = exact([`${beginning}😀b`, `${beginning}😀a`, `${beginning}😁`]);
    await emoji.order.settle(0, 3);
    assert.deepEqual([...emoji.rows], [1, 0, 2]);
  });

  it('is what a sorted data set shows', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'rows.jsonl');
      await writeFile(
        path,
        jsonl(Array.from({ length: 500 }, (_, i) => ({ question: `${SAME}${(i * 37) % 500}`, n: i }))),
      );
      const set = await opened(path, folder);
      try {
        await set.index;
        const query: RowQuery = { filters: [], sort: { column: 0, descending: true } };
        const { lines } = await set.page(query, 0, 3);
        assert.deepEqual(
          lines.map(({ cells }) => cells[0]),
          [`${SAME}99`, `${SAME}98`, `${SAME}97`],
        );
        assert.equal((await set.page(query, 499, 1)).lines[0]?.cells[0], `${SAME}0`);
      } finally {
        await set.close();
      }
    }));
});
