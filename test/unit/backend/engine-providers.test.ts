import assert from 'node:assert/strict';
import { engineProviders } from '../../../src/backend/engine-providers.js';
import { ModelHost } from '../../../src/backend/model-host.js';
import type { LoadOptions } from '../../../src/backend/protocol.js';
import { Turns } from '../../../src/backend/turns.js';
import { writes } from '../../support/scripted-engine.js';
import { ScriptedServer } from '../../support/served/scripted-server.js';

const script = writes({ '<think>\n': 'Two.\n</think>', '</think>': ' 2' });
const nothing = () => undefined;

function optionsFor(path: string): LoadOptions {
  return { path, gpu: 'cpu', gpuLayers: null, contextSize: null, kvType: 'f16', threads: null };
}

function host(): ModelHost<AsyncDisposable> {
  const companion = () => ({ [Symbol.asyncDispose]: async () => undefined });
  return new ModelHost(engineProviders, new Turns(), companion, {
    onProgress: nothing,
    onLoaded: nothing,
    onUnloaded: nothing,
    log: nothing,
  });
}

describe('models by file and by address', () => {
  it('loads what a server serves, and describes it', async () => {
    await using server = await ScriptedServer.start('llama.cpp', { script });
    await using models = host();
    const { name, server: by } = await models.load(optionsFor(server.address), new AbortController().signal);
    assert.deepEqual([name, by?.kind], ['scripted', 'llama.cpp']);
    const { title, thinkingFormat, parameters, memory } = await engineProviders.describe(server.address, nothing);
    assert.equal(title, `scripted (llama.cpp, ${new URL(server.address).host})`);
    assert.deepEqual([thinkingFormat, parameters, memory], ['think', 1000, []]);
  });

  it('keeps the model that is loaded where a server cannot be had', async () => {
    await using server = await ScriptedServer.start('llama.cpp', { script });
    await using models = host();
    const { signal } = new AbortController();
    const { sha256 } = await models.load(optionsFor(server.address), signal);
    await assert.rejects(models.load(optionsFor('http://127.0.0.1:1'), signal), { kind: 'server-unreachable' });
    await assert.rejects(models.load(optionsFor('/no/such.gguf'), signal), { kind: 'model-missing' });
    assert.equal(models.model?.sha256, sha256);
  });

  it('connects anew where the server was found with another model', async () => {
    await using server = await ScriptedServer.start('llama.cpp', { script });
    await using models = host();
    const options = optionsFor(server.address);
    const { signal } = new AbortController();
    const before = await models.load(options, signal);
    const { engine } = models.require();
    await using sequence = await engine.open();
    await sequence.append(await engine.tokenizer.encodeText('x'));
    server.chatTemplate = '{{ messages[0].content }}<think>\n';
    server.mishaps.breaks.push(0);
    const draws = sequence.sample({ temperature: 0, topK: 0, topP: 1, minP: 0, seed: 1 });
    await assert.rejects(draws.next(), { kind: 'server-model' });
    assert.throws(() => models.require(), { kind: 'no-model' }, 'whoever asks next loads it again');
    const after = await models.load(options, signal);
    assert.notEqual(after.sha256, before.sha256);
    assert.equal(models.require().engine.stale, false);
  });
});
