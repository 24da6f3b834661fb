import assert from 'node:assert/strict';
import { forTerminal } from '../../../src/cli/words.js';

describe('sentences on a terminal', () => {
  it('name options where the editor has settings', () => {
    assert.equal(
      forTerminal('The context is full: load with a larger one (setting thinkHarder.contextSize).'),
      'The context is full: load with a larger one (--context-size).',
    );
    assert.equal(
      forTerminal('Set thinkHarder.gpuLayers to 4 or thinkHarder.modelPath.'),
      'Set --gpu-layers to 4 or --model.',
    );
  });

  it('show what would command the terminal', () => {
    assert.equal(forTerminal('No model at \u001b[2J.'), 'No model at ␛[2J.');
  });
});
