import assert from 'node:assert/strict';
import { connectServer, describeServer, keyFor, parseServerAddress } from '../../../../src/engines/server/index.js';
import { RunControls } from '../../../../src/reasoning/controls.js';
import { ReasoningSession } from '../../../../src/reasoning/session.js';
import { writes } from '../../../support/scripted-engine.js';
import { Refusal, ScriptedServer, type Routes, type ServedOptions } from '../../../support/served/scripted-server.js';
import { llamaCppRoutes } from '../../../support/served/llama-cpp-routes.js';
import { until } from '../../../support/until.js';
import { finish, request, solveOn } from '../../../support/solve.js';

const script = writes({ '<think>\n': 'Two.\n</think>', '</think>': ' 2' });
const start = (kind: 'llama.cpp' | 'vLLM' | Routes, options: Partial<ServedOptions> = {}) =>
  ScriptedServer.start(kind, { script, ...options });

/** A server that only chats, as Ollama and LM Studio do. */
const CHAT_ONLY: Routes = {
  '/v1/models': () => ({ object: 'list', data: [{ id: 'llama3:8b', object: 'model', owned_by: 'library' }] }),
};

describe('connecting to a server', () => {
  it('knows of llama.cpp what it says of itself', async () => {
    await using server = await start('llama.cpp', { models: ['/secret/place/tiny.gguf'] });
    await using engine = await connectServer({ address: `${server.address}/v1/` });
    const { model, version } = engine;
    assert.equal(version, 'llama.cpp b1-scripted');
    assert.equal(model.name, 'tiny.gguf', 'its folders are nobody’s business');
    assert.deepEqual(model.server, { kind: 'llama.cpp', host: new URL(server.address).host });
    assert.equal(model.contextSize, server.contextSize - 1, 'the server keeps a place free');
    assert.equal(model.chatTemplate, server.chatTemplate);
    assert.equal(model.parameters, 1000);
    assert.equal(model.sequences, 2);
    assert.equal(model.addBos, false);
  });

  it('takes the template of vLLM from what it makes of messages', async () => {
    await using server = await start('vLLM');
    await using engine = await connectServer({ address: server.address });
    assert.equal(engine.version, 'vLLM 0.10.2');
    assert.equal(engine.model.name, 'scripted');
    assert.equal(engine.model.contextSize, server.contextSize);
    const trace = await solveOn(engine, 'How many {{ x }}?');
    assert.equal(trace.prompt.text, '<|im_start|>user\nHow many {{ x }}?<|im_end|>\n<|im_start|>assistant\n<think>\n');
  });

  it('puts the begin token in front of a prompt where the model asks for it', async () => {
    for (const kind of ['llama.cpp', 'vLLM'] as const) {
      const special = ['<s>', '<|im_start|>', '<|im_end|>', '<think>', '</think>'];
      await using server = await start(kind, { special, begin: '<s>' });
      await using engine = await connectServer({ address: server.address });
      assert.deepEqual([engine.model.addBos, engine.model.bosText], [true, '<s>'], kind);
      const { prompt } = await solveOn(engine, 'How many?');
      assert.ok(prompt.text.startsWith('<s><|im_start|>user\n'), prompt.text);
      assert.equal(engine.tokenizer.decode(prompt.tokens), prompt.text);
    }
  });

  it('calls the same model the same wherever it is served, and another one another', async () => {
    const identities: string[] = [];
    for (const [kind, options] of [
      ['llama.cpp', {}],
      ['llama.cpp', { contextSize: 512 }],
      ['llama.cpp', { words: ['Wait'] }],
      ['llama.cpp', { models: ['another'] }],
      ['llama.cpp', { chatTemplate: '{{ messages[0].content }}' }],
      ['vLLM', {}],
    ] as const) {
      await using server = await start(kind, options);
      await using engine = await connectServer({ address: server.address });
      identities.push(engine.model.sha256);
    }
    assert.match(identities[0]!, /^[0-9a-f]{64}$/);
    assert.equal(identities[1], identities[0], 'a smaller context is no other model');
    assert.equal(new Set(identities).size, 5);
  });

  it('goes on with a trace of the same model on another server', async () => {
    await using one = await start('llama.cpp');
    await using here = await connectServer({ address: one.address });
    const trace = await solveOn(here, 'How many?', { maxThinking: 2 });
    await using two = await start('llama.cpp');
    await using there = await connectServer({ address: two.address });
    await using session = new ReasoningSession(there);
    const more = session.thinkHarder(trace, request('').budget, new RunControls());
    assert.equal((await finish(more)).trace.end.answer, 'natural');
  });

  it('waits while the server loads its model', async () => {
    await using server = await start('llama.cpp');
    server.mishaps.loading = 2;
    await using engine = await connectServer({ address: server.address });
    assert.equal(engine.model.name, 'scripted');
  });

  it('waits no longer than it should, and says what it waited for', async () => {
    await using server = await start('llama.cpp');
    server.mishaps.loading = 1000;
    const patience = { busyMs: 300, lostMs: 0 };
    await assert.rejects(connectServer({ address: server.address, patience }), {
      kind: 'server-busy',
      message: /is not ready \(Loading model\): wait/,
    });
    const signal = AbortSignal.timeout(50);
    await assert.rejects(connectServer({ address: server.address, signal }), { name: 'AbortError' });
  });

  it('says at once that nobody answers', async () => {
    const server = await start('llama.cpp');
    const { address } = server;
    await server[Symbol.asyncDispose]();
    await assert.rejects(connectServer({ address }), {
      kind: 'server-unreachable',
      message: `No server answers at ${new URL(address).host}: start it, or correct the address.`,
    });
  });

  it('refuses servers that only chat, and says which do more', async () => {
    await using server = await start(CHAT_ONLY);
    await assert.rejects(connectServer({ address: server.address }), {
      kind: 'server-unsupported',
      message: /neither llama\.cpp nor vLLM.*llama-server or of vLLM, or a GGUF file/,
    });
  });

  it('refuses what is no server of models', async () => {
    await using nothing = await start({});
    await assert.rejects(connectServer({ address: nothing.address }), { kind: 'server-unsupported' });
    await using page = await start({
      '/v1/models': ({ response }) => {
        response.end('<html>Welcome</html>');
      },
    });
    await assert.rejects(connectServer({ address: page.address }), { kind: 'server-unsupported' });
  });

  it('does not go where a server sends it on to', async () => {
    await using other = await start('llama.cpp');
    await using server = await start({
      '/v1/models': ({ response }) => {
        response.writeHead(307, { location: `${other.address}/v1/models` });
        response.end();
      },
    });
    await assert.rejects(connectServer({ address: server.address }), {
      kind: 'server-address',
      message: /not followed/,
    });
    assert.equal(other.calls.length, 0);
  });

  it('asks which of several models is meant', async () => {
    for (const kind of ['llama.cpp', 'vLLM'] as const) {
      await using server = await start(kind, { models: ['org/small', 'org/large'] });
      await assert.rejects(connectServer({ address: server.address }), {
        kind: 'server-model',
        message: /several models.*org\/small, org\/large/,
      });
      await assert.rejects(connectServer({ address: `${server.address}#huge` }), { kind: 'server-model' });
      await using engine = await connectServer({ address: `${server.address}#org/large` });
      assert.equal(engine.model.name, 'large');
      await solveOn(engine, 'How many?');
      const bodies = server.calls.filter(({ path }) => path.includes('completion')).map(({ body }) => body.model);
      assert.deepEqual(new Set(bodies), new Set(['org/large']));
    }
  });

  it('takes a smaller context than the server gives, and says where a larger one is wanted', async () => {
    await using server = await start('llama.cpp', { contextSize: 512 });
    await using engine = await connectServer({ address: server.address, contextSize: 300 });
    assert.equal(engine.model.contextSize, 300);
    await assert.rejects(connectServer({ address: server.address, contextSize: 4000 }), {
      message: /gives a context of 511 tokens, and 4000 were asked for/,
    });
  });

  it('notices that the server was started again with another model', async () => {
    await using server = await start('llama.cpp');
    await using engine = await connectServer({ address: server.address, trustMs: 0 });
    await solveOn(engine, 'How many?');
    assert.equal(engine.stale, false);
    server.chatTemplate = '{{ messages[0].content }}<think>\n';
    await assert.rejects(solveOn(engine, 'How many?'), { kind: 'server-model', message: /no longer serves scripted/ });
    assert.equal(engine.stale, true);
  });

  it('looks before it goes on after the connection was lost', async () => {
    await using server = await start('llama.cpp');
    await using engine = await connectServer({ address: server.address });
    server.mishaps.breaks.push(1);
    const solving = solveOn(engine, 'How many?');
    server.chatTemplate = '{{ messages[0].content }}<think>\n';
    await assert.rejects(solving, { kind: 'server-model' });
  });

  it('describes a model without a tokenizer of its own', async () => {
    await using server = await start('vLLM');
    const { kind, name, contextSize } = await describeServer({ address: server.address });
    assert.deepEqual({ kind, name, contextSize }, { kind: 'vLLM', name: 'scripted', contextSize: 2048 });
  });

  it('gives up on an answer that makes no sense', async () => {
    const routes: Routes = { ...llamaCppRoutes, '/tokenize': () => ({ tokens: [{ id: 'x', piece: 7 }] }) };
    await using server = await start(routes);
    await assert.rejects(connectServer({ address: server.address }), { kind: 'server-unsupported', message: /update/ });
  });

  it('does not ask for ever for what a server refuses', async () => {
    const routes: Routes = {
      ...llamaCppRoutes,
      '/completion': () => {
        throw new Refusal(400, 'no samplers today');
      },
    };
    await using server = await start(routes);
    await using engine = await connectServer({ address: server.address });
    await assert.rejects(solveOn(engine, 'How many?'), { kind: 'server-refused', message: /no samplers today/ });
    assert.equal(server.asked('/completion').length, 1);
  });
});

