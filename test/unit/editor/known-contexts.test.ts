import assert from 'node:assert/strict';
import { KnownContexts } from '../../../src/editor/known-contexts.js';

const load = (path: string, contextSize: number | null = null) => ({ path, contextSize, kvType: 'f16' }) as const;

describe('contexts known of models', () => {
  it('are those of the load, not of the file alone', () => {
    const contexts = new KnownContexts();
    assert.equal(contexts.learn(load('a.gguf'), 4096), true);
    assert.equal(contexts.learn(load('a.gguf'), 4096), false, 'no news');
    assert.equal(contexts.of(load('a.gguf')), 4096);
    assert.equal(contexts.of(load('a.gguf', 2048)), null);
    assert.equal(contexts.of({ ...load('a.gguf'), kvType: 'q8_0' }), null);
  });

  it('are guessed before the first load where somebody knows', () => {
    const contexts = new KnownContexts(({ path }) => (path === 'embedded.gguf' ? 1024 : null));
    assert.equal(contexts.of(load('embedded.gguf')), 1024);
    contexts.learn(load('embedded.gguf'), 1000);
    assert.equal(contexts.of(load('embedded.gguf')), 1000);
  });

  it('are kept, a bounded number, and read back without trust', () => {
    const contexts = new KnownContexts();
    for (let i = 0; i < 50; i++) contexts.learn(load(`${i}.gguf`), 100 + i);
    assert.equal(contexts.entries().length, 20);
    const again = new KnownContexts();
    again.restore(JSON.parse(JSON.stringify(contexts.entries())));
    assert.equal(again.of(load('49.gguf')), 149);
    for (const bad of [undefined, 7, 'x', [1, ['a'], [1, 2], ['key', 'many']]]) again.restore(bad);
    assert.equal(again.entries().length, 20);
  });
});
