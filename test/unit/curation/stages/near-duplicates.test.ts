import assert from 'node:assert/strict';
import { nearDuplicates } from '../../../../src/curation/stages/near-duplicates.js';
import { NO_TOOLS, poolOf, row } from '../../../support/pool.js';

describe('the stage that drops near-duplicates', () => {
  it('names the question that is most alike, and the one that stays where that is another', async () => {
    const words = Array.from({ length: 20 }, (_, i) => `w${i}`);
    const second = words.with(3, 'a').with(4, 'b');
    const third = second.with(13, 'd').with(14, 'e').with(15, 'f'); // shares 15 of 25 words with the first
    const rows = [words, second, third].map((text, i) => row({ id: `q${i}`, question: text.join(' ') }, i));
    const parameters = { of: 'words', shingle: 1, bands: 64, rows: 1, threshold: 0.7, seed: 1 } as const;
    const { drops } = await nearDuplicates.run(poolOf(rows), parameters, NO_TOOLS);
    assert.deepEqual(
      drops.map(({ row, detail }) => [row, detail]),
      [
        [1, 'Jaccard 0.82 with q0'],
        [2, 'Jaccard 0.74 with q1, both in the group of q0'],
      ],
    );
  });
});