describe('the key of a server', () => {
  it('is sent, and told of where it is missing or wrong', async () => {
    await using server = await start('llama.cpp', { key: 'secret' });
    await using engine = await connectServer({ address: server.address, apiKey: 'secret' });
    await solveOn(engine, 'How many?');
    assert.deepEqual(new Set(server.authorizations), new Set(['Bearer secret']));
    await assert.rejects(connectServer({ address: server.address }), {
      kind: 'server-key',
      message: /set .*THINK_HARDER_API_KEY/,
    });
    const wrong = await connectServer({ address: server.address, apiKey: 'guess' }).catch(
      (error: unknown) => error as Error,
    );
    assert.match((wrong as Error).message, /correct .*THINK_HARDER_API_KEY/);
    assert.ok(!JSON.stringify(wrong, Object.getOwnPropertyNames(wrong)).includes('guess'), 'a key is in no message');
  });

  it('goes to this machine, or to the host that it was set for: a pipeline may name any', () => {
    const THINK_HARDER_API_KEY = 'k';
    const key = (address: string, env: Record<string, string>) => keyFor(parseServerAddress(address), env);
    for (const host of ['127.0.0.1:8080', 'localhost:1', '[::1]:8000'])
      assert.equal(key(`http://${host}`, { THINK_HARDER_API_KEY }), 'k');
    for (const host of ['example.org', '127.0.0.1.example.org', 'localhost.example.org:80', '10.0.0.7:8000']) {
      assert.equal(key(`http://${host}`, { THINK_HARDER_API_KEY }), undefined, host);
    }
    const env = { THINK_HARDER_API_KEY, THINK_HARDER_API_HOST: 'Models.example.org' };
    assert.equal(key('https://models.example.org:8443', env), 'k');
    assert.equal(key('http://127.0.0.1:8080', env), undefined);
    const withPort = (port: number) => ({ ...env, THINK_HARDER_API_HOST: `models.example.org:${port}` });
    assert.equal(key('http://models.example.org:1', withPort(2)), undefined);
    assert.equal(key('https://models.example.org', withPort(443)), 'k', 'an address does not name the usual port');
    assert.equal(key('http://models.example.org', withPort(443)), undefined);
    assert.equal(key('http://127.0.0.1', {}), undefined);
  });
});

