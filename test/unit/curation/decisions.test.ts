import assert from 'node:assert/strict';
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DecisionJournal } from '../../../src/curation/decisions.js';
import { inTempFolder } from '../../support/temp.js';

const row = (number: number) => ({ row: number, id: `q${number}`, hash: `h${number}` });
const decided = (journal: DecisionJournal) => [...journal.state.decided];

async function withJournal(use: (journal: DecisionJournal, path: string) => Promise<void>): Promise<void> {
  await inTempFolder(async (folder) => {
    const path = join(folder, 'decisions.jsonl');
    await use(await DecisionJournal.open(path), path);
  });
}

describe('decisions by hand', () => {
  it('are undone and made again one action at a time', () =>
    withJournal(async (journal) => {
      await journal.decide([row(1), row(2)], 'drop');
      await journal.decide([row(2)], 'keep');
      await journal.decide([row(1)], null);
      assert.deepEqual(decided(journal), [[2, 'keep']]);
      assert.ok((await journal.undo()) && (await journal.undo()));
      assert.deepEqual(decided(journal), [
        [1, 'drop'],
        [2, 'drop'],
      ]);
      await journal.redo();
      assert.deepEqual(decided(journal), [
        [1, 'drop'],
        [2, 'keep'],
      ]);
      await journal.decide([row(3)], 'drop');
      assert.equal(await journal.redo(), false);
      assert.equal(journal.state.undo, 3);
    }));

  it('are the same when they are read again', () =>
    withJournal(async (journal, path) => {
      await journal.decide([row(1)], 'drop');
      await journal.decide([row(2)], 'keep');
      await journal.undo();
      const again = await DecisionJournal.open(path);
      assert.deepEqual(again.state, journal.state);
      assert.deepEqual(again.inForce, [{ rows: [row(1)], to: 'drop' }]);
    }));

  it('survive a kill in the middle of a line: it does not count, and the next one stands where it stood', () =>
    withJournal(async (journal, path) => {
      await journal.decide([row(1)], 'drop');
      const whole = (await readFile(path)).length;
      await journal.decide([row(2)], 'drop');
      for (let cut = whole + 1; cut < whole + 20; cut += 6) {
        await truncate(path, cut);
        const after = await DecisionJournal.open(path);
        assert.deepEqual(decided(after), [[1, 'drop']]);
        await after.decide([row(9)], 'keep');
        assert.deepEqual(decided(await DecisionJournal.open(path)), [
          [1, 'drop'],
          [9, 'keep'],
        ]);
        await truncate(path, whole);
        await appendFile(path, '{"rows":[{"row":2,"id":"q2","hash":"h2"}],"to":"drop"}\n');
      }
    }));

  it('keep their order when they are asked for at once', () =>
    withJournal(async (journal, path) => {
      await Promise.all(
        [1, 2, 3, 4].map((number) => journal.decide([row(number)], number % 2 === 0 ? 'keep' : 'drop')),
      );
      assert.deepEqual(
        decided(await DecisionJournal.open(path)).map(([number]) => number),
        [1, 2, 3, 4],
      );
    }));

  it('of two who hold one journal are all kept, and both know of them with their next one', () =>
    withJournal(async (one, path) => {
      const other = await DecisionJournal.open(path);
      await one.decide([row(1)], 'keep');
      await one.decide([row(2)], 'keep');
      await other.decide([row(3)], 'drop');
      await one.decide([row(4)], 'keep');
      assert.doesNotMatch(await readFile(path, 'utf8'), /\0/);
      const all = [
        [1, 'keep'],
        [2, 'keep'],
        [3, 'drop'],
        [4, 'keep'],
      ];
      assert.deepEqual(decided(one), all);
      assert.deepEqual(decided(await DecisionJournal.open(path)), all);
      assert.equal(await other.undo(), true);
      assert.deepEqual(decided(other), all.slice(0, 3));
    }));

  it('of two who write at once are all kept', () =>
    withJournal(async (one, path) => {
      const other = await DecisionJournal.open(path);
      await Promise.all(
        Array.from({ length: 20 }, (_, number) => (number % 2 === 0 ? one : other).decide([row(number)], 'keep')),
      );
      assert.equal((await DecisionJournal.open(path)).state.decided.size, 20);
    }));

  it('of a journal that was replaced are those of the new one', () =>
    withJournal(async (journal, path) => {
      await journal.decide([row(1)], 'keep');
      await journal.decide([row(2)], 'keep');
      await writeFile(path, `${JSON.stringify({ rows: [row(7)], to: 'drop' })}\n`);
      await journal.decide([row(8)], 'keep');
      assert.deepEqual(decided(await DecisionJournal.open(path)), [
        [7, 'drop'],
        [8, 'keep'],
      ]);
    }));

  it('are not read around a line that is none: it is named, and nothing is written over', () =>
    withJournal(async (journal, path) => {
      await journal.decide([row(1)], 'keep');
      for (const bad of [
        '<<<<<<< HEAD',
        '{"rows":5,"to":"keep"}',
        '{"rows":[{"row":-1,"id":"a","hash":"b"}],"to":"keep"}',
      ]) {
        const text = `${JSON.stringify({ rows: [row(1)], to: 'keep' })}\n${bad}\n${JSON.stringify({ undo: true })}\n`;
        await writeFile(path, text);
        const refused = {
          kind: 'unreadable',
          message: `${path}:2: this is no decision: repair the line, or delete it.`,
        };
        await assert.rejects(DecisionJournal.open(path), refused);
        await assert.rejects(journal.decide([row(2)], 'drop'), refused);
        assert.equal(await readFile(path, 'utf8'), text);
      }
    }));

  it('are refused with a sentence where they cannot be written, and do not count', () =>
    inTempFolder(async (folder) => {
      const journal = await DecisionJournal.open(join(folder, 'gone', 'decisions.jsonl'), (action) => action());
      await assert.rejects(journal.decide([row(1)], 'keep'), { kind: 'not-written' });
      assert.equal(journal.state.undo, 0);
    }));
});
