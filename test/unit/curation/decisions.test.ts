import assert from 'node:assert/strict';
import { appendFile, readFile, truncate } from 'node:fs/promises';
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
});