describe('waiting for a server', () => {
  const never = () => new Promise(() => undefined);

  it('ends with the signal while a model is connected', async () => {
    await using server = await start({ ...llamaCppRoutes, '/tokenize': never });
    const stop = new AbortController();
    const connecting = connectServer({ address: server.address, signal: stop.signal });
    await until(() => server.asked('/tokenize').length > 0);
    stop.abort();
    await assert.rejects(connecting, { name: 'AbortError' });
  });

  it('ends with the signal while it is described', async () => {
    await using server = await start('llama.cpp');
    server.mishaps.loading = Number.POSITIVE_INFINITY;
    const stop = new AbortController();
    const described = describeServer({ address: server.address, signal: stop.signal });
    await until(() => server.calls.length > 0);
    stop.abort();
    await assert.rejects(described, { name: 'AbortError' });
  });

  it('ends with "stop" before a question begins', async () => {
    await using server = await start('llama.cpp');
    await using engine = await connectServer({ address: server.address, trustMs: 0 });
    await using session = new ReasoningSession(engine);
    server.mishaps.loading = Number.POSITIVE_INFINITY;
    const controls = new RunControls();
    const solving = finish(session.solve(request('How many?'), controls));
    const before = server.calls.length;
    await until(() => server.calls.length > before);
    controls.send({ kind: 'stop' });
    await assert.rejects(solving, (error) => error === controls.stopSignal.reason);
  });

  it('keeps what was thought when "stop" comes while a text is encoded', async () => {
    let asked = 0;
    const routes: Routes = {
      ...llamaCppRoutes,
      '/tokenize': (call, served) => {
        if (call.body.content !== 'Or 3?') return llamaCppRoutes['/tokenize']!(call, served);
        asked += 1;
        return never();
      },
    };
    await using server = await start(routes);
    await using engine = await connectServer({ address: server.address });
    await using session = new ReasoningSession(engine);
    const controls = new RunControls();
    const solving = finish(session.solve(request('How many?', { finalCue: 'Or 3?', maxThinking: 3 }), controls));
    await until(() => asked > 0);
    controls.send({ kind: 'stop' });
    const { trace } = await solving;
    assert.equal(trace.end.answer, 'stopped');
    assert.equal(trace.counts.thinking, 3);
  });

  it('asks again for the tokens of a text', async () => {
    let resets = 0;
    const routes: Routes = {
      ...llamaCppRoutes,
      '/tokenize': (call, served) => {
        if (resets-- <= 0) return llamaCppRoutes['/tokenize']!(call, served);
        call.response.destroy();
        return never();
      },
    };
    await using server = await start(routes);
    await using engine = await connectServer({ address: server.address });
    resets = 1;
    const tokens = await engine.tokenizer.encodeText('What is 2 + 2?');
    assert.equal(engine.tokenizer.decode(tokens), 'What is 2 + 2?');
    server.mishaps.loading = 1;
    assert.ok((await engine.tokenizer.encodeText('What is 3 + 2?')).length > 0);
  });

  it('does not take the tokens of another model that came back in its place', async () => {
    await using server = await start('llama.cpp');
    await using engine = await connectServer({ address: server.address });
    server.mishaps.loading = 1;
    server.chatTemplate = '{{ messages[0].content }}<think>\n';
    await assert.rejects(engine.tokenizer.encodeText('What is 2 + 2?'), { kind: 'server-model' });
  });
});
