import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestThreads, candidates, type Probe } from '../../../../src/engines/local/threads.js';

describe('the number of threads', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'think-harder-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const speeds =
    (table: Record<number, number>, asked: number[] = []): Probe =>
    async (threads) => {
      asked.push(threads);
      return table[threads] ?? 0;
    };

  it('is tried from one to all cores, in steps on large machines', () => {
    assert.deepEqual(candidates(1), [1]);
    assert.deepEqual(candidates(2), [1, 2]);
    assert.deepEqual(candidates(4), [1, 2, 3, 4]);
    assert.deepEqual(candidates(16), [1, 2, 3, 4, 6, 8, 11, 15, 16]);
  });

  it('is the fastest', async () => {
    assert.equal(await bestThreads('a', 4, 'v', folder, speeds({ 1: 10, 2: 18, 3: 25, 4: 12 })), 3);
  });

  it('is the smaller of two that are about as fast', async () => {
    assert.equal(await bestThreads('a', 2, 'v', folder, speeds({ 1: 100, 2: 102 })), 1);
  });

  it('is measured no further where more made it much slower', async () => {
    const asked: number[] = [];
    await bestThreads('a', 4, 'v', folder, speeds({ 1: 100, 2: 30, 3: 200 }, asked));
    assert.deepEqual(asked, [1, 2]);
  });

  it('is remembered per model, machine and engine', async () => {
    const asked: number[] = [];
    const probe = speeds({ 1: 1, 2: 2 }, asked);
    for (const [model, version] of [
      ['a', 'v1'],
      ['a', 'v1'],
      ['b', 'v1'],
      ['a', 'v2'],
    ] as const) {
      assert.equal(await bestThreads(model, 2, version, folder, probe), 2);
    }
    assert.equal(asked.length, 6);
  });

  it('is measured anew where what was remembered is unusable', async () => {
    await bestThreads('a', 2, 'v', folder, speeds({ 1: 1, 2: 2 }));
    const [name] = await readdir(join(folder, 'threads'));
    for (const content of ['', '{"threads": 64}', '{"threads": "2"}', '[]', 'null', '{"thr']) {
      await writeFile(join(folder, 'threads', name!), content);
      assert.equal(await bestThreads('a', 2, 'v', folder, speeds({ 1: 2, 2: 1 })), 1, content);
    }
  });

  it('is one on one core, without a measurement', async () => {
    assert.equal(await bestThreads('a', 1, 'v', folder, async () => assert.fail('measured')), 1);
  });

  it('does not need the cache folder', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    assert.equal(await bestThreads('a', 2, 'v', join(file, 'below'), speeds({ 1: 1, 2: 2 })), 2);
  });
});
