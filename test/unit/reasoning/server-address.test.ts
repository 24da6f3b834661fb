import assert from 'node:assert/strict';
import { isServerAddress, modelName } from '../../../src/reasoning/server-address.js';

describe('names of models', () => {
  for (const [model, name] of [
    ['/models/qwen3.gguf', 'qwen3'],
    ['C:\\models\\Qwen3.GGUF', 'Qwen3'],
    ['http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['http://127.0.0.1:8080/v1/', '127.0.0.1:8080'],
    ['https://user:secret@example.org/models', 'example.org'],
    ['http://127.0.0.1:8000#org/name', 'org/name'],
  ] as const) {
    it(`calls ${model} ${name}`, () => {
      assert.equal(modelName(model), name);
      assert.equal(isServerAddress(model), model.startsWith('http'));
    });
  }
});
