import assert from 'node:assert/strict';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import type { DataSet } from '../../../src/data/data-set.js';
import type { Filter, RowQuery } from '../../../src/data/facts.js';
import { jsonl, opened } from '../../support/data-set.js';
import { inTempFolder } from '../../support/temp.js';

const ALL: RowQuery = { filters: [], sort: null };
const column = (set: DataSet, name: string) => set.columns.findIndex((found) => found.name === name);

/** 1,000 questions of three sources; number 7 has a separator of lines inside its text. */
const rows = Array.from({ length: 1000 }, (_, i) => ({
  id: `q${i}`,
  question: i === 7 ? 'first\u2028second RASPBERRY' : `What is ${i} plus ${i}?`,
  answer: String(2 * i),
  source: ['one', 'two', 'three'][i % 3],
  level: i % 5,
  hard: i % 2 === 0,
  thinking: 'word '.repeat(i % 50),
  extra: i === 3 ? { nested: [1, 2] } : null,
}));

async function withRows<T>(use: (set: DataSet, folder: string) => Promise<T>, text = jsonl(rows)): Promise<T> {
  return inTempFolder(async (folder) => {
    const path = join(folder, 'data.jsonl');
    await writeFile(path, text);
    const set = await opened(path, folder);
    try {
      return await use(set, folder);
    } finally {
      await set.close();
    }
  });
}

async function found(set: DataSet, filters: readonly Filter[], sort: RowQuery['sort'] = null): Promise<number[]> {
  return [...(await set.rows({ filters, sort }))];
}

