import assert from 'node:assert/strict';
import { nearest } from '../../../src/yaml-files/nearest.js';

describe('the name that was meant', () => {
  it('has the same letters, or nearly', () => {
    assert.equal(nearest('max_thinking', ['maxThinking', 'waits']), 'maxThinking');
    assert.equal(nearest('sampels', ['samples']), 'samples');
    assert.equal(nearest('x', ['samples']), undefined);
  });
});
