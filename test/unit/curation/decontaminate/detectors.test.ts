import assert from 'node:assert/strict';
import type { METHODS } from '../../../../src/curation/decontaminate/detectors.js';
import { detectorOf } from '../../../../src/curation/decontaminate/detectors.js';
import { DEFAULT_MINHASH_MATCH } from '../../../../src/curation/decontaminate/minhash-matcher.js';

const words = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `w${from + i}`).join(' ');
const items = [
  { task: 'task.jsonl', row: 0, text: words(30) },
  { task: 'task.jsonl', row: 1, text: 'Simplify $\\sqrt{242}$.' },
];
const detector = (method: (typeof METHODS)[number]) => ({
  match: (text: string) => detectorOf({ method, items }).match(text).told,
});

describe('the ways to find contamination', () => {
  it('ngram13 wants thirteen shared words where ngram8 wants eight', () => {
    const [twelve, thirteen] = [`x ${words(12, 3)} y`, `x ${words(13, 3)} y`];
    assert.equal(detector('ngram8').match(twelve).length, 1);
    assert.deepEqual(detector('ngram13').match(twelve), []);
    assert.deepEqual(detector('ngram13').match(thirteen), [{ item: 0, shared: words(13, 3).split(' ') }]);
  });

  it('minhash finds an equal text of fewer than eight words, which the n-gram rules never flag', () => {
    const text = 'simplify  $\\sqrt{242}$.';
    assert.deepEqual(detector('ngram8').match(text), []);
    assert.deepEqual(detector('minhash').match(text), [{ item: 1, shared: ['simplify', '$\\sqrt{242}$.'] }]);
  });

  it('minhash finds an edited text and tells the words that both have', () => {
    const edited = words(30).replace('w10', 'other');
    const [match] = detector('minhash').match(edited);
    assert.equal(match?.item, 0);
    assert.equal(match.shared.length, 29);
  });

  it('minhash lets a text pass that shares one long run and little else', () => {
    const text = `${words(10)} ${words(40, 100)}`;
    assert.equal(detector('ngram8').match(text).length, 1);
    assert.deepEqual(detector('minhash').match(text), []);
    assert.ok(DEFAULT_MINHASH_MATCH.threshold >= 0.5);
  });

  it('minhash finds nothing in a text without words', () => {
    assert.deepEqual(detector('minhash').match(' \n'), []);
  });
});
