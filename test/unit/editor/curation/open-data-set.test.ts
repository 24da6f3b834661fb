import assert from 'node:assert/strict';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSetFacts } from '../../../../src/data/facts.js';
import { OpenDataSet } from '../../../../src/editor/curation/open-data-set.js';
import { inTempFolder } from '../../../support/temp.js';

const factsOf = (handle: string, rows = 0): DataSetFacts => ({
  ...{ handle, path: '/data.jsonl', name: 'data.jsonl', format: 'JSONL', bytes: 1, columns: [], rows },
  ...{ aside: 0, progress: 1, problem: null, result: null },
});

/** A data process that names what it opens by numbers. */
class Process {
  readonly did: string[] = [];
  readonly told: string[] = [];
  readonly data: OpenDataSet;
  fails = false;
  #opened = 0;

  constructor(witness: string | null = null) {
    this.data = new OpenDataSet({
      path: '/data.jsonl',
      witness,
      open: async () => {
        await Promise.resolve();
        if (this.fails) throw new Error('it cannot be read');
        this.did.push(`open ${++this.#opened}`);
        return factsOf(String(this.#opened));
      },
      close: (handle) => {
        this.did.push(`close ${handle}`);
        return Promise.resolve();
      },
      onFacts: ({ handle, rows }) => this.told.push(`${handle}: ${rows}`),
    });
  }
}

describe('the data set of an editor', () => {
  it('is opened once, whoever asks, and closed with its editor', async () => {
    const { data, did } = new Process();
    await Promise.all([data.opened(), data.opened()]);
    await data.close();
    assert.deepEqual(did, ['open 1', 'close 1']);
  });

  it('is tried again with the next request where it could not be opened', async () => {
    const made = new Process();
    made.fails = true;
    await assert.rejects(made.data.opened(), /cannot be read/);
    await assert.rejects(made.data.reload(), /cannot be read/);
    made.fails = false;
    assert.equal((await made.data.opened()).handle, '1');
  });

  it('is closed before it is opened anew, and the view is told; what is asked meanwhile waits for it', async () => {
    const { data, did, told } = new Process();
    await data.opened();
    const reload = data.reload();
    assert.equal(data.facts, null);
    assert.equal((await data.opened()).handle, '2');
    await reload;
    assert.deepEqual(did, ['open 1', 'close 1', 'open 2']);
    assert.deepEqual(told, ['2: 0']);
    await data.close();
    assert.deepEqual(did.slice(3), ['close 2']);
  });

  it('is not opened any more once its editor is closed', async () => {
    const { data, did } = new Process();
    await data.opened();
    const reload = data.reload();
    const closed = data.close();
    await assert.rejects(reload, /closed/);
    await closed;
    assert.deepEqual(did, ['open 1', 'close 1']);
  });

  it('is opened anew after its process has ended', async () => {
    const { data, did } = new Process();
    await data.opened();
    data.crashed();
    assert.equal((await data.opened()).handle, '2');
    assert.deepEqual(did, ['open 1', 'open 2']);
  });

  it('tells reports about itself, also those that come before its handle is known', async () => {
    const { data, told } = new Process();
    const opening = data.opened();
    data.progressed(factsOf('1', 5));
    assert.equal((await opening).rows, 5);
    data.progressed(factsOf('1', 6));
    data.progressed(factsOf('of another editor', 9));
    assert.deepEqual(told, ['1: 6']);
  });

  it('is opened again when a run has put another result there, once for each', () =>
    inTempFolder(async (folder) => {
      const witness = join(folder, 'fates.jsonl');
      await writeFile(witness, 'a\n');
      const { data, did } = new Process(witness);
      await data.reloadIfOther();
      assert.deepEqual(did, []); // nothing is open yet
      await data.opened();
      await data.reloadIfOther();
      await rm(witness);
      await data.reloadIfOther(); // between two renames of the run
      await writeFile(join(folder, 'new'), 'a\n');
      await rename(join(folder, 'new'), witness);
      await Promise.all([data.reloadIfOther(), data.reloadIfOther()]);
      assert.deepEqual(did, ['open 1', 'close 1', 'open 2']);
    }));
});
