import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseTrace, textOf } from '../../../src/reasoning/trace.js';
import { cli, TEST_CACHE, type CliResult } from '../../support/cli.js';
import { writes } from '../../support/scripted-engine.js';
import { ScriptedServer } from '../../support/served/scripted-server.js';

const QUESTION = 'What is six times seven?';

/** Wrong use: exit code 2, one line on stderr, nothing on stdout. */
function assertWrongUse({ code, stdout, stderr }: CliResult, sentence: RegExp): void {
  assert.equal(code, 2, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, /^think-harder: [^\n]+\n$/);
  assert.match(stderr, sentence);
}

describe('command line', function () {
  this.timeout(60_000);
  after(() => rmSync(TEST_CACHE, { recursive: true, force: true }));

  describe('solve', () => {
    it('streams thinking and answer, says why thinking ended, closes with the counts', async () => {
      const { code, stdout, stderr } = await cli(['solve', QUESTION]);
      assert.equal(code, 0);
      assert.equal(stderr, '');
      const [heading, thinking, why, answer, counts] = stdout.split('\n');
      assert.match(heading!, /^scripted\.gguf on cpu, 1 thread, temperature 0\.6, seed 1$/);
      assert.equal(thinking, 'hm hm hm hm hm ');
      assert.equal(why, '── thinking ended by itself (5 tokens)');
      assert.equal(answer, '42');
      assert.match(counts!, /^── 5 thinking tokens · 1 answer token · \d+ evaluated/);
    });

    it('marks forced text: "Wait" and the cue', async () => {
      const waited = await cli(['solve', '--waits', '1', QUESTION]);
      assert.match(waited.stdout, /hm ‹Wait›\n── thinking ended by itself \(6 tokens\)/);
      const cut = await cli(['solve', '--max-thinking', '3', '--temperature', '0', QUESTION]);
      assert.match(cut.stdout, /^scripted\.gguf on cpu, 1 thread, greedy, at most 3 thinking tokens\n/);
      assert.match(cut.stdout, /\n── thinking ended by the budget \(3 tokens\)\n‹Final Answer:›/);
    });

    it('colours on a terminal, unless NO_COLOR is set', async () => {
      assert.match((await cli(['solve', '--waits', '1', QUESTION], { tty: true })).stdout, /\u001b\[33mWait/);
      const plain = await cli(['solve', '--waits', '1', QUESTION], { tty: true, env: { NO_COLOR: '1' } });
      assert.doesNotMatch(plain.stdout, /\u001b/);
    });

    it('prints with --json the trace alone', async () => {
      const { code, stdout, stderr } = await cli(['solve', '--json', '--seed', '7', QUESTION]);
      assert.equal(code, 0);
      assert.equal(stderr, '');
      const trace = parseTrace(stdout);
      assert.equal(trace.question.text, QUESTION);
      assert.equal(trace.sampling.seed, 7);
      assert.equal(textOf(trace, 'answer'), '42');
    });

    it('takes every part of the budget from the command line', async () => {
      const args = ['--min-thinking', '3', '--waits', '2', '--continuation', 'Hmm', '--final-cue', ''];
      const more = ['--answer-reserve', '99', '--no-end-loops', '--rules', 's1-eval', '--max-thinking', '50'];
      const { stdout } = await cli(['solve', '--json', ...args, ...more, QUESTION]);
      assert.deepEqual(parseTrace(stdout).budget, {
        maxThinking: 50,
        minThinking: 3,
        waits: 2,
        continuation: 'Hmm',
        finalCue: '',
        answerReserve: 99,
        endLoops: false,
        rules: 's1-eval',
      });
    });

    it('reads the question from standard input when it is "-" or piped', async () => {
      for (const args of [
        ['solve', '--json', '-'],
        ['solve', '--json'],
      ]) {
        const { stdout } = await cli(args, { stdin: `${QUESTION}\n` });
        assert.equal(parseTrace(stdout).question.text.trim(), QUESTION);
      }
    });

    it('writes the trace to a file with --save', async () => {
      await cli(['solve', '--save', 'kept/trace.json', QUESTION]);
      const saved = parseTrace(readFileSync(join(TEST_CACHE, 'kept/trace.json'), 'utf8'));
      assert.equal(textOf(saved, 'answer'), '42');
      assert.deepEqual(readdirSync(join(TEST_CACHE, 'kept')), ['trace.json']);
    });

    it('shows what is loading on a terminal, and takes it away', async () => {
      const { stderr } = await cli(['solve', QUESTION], { tty: true });
      assert.match(stderr, /Loading the model … 100 %/);
      assert.match(stderr, /\r\u001b\[2K$/);
    });
  });

  describe('Ctrl+C', () => {
    it('once answers now', async () => {
      let pressed = false;
      const { code, stdout, stderr } = await cli(['solve', QUESTION], {
        tokenMs: 20,
        thoughts: 1000,
        onOutput: (all, keys) => {
          if (pressed || !all.includes('hm hm ')) return;
          pressed = true;
          keys.interrupt();
        },
      });
      assert.equal(code, 0);
      assert.match(stderr, /Answering now; Ctrl\+C again stops\./);
      assert.match(stdout, /── thinking ended by you/);
      assert.match(stdout, /42\n── \d+ thinking tokens/);
    });

    it('twice stops: the trace so far is there, exit code 130', async () => {
      let pressed = false;
      const { code, stdout } = await cli(['solve', '--save', 'stopped.json', QUESTION], {
        tokenMs: 20,
        thoughts: 1000,
        onOutput: (all, keys) => {
          if (pressed || !all.includes('hm hm ')) return;
          pressed = true;
          keys.interrupt();
          keys.interrupt();
        },
      });
      assert.equal(code, 130);
      assert.match(stdout, /── stopped\n── \d+ thinking tokens/);
      const trace = parseTrace(readFileSync(join(TEST_CACHE, 'stopped.json'), 'utf8'));
      assert.equal(trace.end.answer, 'stopped');
      assert.ok(trace.counts.thinking >= 2);
    });

    it('while the model loads stops at once', async () => {
      const { code, stdout } = await cli(['solve', '--model', '/slow/m.gguf', QUESTION], {
        tty: true,
        onError: (all, keys) => {
          if (all.includes('Checking the model')) keys.interrupt();
        },
      });
      assert.equal(code, 130);
      assert.equal(stdout, '');
    });
  });

  describe('when the backend crashes', () => {
    it('says so in one sentence, keeps the trace, and tells how to go on', async () => {
      const { code, stdout, stderr } = await cli(['solve', QUESTION], { crash: true, tokenMs: 20 });
      assert.equal(code, 1);
      assert.match(stdout, /\nhm hm /);
      assert.match(stderr, /^think-harder: The model's process was killed[^\n]+\n/);
      const [, file] = /to go on: think-harder continue (.+)\n$/.exec(stderr)!;
      const trace = parseTrace(readFileSync(file!, 'utf8'));
      assert.match(textOf(trace, 'thinking'), /^hm hm /);

      const whole = await cli(['continue', file!]);
      assert.equal(whole.code, 0);
      assert.match(whole.stdout, /hm hm hm hm hm \n── thinking ended by itself \(5 tokens\)\n42\n/);
    });

    it('prints with --json the trace so far', async () => {
      const { code, stdout } = await cli(['solve', '--json', QUESTION], { crash: true, tokenMs: 20 });
      assert.equal(code, 1);
      assert.match(textOf(parseTrace(stdout), 'thinking'), /^hm hm /);
    });

    it('goes on from there on a terminal at the press of Enter', async () => {
      const { code, stdout, stderr } = await cli(['solve', QUESTION], {
        crash: true,
        tokenMs: 20,
        tty: true,
        env: { NO_COLOR: '1' },
        onError: (all, keys) => {
          if (all.endsWith('Enter goes on from here; Ctrl+C ends.\n')) keys.enter();
        },
      });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /── thinking ended by itself \(5 tokens\)\n42\n/);
    });
  });

  describe('continue', () => {
    it('thinks harder about a saved trace; what the command line does not name stays as it was', async () => {
      await cli(['solve', '--save', 'done.json', '--continuation', 'Hmm', QUESTION]);
      const { code, stdout } = await cli(['continue', '--harder', '--json', '--waits', '0', 'done.json']);
      assert.equal(code, 0);
      const trace = parseTrace(stdout);
      assert.equal(trace.budget.continuation, 'Hmm');
      assert.match(textOf(trace, 'thinking'), /hm Hmm/);
      assert.ok(trace.spans.some((span) => span.superseded === true && span.text === '42'));
    });

    it('names a file that is no trace', async () => {
      assertWrongUse(await cli(['continue', '/nowhere.json']), /\/nowhere\.json cannot be read: give a file that/);
    });
  });

  describe('models info', () => {
    it('shows what the file holds', async () => {
      const { code, stdout } = await cli(['models', 'info', '/m.gguf']);
      assert.equal(code, 0);
      for (const row of ['File', 'Architecture', 'Context', 'Chat template', 'Thinking', 'Memory']) {
        assert.match(stdout, new RegExp(`^${row} {2,}\\S`, 'm'));
      }
      assert.equal(
        (JSON.parse((await cli(['models', 'info', '--json', '/m.gguf'])).stdout) as { path: string }).path,
        '/m.gguf',
      );
    });

    it('says what is wrong with a file that is none', async () => {
      const { code, stdout, stderr } = await cli(['models', 'info', '/bad/x.gguf']);
      assert.deepEqual(
        { code, stdout, stderr },
        {
          code: 1,
          stdout: '',
          stderr: 'think-harder: /bad/x.gguf is no GGUF file: choose another.\n',
        },
      );
    });
  });

  describe('wrong use', () => {
    const cases: [string, string[], RegExp][] = [
      ['nothing to do', [], /Say what to do: think-harder solve/],
      ['an unknown command', ['slove', 'x'], /unknown command 'slove' \(Did you mean solve\?\)/],
      ['an unknown option', ['solve', '--wait', '1', 'x'], /unknown option '--wait' \(Did you mean --waits\?\)/],
      ['a number that is none', ['solve', '--waits', 'two', 'x'], /'two' is invalid\. It must be a whole number/],
      ['a negative number', ['solve', '--max-thinking', '-1', 'x'], /whole number from 0/],
      ['a temperature that is none', ['solve', '--temperature', 'NaN', 'x'], /number from 0 to 5/],
      ['a seed that is too large', ['solve', '--seed', '4294967296', 'x'], /from 0 to 4294967295/],
      ['an unknown choice', ['solve', '--gpu', 'abacus', 'x'], /Allowed choices are auto, metal, cuda, vulkan, cpu/],
      ['no question', ['solve'], /There is no question/],
      ['an empty question', ['solve', ' '], /The question is empty/],
      ['models without a verb', ['models'], /think-harder models info FILE/],
      ['a question that is no text', ['solve', 'What is \ufffd?'], /not valid UTF-8/],
    ];
    for (const [name, args, sentence] of cases) {
      it(`${name}: exit code 2 and one line`, async () => assertWrongUse(await cli(args), sentence));
    }

    it('piped bytes that are no UTF-8', async () => {
      assertWrongUse(await cli(['solve'], { stdin: Buffer.from([0x32, 0xff, 0xfe, 0x33]) }), /not valid UTF-8/);
    });

    it('an endless question', async () => {
      assertWrongUse(await cli(['solve', '-'], { stdin: 'x'.repeat(1_000_001) }), /longer than a megabyte/);
    });

    it('a log that cannot be written', async () => {
      assertWrongUse(await cli(['solve', 'x'], { env: { THINK_HARDER_LOG: '/nowhere/log' } }), /THINK_HARDER_LOG/);
    });
  });

  describe('a model on a server', () => {
    const script = writes({ '<think>\n': 'Two.\n</think>', Wait: ', two.\n</think>', '</think>': ' 2' }, ['Wait']);
    const words = ['Wait'];

    it('is named by its address, and its key comes from the environment', async () => {
      await using server = await ScriptedServer.start('llama.cpp', { script, words, key: 'sesame' });
      const args = ['solve', '--model', `${server.address}/v1`, '--waits', '1', QUESTION];
      const { code, stdout, stderr } = await cli(args, { env: { THINK_HARDER_API_KEY: 'sesame' } });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^scripted on llama\.cpp b1-scripted/);
      assert.match(stdout, /Two\.[^]*Wait.*, two\.[^]* 2/);
      const missing = await cli(args);
      assert.equal(missing.code, 1);
      assert.match(missing.stderr, /wants a key that it knows: set the environment variable THINK_HARDER_API_KEY/);
    });

    it('is refused in one sentence where the server only chats', async () => {
      const data = [{ id: 'llama3:8b', object: 'model', owned_by: 'library' }];
      await using server = await ScriptedServer.start({ '/v1/models': () => ({ object: 'list', data }) }, { script });
      const { code, stderr } = await cli(['solve', '--model', server.address, QUESTION]);
      assert.equal(code, 1);
      assert.match(stderr, /^think-harder: .*neither llama\.cpp nor vLLM.*\n$/);
    });
  });

  describe('failure', () => {
    it('is one sentence with exit code 1; its cause is in the log', async () => {
      const log = join(TEST_CACHE, 'log.txt');
      const args = ['solve', '--model', '/bad/x.gguf', QUESTION];
      const { code, stdout, stderr } = await cli(args, { env: { THINK_HARDER_LOG: log } });
      assert.equal(code, 1);
      assert.equal(stdout, '');
      assert.equal(stderr, 'think-harder: /bad/x.gguf is no GGUF file: choose another.\n');
      assert.match(readFileSync(log, 'utf8'), /\[error\].*\/bad\/x\.gguf[^]*caused by: magic/);
    });

    it('shows the cause on stderr with --verbose', async () => {
      const { stderr } = await cli(['solve', '--verbose', '--model', '/bad/x.gguf', QUESTION]);
      assert.match(stderr, /caused by: magic/);
    });

    it('a question of more than 100,000 characters', async () => {
      const { code, stderr } = await cli(['solve', '-'], { stdin: 'x'.repeat(100_001) });
      assert.equal(code, 1);
      assert.match(stderr, /The question has 100,001 characters; at most 100,000 fit/);
    });

    it('a context that is too small for the question', async () => {
      const { code, stderr } = await cli(['solve', '--context-size', '64', '--answer-reserve', '60', QUESTION]);
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^think-harder: The question takes \d+ tokens and the answer keeps 60, but the context holds 64/,
      );
    });

    it('a trace that cannot be saved is still shown', async () => {
      const { code, stdout, stderr } = await cli(['solve', '--save', '/dev/null/x.json', QUESTION]);
      assert.equal(code, 1);
      assert.match(stdout, /\n42\n/);
      assert.match(stderr, /could not be written to \/dev\/null\/x\.json/);
    });
  });

  it('has complete help', async () => {
    for (const args of [['--help'], ['help', 'solve'], ['models', 'info', '--help'], ['continue', '--help']]) {
      const { code, stdout, stderr } = await cli(args);
      assert.equal(code, 0);
      assert.equal(stderr, '');
      assert.match(stdout, /^Usage: think-harder/);
    }
    const { stdout } = await cli(['solve', '--help']);
    const options = [
      'model',
      'max-thinking',
      'min-thinking',
      'waits',
      'continuation',
      'final-cue',
      'temperature',
      'seed',
      'json',
    ];
    for (const option of options) assert.match(stdout, new RegExp(`--${option}\\b`));
    assert.equal((await cli(['--version'])).stdout, '1.2.3\n');
  });
});
