import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeModel, EngineError, type EngineErrorKind, type LoadPhase } from '../../../src/engines/local/index.js';
import { explainMissing } from '../../../src/engines/local/runtime.js';
import { TINY, writeRandom } from '../../support/gguf/attention-models.js';
import { byteVocabulary, QWEN_SPECIALS } from '../../support/gguf/vocabulary.js';
import { text as metadataText, writeGguf } from '../../support/gguf/writer.js';
import { draw, GREEDY, loadForTest } from '../../support/local-engine.js';
import { EMBEDDED, gemma3, mamba, randomQwen3 } from '../../support/models.js';

/** The user without rights. */
const NOBODY = 65_534;

describe('a model file', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'think-harder-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Loading and describing refuse it with the same sentence, and leave nothing behind that hinders the next load. */
  const refused = async (path: string, kind: EngineErrorKind, sentence: RegExp): Promise<void> => {
    for (const attempt of [loadForTest, describeModel] as ((path: string) => Promise<unknown>)[]) {
      await assert.rejects(attempt(path), (error) => {
        assert.ok(error instanceof EngineError, String(error));
        assert.equal(error.kind, kind);
        assert.match(error.message, sentence);
        assert.match(error.message, /[^.]\.$/);
        return true;
      });
    }
  };
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('that is missing', () => refused(join(folder, 'none.gguf'), 'model-missing', /choose a \.gguf file that exists/));

  it('that is below another file', () =>
    refused(join(file('plain.gguf', 'x'), 'none.gguf'), 'model-missing', /choose a \.gguf file that exists/));

  it('that is a folder', () => refused(folder, 'model-is-directory', /choose the \.gguf file inside it/));

  it('that may not be read', async function () {
    if (process.platform === 'win32') return this.skip(); // has no mode bits
    const path = file('secret.gguf', 'GGUF');
    chmodSync(path, 0);
    const root = process.getuid?.() === 0; // may read everything, so somebody else tries
    if (root) process.seteuid?.(NOBODY);
    try {
      await refused(path, 'model-not-readable', /check its permissions/);
    } finally {
      if (root) process.seteuid?.(0);
    }
  });

  it('that is empty', () => refused(file('empty.gguf', ''), 'model-truncated', /download it again/));

  it('that is something else', async () => {
    await refused(file('page.gguf', '<!doctype html><title>404</title>'), 'model-not-gguf', /choose a file in GGUF/);
    await refused(file('short.gguf', 'GG'), 'model-not-gguf', /choose a file in GGUF/);
  });

  it('that begins like GGUF and goes on with garbage', async () => {
    const garbage = Buffer.concat([
      Buffer.from('GGUF'),
      Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 37) % 256)),
    ]);
    await refused(file('garbage.gguf', garbage), 'model-truncated', /damaged or incomplete/);
  });

  it('that was cut anywhere', async () => {
    const whole = readFileSync(randomQwen3()).length;
    for (const share of [0.00001, 0.001, 0.01, 0.02, 0.1, 0.5, 0.9, 0.999]) {
      const path = join(folder, 'cut.gguf');
      copyFileSync(randomQwen3(), path);
      truncateSync(path, Math.max(5, Math.floor(whole * share)));
      await refused(path, 'model-truncated', /damaged or incomplete.*download it again/);
    }
  });

  it('without an architecture', async () => {
    const path = join(folder, 'bare.gguf');
    writeGguf(path, [['general.name', metadataText('nothing')]], []);
    await refused(path, 'model-not-gguf', /choose a file in GGUF/);
  });

  it('of a kind that the engine does not know', async () => {
    const path = join(folder, 'unknown.gguf');
    writeGguf(path, [['general.architecture', metadataText('telepathy')]], []);
    await refused(path, 'model-unsupported', /of the kind "telepathy".*choose another model/);
  });

  it('without a chat template loads, and the log says so', async () => {
    const path = join(folder, 'plain.gguf');
    writeRandom(path, { vocabulary: byteVocabulary(['Wait'], 512, QWEN_SPECIALS, null) });
    const log: string[] = [];
    await using engine = await loadForTest(path, { log: (level, text) => log.push(`${level} ${text}`) });
    assert.equal(engine.model.chatTemplate, undefined);
    assert.ok(log.includes('warn plain.gguf holds no chat template.'), log.join('\n'));
  });
});