describe('a data set', () => {
  it('shows its first rows before everything was read, then all of them', async () => {
    await withRows(async (set) => {
      assert.equal(set.facts.rows, 200);
      assert.ok(set.facts.progress < 1);
      const early = await set.page(ALL, 0, 100);
      assert.deepEqual(
        early.lines.slice(0, 2).map(({ row, line }) => [row, line]),
        [
          [0, 1],
          [1, 2],
        ],
      );
      await set.index;
      assert.equal(set.facts.rows, 1000);
      assert.equal(set.facts.progress, 1);
      assert.equal((await set.page(ALL, 990, 100)).lines.length, 10);
    });
  });

  it('knows its columns by inspection, and adds the length of the trace', async () => {
    await withRows(async (set) => {
      const facts = set.columns.map(({ name, kind, role, facet }) => [name, kind, role, facet]);
      assert.deepEqual(facts, [
        ['id', 'text', 'id', false],
        ['question', 'text', 'question', false],
        ['answer', 'number', 'answer', false],
        ['source', 'text', 'source', true],
        ['level', 'number', 'level', true],
        ['hard', 'boolean', null, true],
        ['thinking', 'text', 'thinking', false],
        ['extra', 'nested', null, false],
        ['length (words)', 'number', 'length', false],
      ]);
    });
  });

  it('filters by text in any letter case, by values, by ranges, and by all of them', async () => {
    await withRows(async (set) => {
      const source = column(set, 'source');
      const length = column(set, 'length (words)');
      assert.deepEqual(await found(set, [{ kind: 'text', text: 'raspberry' }]), [7]);
      assert.equal((await found(set, [{ kind: 'values', column: source, values: ['two'] }])).length, 333);
      assert.deepEqual(
        await found(set, [
          { kind: 'values', column: source, values: ['two', 'three'] },
          { kind: 'range', column: length, from: 10, to: 11 },
          { kind: 'range', column: column(set, 'answer'), from: null, to: 200 },
        ]),
        [10, 11, 61],
      );
      assert.equal((await found(set, [{ kind: 'values', column: column(set, 'level'), values: ['3.0'] }])).length, 200);
      assert.equal((await found(set, [{ kind: 'values', column: column(set, 'extra'), values: [null] }])).length, 999);
    });
  });

  it('sorts numbers by value and text by its characters, both ways, equal ones in their order', async () => {
    await withRows(async (set) => {
      const level = column(set, 'level');
      const up = await found(set, [], { column: level, descending: false });
      assert.deepEqual(up.slice(0, 3), [0, 5, 10]);
      const down = await found(set, [], { column: column(set, 'answer'), descending: true });
      assert.deepEqual(down.slice(0, 3), [999, 998, 997]);
      const byName = await found(set, [], { column: column(set, 'id'), descending: false });
      assert.deepEqual(byName.slice(0, 4), [0, 1, 10, 100]);
    });
  });

  it('counts values and ranges under the filters that are set', async () => {
    await withRows(async (set) => {
      const source = column(set, 'source');
      const only: RowQuery = {
        filters: [{ kind: 'range', column: column(set, 'answer'), from: null, to: 8 }],
        sort: null,
      };
      const { bars } = await set.histogram(source, only);
      assert.deepEqual(bars, [
        { label: 'one', count: 2 },
        { label: 'two', count: 2 },
        { label: 'three', count: 1 },
      ]);
      const lengths = await set.histogram(column(set, 'length (words)'), ALL);
      assert.equal(
        lengths.bars.reduce((sum, { count }) => sum + count, 0),
        1000,
      );
    });
  });

  it('gives a whole row, separators inside its texts included', async () => {
    await withRows(async (set) => {
      const { fields, line } = await set.detail(7);
      assert.equal(line, 8);
      assert.equal(fields.find(({ role }) => role === 'question')?.text, 'first\u2028second RASPBERRY');
      assert.equal((await set.detail(3)).fields.find(({ name }) => name === 'extra')?.text, '{"nested":[1,2]}');
    });
  });

  it('finds rows far from each other in a large set', async () => {
    const many = Array.from({ length: 30_000 }, (_, i) => ({
      question: `q${i}`,
      source: i % 9_999 === 500 ? 'rare' : 'usual',
    }));
    await withRows(async (set) => {
      const rare = { kind: 'values', column: column(set, 'source'), values: ['rare'] } as const;
      assert.deepEqual(await found(set, [rare]), [500, 10_499, 20_498]);
      assert.deepEqual(
        await found(set, [rare], { column: column(set, 'question'), descending: true }),
        [500, 20_498, 10_499],
      );
    }, jsonl(many));
  });

  it('names what is no row with its line, and goes on', async () => {
    const text = `\ufeff{"question": "a"}\n\n{"question": "b"\n["c"]\n{"question": "d"}`;
    await withRows(async (set, folder) => {
      await set.index;
      assert.deepEqual(
        set.aside.map(({ file, line }) => [file, line]),
        [
          [join(folder, 'data.jsonl'), 3],
          [join(folder, 'data.jsonl'), 4],
        ],
      );
      const page = await set.page(ALL, 0, 10);
      assert.deepEqual(
        page.lines.map(({ line, cells }) => [line, cells[0]]),
        [
          [1, 'a'],
          [5, 'd'],
        ],
      );
    }, text);
  });

  it('reads packed and comma-separated data as well', async () => {
    await inTempFolder(async (folder) => {
      const files = { 'a.jsonl.gz': gzipSync(jsonl(rows)), 'a.csv': 'question,answer\n"a, b",1\nc,2\n' };
      for (const [name, data] of Object.entries(files)) {
        await writeFile(join(folder, name), data);
        const set = await opened(join(folder, name), folder);
        await set.index;
        const { lines } = await set.page(
          { filters: [], sort: { column: column(set, 'answer'), descending: true } },
          0,
          1,
        );
        const asked = await set.detail(lines[0]!.row);
        assert.equal(
          asked.fields.find(({ name }) => name === 'question')?.text,
          name === 'a.csv' ? 'c' : 'What is 999 plus 999?',
        );
        await set.close();
      }
    });
  });

  it('keeps its index for the next time, and makes another when the file has changed', async () => {
    await inTempFolder(async (folder) => {
      const path = join(folder, 'data.jsonl');
      await writeFile(path, jsonl(rows));
      const first = await opened(path, folder);
      await first.index;
      await first.close();
      const second = await opened(path, folder);
      assert.equal(second.facts.progress, 1);
      await second.close();
      await appendFile(path, jsonl([{ id: 'new', question: 'One more?' }]));
      const third = await opened(path, folder);
      assert.ok(third.facts.progress < 1);
      await third.index;
      assert.equal(third.facts.rows, 1001);
      await third.close();
      assert.equal((await readdir(join(folder, 'indexes'))).length, 1, 'the index of what the file was is gone');
    });
  });

  it('leaves nothing behind when it is closed while it reads', async () => {
    await inTempFolder(async (folder) => {
      const path = join(folder, 'data.jsonl');
      await writeFile(path, jsonl(Array.from({ length: 20_000 }, (_, i) => ({ question: `q${i} `.repeat(20) }))));
      const set = await opened(path, folder);
      await set.close();
      await assert.rejects(set.index, { kind: 'stopped' });
      assert.deepEqual(await readdir(join(folder, 'indexes')), []);
    });
  });

  it('says so when the file is no data', async () => {
    await inTempFolder(async (folder) => {
      await writeFile(join(folder, 'a.txt'), 'x');
      await assert.rejects(opened(join(folder, 'a.txt'), folder), { kind: 'unknown-format' });
      await assert.rejects(opened(join(folder, 'none.jsonl'), folder), { kind: 'no-file' });
    });
  });

  it('reads columns whose names every object in JavaScript has', async () => {
    const names = ['constructor', 'toString', '__proto__'];
    const text = `${names.map((name) => `{"${name}": "of ${name}"}`).join('\n')}\n`;
    await withRows(async (set) => {
      await set.index;
      const { lines } = await set.page(ALL, 0, 3);
      assert.deepEqual(
        lines.map(({ cells }) => cells.slice(0, 3)),
        names.map((name) => names.map((other) => (other === name ? `of ${name}` : null))),
      );
      const sort = { column: column(set, 'toString'), descending: false };
      assert.deepEqual(await found(set, [], sort), [1, 0, 2]);
    }, text);
  });

  it('adds the columns that come late, at the end: those of rows one may choose by are chosen by', async () => {
    const late = Array.from({ length: 3000 }, (_, i) => ({
      question: `q${i}`,
      ...(i < 250 ? {} : { is_correct: i % 2 === 0, score: i }),
      ...(i === 2999 ? { solution: 'in many words', note: null } : {}),
    }));
    await inTempFolder(async (folder) => {
      const path = join(folder, 'data.jsonl');
      await writeFile(path, jsonl(late));
      for (const when of ['read', 'opened again']) {
        const set = await opened(path, folder);
        await set.index;
        assert.deepEqual(
          set.columns.map(({ name, kind, role, facet }) => [name, kind, role, facet]),
          [
            ['question', 'text', 'question', false],
            ['length (words)', 'number', 'length', false],
            ['is_correct', 'boolean', 'verdict', true],
            ['score', 'number', null, false],
            ['solution', 'text', 'solution', false],
          ],
          when,
        );
        const correct = await found(set, [{ kind: 'values', column: 2, values: ['true'] }]);
        assert.deepEqual([correct.length, correct[0]], [1375, 250]);
        assert.equal((await found(set, [{ kind: 'values', column: 2, values: [null] }])).length, 250);
        assert.deepEqual((await found(set, [], { column: 3, descending: true })).slice(0, 2), [2999, 2998]);
        // The length is that of the solution where there is one, however late.
        assert.deepEqual(await found(set, [{ kind: 'range', column: 1, from: 3, to: 3 }]), [2999]);
        assert.deepEqual((await set.page(ALL, 2999, 1)).lines[0]?.cells, [
          'q2999',
          '3',
          'false',
          '2999',
          'in many words',
        ]);
        await set.close();
      }
    });
  });

  it('tells values of a column to choose from apart however alike they begin, and sorts by them', async () => {
    const names = ['phy', 'chem', 'math'].map((part) => `daman1209arora/jeebench/of-2023/${part}`);
    const many = Array.from({ length: 300 }, (_, i) => ({ question: `q${i}`, source: i === 7 ? null : names[i % 3] }));
    await withRows(async (set) => {
      const source = column(set, 'source');
      const { bars } = await set.histogram(source, ALL);
      assert.deepEqual(
        bars.map(({ label, count }) => [label, count]),
        [
          [names[2], 100],
          [names[0], 100],
          [names[1], 99],
          [null, 1],
        ],
      );
      const chem = await found(set, [{ kind: 'values', column: source, values: [names[1]!] }]);
      assert.deepEqual([chem.length, ...chem.slice(0, 3)], [99, 1, 4, 10]);
      const up = await found(set, [], { column: source, descending: false });
      assert.deepEqual([...up.slice(0, 2), ...up.slice(98, 100), up[199], up.at(-1)], [1, 4, 298, 2, 0, 7]);
      const down = await found(set, [{ kind: 'text', text: 'q1' }], { column: source, descending: true });
      assert.deepEqual([down[0], down.at(-1)], [12, 199]);
    }, jsonl(many));
  });

  it('counts lengths in ranges of whole words, however near they are to each other', async () => {
    const near = Array.from({ length: 300 }, (_, i) => ({ question: 'word '.repeat(2 + (i % 4)) }));
    await withRows(async (set) => {
      const length = column(set, 'length (words)');
      const { bars } = await set.histogram(length, ALL);
      assert.deepEqual(
        bars.map(({ from, to, count }) => [from, to, count]),
        [
          [2, 3, 75],
          [3, 4, 75],
          [4, 5, 75],
          [5, 6, 75],
        ],
      );
    }, jsonl(near));
  });

  it('does not count for filters that nobody looks at any more', async () => {
    await withRows(async (set) => {
      await set.index;
      const source = column(set, 'source');
      const count = (text: string) => set.histogram(source, { filters: [{ kind: 'text', text }], sort: null });
      const asked = ['1', '1', '12', 'what is 5 plus'].map(count);
      const other = set.histogram(column(set, 'hard'), ALL);
      const [, ...answers] = await Promise.all(asked); // the first was under way: it may have been too late to end it
      assert.equal((await other).bars.length, 2, 'another column is counted under filters of its own');
      assert.deepEqual(
        answers.map(({ bars }) => bars.map(({ label }) => label)),
        [[], [], ['three']],
      );
    });
  });

  it('ends what is under way when it is closed, and refuses what is asked then', async () => {
    await withRows(async (set) => {
      await set.index;
      const sort = { column: column(set, 'id'), descending: true };
      const asked = [
        set.rows({ filters: [], sort }),
        set.page({ filters: [], sort }, 0, 100),
        set.histogram(column(set, 'source'), ALL),
        set.page(ALL, 0, 100),
        set.detail(5),
      ];
      const ended = Promise.allSettled(asked);
      await set.close();
      for (const one of await ended) {
        if (one.status === 'rejected') assert.equal((one.reason as { kind?: string }).kind, 'stopped');
      }
      await assert.rejects(set.page(ALL, 0, 1), { kind: 'stopped' });
      await assert.rejects(set.histogram(column(set, 'source'), ALL), { kind: 'stopped' });
    });
  });

  it('is open after many lines that are no rows, and stops among them', async () => {
    await withRows(
      async (set) => {
        assert.equal(set.facts.rows, 0);
        assert.ok(set.facts.aside >= 1000);
        await set.close();
        await assert.rejects(set.index, { kind: 'stopped' });
        assert.ok(set.facts.aside < 40_000);
      },
      `${'this is no row '.repeat(10)}\n`.repeat(40_000),
    );
  });

  it('shows its rows when they come after many lines that are none', async () => {
    await withRows(
      async (set) => {
        await set.index;
        assert.deepEqual([set.facts.rows, set.facts.aside], [1000, 2000]);
        assert.equal((await found(set, [{ kind: 'text', text: 'raspberry' }]))[0], 7);
      },
      'no row\n'.repeat(2000) + jsonl(rows),
    );
  });

  it('opens an empty file', async () => {
    await withRows(async (set) => {
      await set.index;
      assert.deepEqual(await set.page(ALL, 0, 100), { total: 0, from: 0, lines: [] });
    }, '');
  });
});
