import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluationItems } from '../../../../src/curation/decontaminate/evaluation-items.js';
import type { SetAside } from '../../../../src/curation/records/aside.js';
import { jsonl } from '../../../support/data-set.js';
import { inTempFolder } from '../../../support/temp.js';

describe('questions of evaluation tasks', () => {
  async function read(folder: string, text: string, column?: string) {
    const path = join(folder, 'task.jsonl');
    await writeFile(path, text);
    const aside: SetAside[] = [];
    const items = await evaluationItems([{ name: 'task.jsonl', path }], column, (piece) => aside.push(piece));
    return { items, aside };
  }

  it('are text, lists of text, messages and numbers, as those of a pool', () =>
    inTempFolder(async (folder) => {
      const rows = [
        { question: ['One', 'and two?'] },
        { question: [{ role: 'user', content: 'Why?' }] },
        { question: 7 },
      ];
      const { items } = await read(folder, jsonl(rows));
      assert.deepEqual(
        items.map(({ row, text }) => [row, text]),
        [
          [0, 'One\n\nand two?'],
          [1, '[{"role":"user","content":"Why?"}]'],
          [2, '7'],
        ],
      );
    }));

  it('are in a column that is there, or it is an error that names those that are', () =>
    inTempFolder(async (folder) => {
      const text = jsonl([{ id: 1, question: 'Why?' }]);
      const message = /task\.jsonl has no column "qustion": name one of id, question\.$/;
      await assert.rejects(read(folder, text, 'qustion'), { kind: 'no-column', message });
    }));

  it('are at least one: a task in which nothing can be compared is an error with the first reason', () =>
    inTempFolder(async (folder) => {
      const blank = jsonl([{ question: null }, { question: ' ' }]);
      await assert.rejects(read(folder, blank), {
        kind: 'no-rows',
        message: /\(2 lines were set aside, the first: .*task\.jsonl:1: no text in the column "question"\)\.$/,
      });
      await assert.rejects(read(folder, 'id;question\n1;Why?\n'), {
        kind: 'no-rows',
        message: /has no questions: .*the first: .*task\.jsonl:1: not valid JSON/,
      });
      await assert.rejects(read(folder, ''), {
        kind: 'no-rows',
        message: /has no questions: give a file that has some\.$/,
      });
    }));

  it('tell a row without a question under the name of the task', () =>
    inTempFolder(async (folder) => {
      const { items, aside } = await read(folder, jsonl([{ question: 'Why?' }, { other: 1 }]));
      assert.equal(items.length, 1);
      assert.deepEqual(
        aside.map(({ file, line }) => [file, line]),
        [['task.jsonl', 2]],
      );
    }));

  it('count once where a file is given twice', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'task.jsonl');
      await writeFile(path, jsonl([{ question: 'Why?' }]));
      await symlink(path, join(folder, 'link.jsonl'));
      const tasks = [
        { name: 'task.jsonl', path },
        { name: './task.jsonl', path: join(folder, '.', 'task.jsonl') },
        { name: 'link.jsonl', path: join(folder, 'link.jsonl') },
      ];
      const items = await evaluationItems(tasks, undefined, () => undefined);
      assert.deepEqual(items, [{ task: 'task.jsonl', row: 0, text: 'Why?' }]);
    }));
});
