import assert from 'node:assert/strict';
import { rangeWidth } from '../../../src/data/histogram.js';

describe('ranges of a histogram', () => {
  it('are 1, 2 or 5 times a power of ten wide, and about two dozen', () => {
    for (const span of [0.003, 1, 7, 100, 999, 12_345, 5e8]) {
      const width = rangeWidth(span);
      const lead = width / 10 ** Math.floor(Math.log10(width) + 1e-9);
      assert.ok(
        [1, 2, 5].some((factor) => Math.abs(lead - factor) < 1e-6),
        `${span}: ${width}`,
      );
      assert.ok(span / width <= 24 && span / width > 9, `${span}: ${span / width} ranges`);
    }
    assert.equal(rangeWidth(0), 1);
  });
});
