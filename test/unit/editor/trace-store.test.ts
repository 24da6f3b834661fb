import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { TraceStore } from '../../../src/editor/trace-store.js';
import { parseTrace } from '../../../src/reasoning/trace.js';
import { emptyTrace } from '../../support/traces.js';

describe('saved traces', () => {
  let folder: string;
  let store: TraceStore;
  let keep = 3;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'traces-'));
    keep = 3;
    store = new TraceStore(
      () => join(folder, 'made', 'when needed'),
      () => keep,
    );
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('come back as they were', async () => {
    const trace = emptyTrace({ id: 'one' });
    await store.save(trace);
    assert.deepEqual(parseTrace(await store.read(store.pathOf('one'))), trace);
  });

  it('replace their earlier state, whole at every moment', async () => {
    await Promise.all([1, 2, 3].map((n) => store.save(emptyTrace({ id: 'one', created: `state ${n}` }))));
    assert.equal(parseTrace(await store.read(store.pathOf('one'))).created, 'state 3');
    assert.deepEqual(await readdir(join(folder, 'made', 'when needed')), ['one.json']);
  });

  it('are bounded in number: the oldest go', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      await store.save(emptyTrace({ id }));
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    assert.deepEqual(
      (await store.list()).map((file) => file.id),
      ['e', 'd', 'c'],
    );
  });

  it('cannot leave their folder by their name', () => {
    for (const id of ['../../x', '/etc/passwd', '..', '', 'C:\\x']) {
      const path = store.pathOf(id);
      assert.equal(dirname(resolve(path)), join(folder, 'made', 'when needed'), path);
    }
  });

  it('do not mind other files, nor none at all', async () => {
    assert.deepEqual(await store.list(), []);
    await store.save(emptyTrace({ id: 'one' }));
    await writeFile(join(folder, 'made', 'when needed', 'notes.txt'), 'x');
    assert.equal((await store.list()).length, 1);
  });
});