describe('loading', function () {
  this.timeout(60_000);

  it('tells about the model', async () => {
    await using engine = await loadForTest(EMBEDDED);
    const { chatTemplate, sha256, bytes, ...model } = engine.model;
    assert.match(engine.version, /^node-llama-cpp \d+\.\d+\.\d+ \(llama\.cpp \S+\)$/);
    assert.match(chatTemplate ?? '', /<\|im_start\|>/);
    assert.match(sha256, /^[0-9a-f]{64}$/);
    assert.equal(bytes, readFileSync(EMBEDDED).length);
    assert.equal(model.name, 'think-harder-teaching.gguf');
    assert.equal(model.architecture, 'qwen3');
    assert.equal(model.contextSize, model.trainContextSize);
    assert.equal(model.device, 'cpu');
    assert.equal(model.gpuLayers, 0);
    assert.equal(model.threads, 1);
    assert.equal(model.needsCheckpoints, false);
  });

  it('reports its progress', async () => {
    const phases: LoadPhase[] = [];
    await using engine = await loadForTest(randomQwen3(), { onProgress: (phase) => phases.push(phase) });
    assert.ok(phases.every(({ fraction }) => fraction >= 0 && fraction <= 1));
    assert.ok(phases.every(({ bytes }) => bytes === engine.model.bytes));
    assert.equal(phases[0]?.phase, 'checking');
    assert.equal(phases.at(-1)?.phase, 'reading');
  });

  it('measures the threads once, and never takes more than there are cores', async () => {
    const measured: LoadPhase[] = [];
    const onProgress = (phase: LoadPhase): void => {
      if (phase.phase === 'measuring') measured.push(phase);
    };
    await (await loadForTest(mamba(), { threads: null, onProgress }))[Symbol.asyncDispose]();
    const first = measured.length;
    await (await loadForTest(mamba(), { threads: null, onProgress }))[Symbol.asyncDispose]();
    assert.equal(measured.length, first);
    await using engine = await loadForTest(mamba(), { threads: 4096 });
    assert.ok(engine.model.threads < 4096);
  });

  it('takes the context, sequences and cache type that are asked for', async () => {
    await using engine = await loadForTest(gemma3(), { contextSize: 777, sequences: 3, kvType: 'q8_0' });
    assert.equal(engine.model.contextSize, 777);
    assert.equal(engine.model.sequences, 3);
    await using sequence = await engine.open();
    await sequence.append(await engine.tokenizer.encodeText('Wait'));
    assert.equal((await draw(sequence, GREEDY, 5)).length, 5);
  });

  it('refuses a context that memory cannot hold, and names one that it can', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'think-harder-')), 'wide.gguf');
    writeRandom(path, { shape: { ...TINY, layers: 16, kvHeads: 4, headSize: 64, context: 2 ** 20 } }); // 16 KB a token
    const message = await loadForTest(path, { contextSize: 2 ** 20, sequences: 16 }).then(
      () => assert.fail('loaded'),
      (error: unknown) => {
        assert.ok(error instanceof EngineError);
        assert.equal(error.kind, 'out-of-memory');
        return error.message;
      },
    );
    rmSync(dirname(path), { recursive: true });
    const nearest = Number(/thinkHarder\.contextSize to (\d+) or less/.exec(message)?.[1]);
    assert.ok(nearest > 512 && nearest < 2 ** 20, message);
  });

  it('refuses settings that no memory would make work', async () => {
    const refusal = async (options: Parameters<typeof loadForTest>[1]): Promise<string> => {
      const error: unknown = await loadForTest(randomQwen3(), options).catch((reason: unknown) => reason);
      assert.ok(error instanceof EngineError);
      assert.equal(error.kind, 'bad-setting');
      return error.message;
    };
    assert.match(await refusal({ contextSize: 2 ** 31 }), /set thinkHarder\.contextSize to 4096 or less/);
    assert.match(await refusal({ kvType: 'q8_0' }), /set thinkHarder\.kvType to "f16"/);
  });

  it('can be stopped', async () => {
    await assert.rejects(loadForTest(EMBEDDED, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    const controller = new AbortController();
    const attempt = loadForTest(gemma3(), {
      signal: controller.signal,
      onProgress: ({ phase }) => phase === 'reading' && controller.abort(),
    });
    await assert.rejects(attempt, { name: 'AbortError' });
  });

  it('writes nothing to stdout', async () => {
    const write = process.stdout.write.bind(process.stdout);
    let written = '';
    process.stdout.write = (piece: string | Uint8Array) => {
      written += String(piece);
      return true;
    };
    try {
      await using engine = await loadForTest(randomQwen3());
      await using sequence = await engine.open();
      await sequence.append(await engine.tokenizer.encodeText('Wait'));
      await draw(sequence, GREEDY, 5);
    } finally {
      process.stdout.write = write;
    }
    assert.equal(written, '');
  });

  it('survives being unloaded while somebody samples', async () => {
    const engine = await loadForTest(EMBEDDED);
    const sequence = await engine.open();
    await sequence.append(await engine.tokenizer.encodeText('What is '));
    const iterator = sequence.sample(GREEDY);
    await iterator.next();
    await engine[Symbol.asyncDispose]();
    await assert.rejects(iterator.next(), EngineError);
    await assert.rejects(sequence.append([1]), EngineError);
    await assert.rejects(engine.open(), EngineError);
    await sequence[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
  });
});

describe('a description', function () {
  this.timeout(60_000);

  it('tells about the model without loading its weights', async () => {
    const model = await describeModel(EMBEDDED);
    assert.equal(model.architecture, 'qwen3');
    assert.equal(model.trainContextSize, 1024);
    assert.equal(model.needsCheckpoints, false);
    assert.equal(model.hasToken('<think>'), true);
    assert.equal(model.hasToken('[THINK]'), false);
    assert.match(model.chatTemplate ?? '', /<\|im_start\|>/);
    const sizes = model.memory.map(({ contextSize }) => contextSize);
    assert.deepEqual(sizes, [1024]);
    assert.ok((model.memory[0]?.bytes ?? 0) > model.bytes);
  });

  it('knows the models that need checkpoints', async () => {
    assert.equal((await describeModel(mamba())).needsCheckpoints, true);
    assert.equal((await describeModel(gemma3())).needsCheckpoints, true);
    const { memory } = await describeModel(gemma3());
    assert.deepEqual(
      memory.map(({ contextSize }) => contextSize),
      [2048, 4096],
    );
  });
});

describe('an engine that does not start', () => {
  const why = (...args: Parameters<typeof explainMissing>): string => explainMissing(...args).message;

  it('says which platforms there are', () => {
    assert.match(why('auto', 'cause', 'freebsd-x64', null), /no local engine for freebsd-x64/);
  });

  it('says which C library it needs', () => {
    assert.match(why('auto', 'cause', 'linux-x64', '2.31'), /2\.34 or newer and this system has version 2\.31/);
    assert.match(why('auto', 'cause', 'linux-x64', null), /another C library \(such as musl\)/);
  });

  it('says how to go on without the graphics device that was asked for', () => {
    const error = explainMissing('cuda', 'cause', 'linux-x64', '2.36');
    assert.equal(error.kind, 'gpu-unavailable');
    assert.match(error.message, /set thinkHarder\.gpu to "auto" or "cpu"/);
  });

  it('keeps the cause for the log', () => {
    assert.equal(explainMissing('auto', 'the cause', 'linux-x64', '2.36').cause, 'the cause');
  });
});
