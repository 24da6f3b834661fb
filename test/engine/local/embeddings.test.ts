import assert from 'node:assert/strict';
import { engineFor } from '../../support/local-engine.js';
import { EMBEDDED, randomLlama } from '../../support/models.js';

for (const [name, path] of [
  ['the embedded model', () => EMBEDDED],
  ['a random Llama that begins every text with a token', randomLlama],
] as const) {
  describe(`embeddings by ${name}`, function () {
    this.timeout(60_000);
    const engine = engineFor(path);

    it('are of one length, the same for the same text, and another for another', async () => {
      const texts = ['What is 3 + 4?', 'How many r in raspberry?', 'What is 3 + 4?'];
      const [sum, letters, again] = (await engine().embed(texts))!;
      assert.ok(sum!.length > 0 && sum!.length === letters!.length);
      assert.deepEqual(again, sum);
      assert.notDeepEqual(letters, sum);
    });

    it('are there for a text of any length: a longer one counts up to where it is cut, an empty one as a space', async () => {
      const long = 'What is 3 + 4? '.repeat(2000);
      const [cut, whole, empty, space] = (await engine().embed([`${long}A`, `${long}B`, '', ' ']))!;
      assert.deepEqual(cut, whole);
      assert.deepEqual(empty, space);
    });

    it('are not made any more once they are not wanted', async () => {
      await assert.rejects(engine().embed(['a'], AbortSignal.abort(new Error('enough'))), /enough/);
    });
  });
}
