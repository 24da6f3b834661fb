import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFiles } from '../../../../src/engines/local/model-hash.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the hash of a model file', () => {
  let folder: string;
  let path: string;
  let cache: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'think-harder-'));
    path = join(folder, 'model.gguf');
    cache = join(folder, 'cache');
    await writeFile(path, 'weights');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const reads = async (paths = [path]): Promise<number> => {
    let read = 0;
    await hashFiles(paths, cache, () => read++);
    return read;
  };

  it('is the SHA-256 of its bytes', async () => {
    assert.equal(await hashFiles([path], cache), sha256('weights'));
  });

  it('is the one of all parts after another where there are several', async () => {
    const second = join(folder, 'model-2.gguf');
    await writeFile(second, ' and more');
    assert.equal(await hashFiles([path, second], cache), sha256('weights and more'));
  });

  it('is read once, until the file changes', async () => {
    assert.equal(await reads(), 1);
    assert.equal(await reads(), 0);
    await writeFile(path, 'other!!');
    await utimes(path, new Date(), new Date(Date.now() + 5000));
    assert.equal(await reads(), 1);
    assert.equal(await hashFiles([path], cache), sha256('other!!'));
  });

  it('is read anew where what was remembered is unusable', async () => {
    await reads();
    const [name] = await readdir(join(cache, 'hashes'));
    for (const content of ['', '{', '{"path": 1}', 'null', JSON.stringify({ sha256: 'short' })]) {
      await writeFile(join(cache, 'hashes', name!), content);
      assert.equal(await hashFiles([path], cache), sha256('weights'));
    }
  });

  it('leaves one file per model in the cache and no drafts', async () => {
    await Promise.all([reads(), reads(), reads()]);
    assert.equal((await readdir(join(cache, 'hashes'))).length, 1);
  });

  it('can be stopped', async () => {
    await assert.rejects(hashFiles([path], cache, undefined, AbortSignal.abort()), { name: 'AbortError' });
  });
});
