import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DECISIONS_FILE, journalText, type Decision } from '../../../../src/curation/decisions.js';
import { CarriedDecisions } from '../../../../src/curation/pipeline/carried-decisions.js';
import { questionHash, type PoolRow } from '../../../../src/curation/pool-row.js';
import { inTempFolder } from '../../../support/temp.js';

type Row = readonly [id: string, question: string];

function poolRow([id, question]: Row, index: number): PoolRow {
  return {
    ...{ index, id, question, file: 'pool.jsonl', line: index + 1, solution: null, answer: null, choices: null },
    ...{ thinking: null, attempt: null, source: 'pool', kind: 'math', subject: null, level: null, licence: null },
    ...{ verdicts: {}, thinkingTokens: null, metadata: {} },
  };
}

async function* inOrder(pool: readonly Row[]): AsyncGenerator<PoolRow> {
  for (const [index, row] of pool.entries()) yield await Promise.resolve(poolRow(row, index));
}

/** Decides about rows of one pool, by their numbers, and carries that over to another. */
function carry(before: readonly Row[], decided: Readonly<Record<number, Decision>>, after: readonly Row[]) {
  return inTempFolder(async (folder) => {
    const actions = Object.entries(decided).map(([at, to]) => {
      const row = Number(at);
      const [id, question] = before[row]!;
      return { rows: [{ row, id, hash: questionHash(question) }], to };
    });
    await writeFile(join(folder, DECISIONS_FILE), journalText(actions));
    const carried = await CarriedDecisions.of(folder, inOrder(after));
    return { decisions: after.map((_, row) => carried?.about(row) ?? null), carried };
  });
}

describe('decisions of an earlier result', () => {
  const A: Row = ['a', 'What is one?'];
  const B: Row = ['b', 'What is two?'];

  it('follow their rows to other places of a pool', async () => {
    const { decisions, carried } = await carry([A, B], { 0: 'drop', 1: 'keep' }, [B, ['c', 'New?'], A]);
    assert.deepEqual(decisions, ['keep', null, 'drop']);
    const { reasons, left, notes } = carried!.step(7);
    assert.deepEqual(
      [reasons, left, notes],
      [
        [
          ['kept by hand', 1],
          ['dropped by hand', 1],
        ],
        7,
        [],
      ],
    );
    assert.equal(
      carried!.text,
      journalText([
        { rows: [{ row: 0, id: 'b', hash: questionHash(B[1]) }], to: 'keep' },
        { rows: [{ row: 2, id: 'a', hash: questionHash(A[1]) }], to: 'drop' },
      ]),
    );
  });

  it('stay with the row they are about where others ask the same', async () => {
    const same: Row = ['y', A[1]];
    assert.deepEqual((await carry([same, A], { 1: 'keep' }, [same, A])).decisions, [null, 'keep']);
    assert.deepEqual((await carry([same, A], { 1: 'keep' }, [A, same])).decisions, ['keep', null]);
    assert.deepEqual((await carry([A, A], { 1: 'keep' }, [A, A])).decisions, [null, 'keep']);
    assert.deepEqual((await carry([same, A], { 0: 'drop', 1: 'keep' }, [A, same])).decisions, ['keep', 'drop']);
  });

  it('find a question by itself whose id has changed, each once', async () => {
    const named = (line: number, [, question]: Row): Row => [`pool.jsonl:${line}`, question];
    const before = [named(1, A), named(2, B)];
    const after = [named(1, ['', 'New?']), named(2, A), named(3, B), named(4, A)];
    assert.deepEqual((await carry(before, { 0: 'drop', 1: 'keep' }, after)).decisions, [null, 'drop', 'keep', null]);
  });

  it('are counted where their questions are no longer in the pool', async () => {
    const { carried } = await carry([A, B], { 0: 'drop', 1: 'keep' }, [B]);
    assert.deepEqual(carried!.step(1).notes, ['Decisions by hand about questions that are no longer in the pool: 1.']);
  });

  it('are none where none is in force', async () => {
    assert.equal((await carry([A], {}, [A])).carried, undefined);
  });
});
