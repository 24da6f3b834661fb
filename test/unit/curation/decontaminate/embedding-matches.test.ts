import assert from 'node:assert/strict';
import { embeddingMatches } from '../../../../src/curation/decontaminate/embedding-matches.js';

const items = ['one', 'two'].map((text, row) => ({ task: 'task.jsonl', row, text }));
const vectorOf = (text: string) => (text.includes('one') ? [1, 0] : [0, 1]);

describe('matches by meaning', () => {
  it('are those whose vectors point the same way', async () => {
    const embed = async (texts: readonly string[]) => texts.map(vectorOf);
    const found = await embeddingMatches(['one again', 'another'], items, 0.9, embed, undefined);
    assert.deepEqual(found, [
      { found: 1, told: [{ item: 0, shared: ['one'] }] },
      { found: 1, told: [{ item: 1, shared: [] }] },
    ]);
  });

  it('end where they are stopped, also when the model has answered everything', async () => {
    const stop = new AbortController();
    const embed = async (texts: readonly string[]) => {
      stop.abort();
      return texts.map(vectorOf);
    };
    await assert.rejects(embeddingMatches(['one again'], items, 0.9, embed, stop.signal), { name: 'AbortError' });
  });
});
