import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duration } from '../../../src/cli/evaluate-command.js';
import { EXIT } from '../../../src/cli/io.js';
import { cli, type CliOptions } from '../../support/cli.js';

describe('think-harder evaluate', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'think-harder-evaluate-'));
    // The scripted model says 42 to everything.
    writeFileSync(join(folder, 'task.jsonl'), '{"question":"6 * 7?","answer":42}\n{"question":"3 + 3?","answer":6}\n');
    writeFileSync(
      join(folder, 'a.eval.yaml'),
      'file: task.jsonl\nsampling: {temperature: 0}\nmethods:\n  - method: none\n  - {method: budget-forcing, maxThinking: 1}\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[] = [], path = 'a.eval.yaml', options: CliOptions = {}) =>
    cli(['evaluate', join(folder, path), ...args], options);

  const linesOf = (stdout: string) =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; done?: number; finished?: boolean });

  it('writes the report in every format beside the file, and says where', async () => {
    const { code, stdout, stderr } = await run();
    assert.equal(code, EXIT.ok, stderr);
    assert.match(stdout, /50\.0 % .* no forcing\n/);
    assert.match(stdout, /Report: .*a\.results.report\.html/);
    for (const name of ['report.html', 'report.md', 'runs.csv', 'questions.jsonl', 'report.json']) {
      assert.ok(existsSync(join(folder, 'a.results', name)), name);
    }
  });

  it('with --json prints lines of JSON only, and resumes without generating', async () => {
    const first = linesOf((await run(['--json'])).stdout);
    assert.deepEqual(
      first.map(({ type }) => type),
      ['begin', 'sample', 'sample', 'sample', 'sample', 'end'],
    );
    const { stdout, code } = await run(['--json']);
    const lines = linesOf(stdout);
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['begin', 'end'],
    );
    assert.equal(lines[0]!.done, 4);
    assert.equal(code, EXIT.ok);
  });

  it('grades anew without a model, and says when there is nothing to grade', async () => {
    const nothing = await run(['--regrade']);
    assert.equal(nothing.code, EXIT.wrongUse);
    assert.match(nothing.stderr, /There are no samples in .*a\.results yet: run the evaluation first/);
    await run();
    writeFileSync(join(folder, 'task.jsonl'), '{"question":"6 * 7?","answer":41}\n{"question":"3 + 3?","answer":42}\n');
    const { code, stdout } = await run(['--regrade', '--json']);
    assert.equal(code, EXIT.ok);
    assert.deepEqual(
      linesOf(stdout).map(({ type }) => type),
      ['end'],
    );
  });

  it('names file and line of what is wrong', async () => {
    const failing = async (path: string, message: RegExp) => {
      const { code, stderr } = await run([], path);
      assert.equal(code, EXIT.wrongUse);
      assert.match(stderr, message);
    };
    writeFileSync(join(folder, 'bad.eval.yaml'), 'file: task.jsonl\nmethods: []\n');
    await failing('bad.eval.yaml', /bad\.eval\.yaml:2/);
    await failing('absent.eval.yaml', /cannot be read/);
    writeFileSync(join(folder, 'task.jsonl'), '');
    await failing('a.eval.yaml', /task\.jsonl is empty/);
  });

  it('interrupted, ends with 130, keeps and reports what is done, and goes on from there', async () => {
    const slow: CliOptions = {
      tokenMs: 20,
      onOutput: (all, keys) => {
        if (all.includes('"sample"')) keys.interrupt();
      },
    };
    const stopped = await run(['--json'], 'a.eval.yaml', slow);
    assert.equal(stopped.code, EXIT.interrupted);
    assert.equal(linesOf(stopped.stdout).at(-1)!.finished, false);
    const rest = linesOf((await run(['--json'])).stdout);
    assert.equal(rest[0]!.done, linesOf(stopped.stdout).filter(({ type }) => type === 'sample').length);
    assert.equal(rest.at(-1)!.finished, true);
    assert.ok(readFileSync(join(folder, 'a.results', 'runs.csv'), 'utf8').includes('no forcing'));
  });

  it('survives a crash of the native code: the next process goes on', async () => {
    const { code, stdout } = await run(['--json'], 'a.eval.yaml', { crash: true });
    assert.equal(code, EXIT.ok);
    assert.equal(linesOf(stdout).filter(({ type }) => type === 'sample').length, 4);
  });

  it('tells times as people do', () => {
    assert.deepEqual([0, 89_000, 600_000, 7_500_000].map(duration), ['0 s', '89 s', '10 min', '2 h 5 min']);
  });
});
