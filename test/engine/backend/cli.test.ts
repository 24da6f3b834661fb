import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, copyFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseTrace, textOf } from '../../../src/reasoning/trace.js';
import { TINY, writeRandom } from '../../support/gguf/attention-models.js';
import { byteVocabulary, QWEN_SPECIALS } from '../../support/gguf/vocabulary.js';
import { isAlive, isGone } from '../../support/processes.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MODEL = join(ROOT, 'media/models/think-harder-teaching.gguf');
const QUESTION = 'How many r in raspberry?';

/** Long enough to be interrupted: some hundred tokens on the embedded model. */
const LONG = ['solve', '--min-thinking', '450', '--max-thinking', '480', '--no-end-loops', QUESTION];

/** Few weights and a cache of 32 KB a token: 131 GB for four million tokens. */
const LARGE_CACHE = { ...TINY, layers: 8, heads: 16, kvHeads: 16, headSize: 64, context: 4_000_000 };

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the built command line on the embedded model', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'think-harder-cli-'));
  const log = join(folder, 'log.txt');
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => writeFileSync(log, ''));

  function start(args: readonly string[]): { child: ChildProcess; result: Promise<Result> } {
    const env = { ...process.env, THINK_HARDER_CACHE: join(folder, 'cache'), THINK_HARDER_LOG: log };
    const child = spawn(process.execPath, [join(ROOT, 'dist/cli.mjs'), ...args], { env, cwd: folder });
    const result = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (result.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (result.stderr += text));
    const ended = new Promise<Result>((done) => {
      child.on('close', (code) => done({ code, ...result }));
    });
    return { child, result: ended };
  }
  const run = (args: readonly string[], stdin = ''): Promise<Result> => {
    const { child, result } = start(args);
    child.stdin?.end(stdin);
    return result;
  };

  /** The process id of the backend, from the log. */
  const backendPid = (): number => Number(/backend process (\d+) started/.exec(readFileSync(log, 'utf8'))?.[1]);
  /** Resolves when it has said something that thinks. */
  async function thinking(child: ChildProcess): Promise<void> {
    for (let all = ''; all.split('\n').length < 3;) all += ((await once(child.stdout!, 'data')) as [string])[0];
  }

  it('answers wrongly at first, and rightly after one "Wait" (figure 3 of the paper)', async () => {
    const first = await run(['solve', QUESTION]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /thinking ended by itself/);
    const second = await run(['solve', '--waits', '1', QUESTION]);
    assert.match(second.stdout, /‹Wait›/);
    assert.match(second.stdout, /Final Answer: 3\n/);
  });

  it('gives the same tokens for the same question and seed, and nothing but the trace on stdout', async () => {
    const args = ['solve', '--json', '--temperature', '1', '--seed', '5', '--waits', '2', QUESTION];
    const [a, b] = [parseTrace((await run(args)).stdout), parseTrace((await run(args)).stdout)];
    assert.deepEqual(b.spans, a.spans);
    assert.equal(a.sampling.seed, 5);
    assert.equal(a.model.sha256.length, 64);
  });

  it('reads the question from a pipe', async () => {
    const { stdout } = await run(['solve', '--json'], QUESTION);
    assert.equal(parseTrace(stdout).question.text.trim(), QUESTION);
  });

  it('describes the model without loading it', async () => {
    const { stdout } = await run(['models', 'info']);
    assert.match(stdout, /^Architecture +qwen3, 3,\d{3},\d{3} parameters$/m);
    assert.match(stdout, /^Thinking +think$/m);
    assert.match(stdout, /^Memory +\d+\.\d MB with 1,024 tokens/m);
  });

  describe('bad input: one sentence, exit code 1, the cause in the log', () => {
    const file = (name: string) => join(folder, name);
    before(() => {
      mkdirSync(file('folder.gguf'));
      writeFileSync(file('garbage.gguf'), 'this is not a model '.repeat(100));
      writeFileSync(file('empty.gguf'), '');
      copyFileSync(MODEL, file('truncated.gguf'));
      truncateSync(file('truncated.gguf'), 3_000_000);
      writeRandom(file('large.gguf'), { shape: LARGE_CACHE });
      writeRandom(file('plain.gguf'), { vocabulary: byteVocabulary(['Wait'], 512, QWEN_SPECIALS, null) });
    });

    const cases: [string, string[], RegExp][] = [
      ['no model file', ['--model', 'none.gguf'], /There is no model at .*none\.gguf: choose/],
      ['a directory', ['--model', 'folder.gguf'], /folder\.gguf is a folder/],
      ['garbage', ['--model', 'garbage.gguf'], /garbage\.gguf.*GGUF/],
      ['an empty file', ['--model', 'empty.gguf'], /empty\.gguf/],
      ['a truncated file', ['--model', 'truncated.gguf'], /truncated\.gguf/],
      [
        'no chat template',
        ['--model', 'plain.gguf'],
        /plain\.gguf has no chat template, so it is not known how to ask it/,
      ],
      ['not enough memory', ['--model', 'large.gguf', '--context-size', '4000000'], /memory/],
      ['a context beyond the model', ['--context-size', '16000000'], /set --context-size to 1024 or less/],
      ['a context that is too small', ['--context-size', '64', '--answer-reserve', '60'], /The question takes/],
      ['a GPU that is not there', ['--gpu', 'metal'], /Metal|metal/],
    ];
    for (const [name, args, sentence] of cases) {
      it(name, async () => {
        const { code, stdout, stderr } = await run(['solve', ...args, QUESTION]);
        assert.equal(code, 1, stderr);
        assert.equal(stdout, '');
        assert.match(stderr, /^think-harder: [^\n]+\n$/);
        assert.match(stderr, sentence);
        assert.match(readFileSync(log, 'utf8'), /\[error\]/);
      });
    }

    it('a question of 100,000 characters: read, or refused in one sentence', async () => {
      const { code, stderr } = await run(['solve'], `${'very '.repeat(19_999)}long`);
      assert.equal(code, 1);
      assert.match(stderr, /^think-harder: The question takes [\d,]+ tokens[^\n]+\n$/);
    });
  });

  describe('processes', () => {
    it('Ctrl+C once answers now', async () => {
      const { child, result } = start(LONG);
      await thinking(child);
      child.kill('SIGINT');
      const { code, stdout, stderr } = await result;
      assert.equal(code, 0, stderr);
      assert.match(stdout, /thinking ended by you/);
    });

    it('Ctrl+C twice stops, with exit code 130', async () => {
      const { child, result } = start(LONG);
      await thinking(child);
      child.kill('SIGINT');
      await once(child.stderr!, 'data');
      child.kill('SIGINT');
      assert.equal((await result).code, 130);
    });

    it('kill -9 of the backend in the middle of a run: the trace so far is kept and can be gone on with', async () => {
      const { child, result } = start(LONG);
      await thinking(child);
      process.kill(backendPid(), 'SIGKILL');
      const { code, stderr } = await result;
      assert.equal(code, 1);
      assert.match(stderr, /^think-harder: The model's process was killed.*\n/);
      const [, path] = /think-harder continue (\S+)\n/.exec(stderr)!;
      const broken = parseTrace(readFileSync(path!, 'utf8'));
      assert.ok(broken.counts.thinking > 0);
      const whole = parseTrace((await run(['continue', '--json', path!])).stdout);
      assert.ok(textOf(whole, 'thinking').startsWith(textOf(broken, 'thinking')));
      assert.notEqual(whole.end.answer, null);
    });

    it('kill -9 of the command line leaves no orphan', async () => {
      const { child } = start(LONG);
      await thinking(child);
      const backend = backendPid();
      assert.ok(isAlive(backend));
      child.kill('SIGKILL');
      assert.ok(await isGone(backend, 5000));
    });

    it('ends quietly when nobody reads on (| head)', async () => {
      const { child, result } = start(LONG);
      await thinking(child);
      child.stdout?.destroy();
      const { code, stderr } = await result;
      assert.equal(code, 0);
      assert.equal(stderr, '');
      assert.ok(await isGone(backendPid(), 5000));
    });
  });
});
