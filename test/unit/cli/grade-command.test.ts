import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from '../../support/cli.js';

describe('grade', function () {
  this.timeout(20_000);
  const folder = mkdtempSync(join(tmpdir(), 'think-harder-grade-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const cases = (name: string, lines: readonly string[]): string => {
    const file = join(folder, name);
    writeFileSync(file, lines.join('\n'));
    return file;
  };
  const verdicts = (stdout: string): string[] =>
    stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { verdict: string }).verdict);

  it('prints one line of JSON: verdict, reason, both normal forms, milliseconds', async () => {
    const { code, stdout } = await cli(['grade', '\\frac{1}{2}', '0.5']);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^\{"verdict":"same","reason":"the same value","gold":"1\/2","prediction":"1\/2","ms":[\d.]+\}\n$/,
    );
  });

  it('takes answers that begin with a minus sign', async () => {
    assert.deepEqual(verdicts((await cli(['grade', '-5', '-5.0'])).stdout), ['same']);
    assert.deepEqual(verdicts((await cli(['grade', '-x + 1', '1-x'])).stdout), ['same']);
  });

  it('grades a file, one line for each case, and extracts first where asked', async () => {
    const file = cases('a.jsonl', [
      '{"gold":"5 cm","prediction":"0.05 m"}',
      '',
      '{"gold":"B","prediction":"The answer is (B).","kind":"choice"}',
      '{"gold":"7","prediction":"So the answer is 8."}',
    ]);
    const { code, stdout } = await cli(['grade', '--file', file, '--extract']);
    assert.equal(code, 0);
    assert.deepEqual(verdicts(stdout), ['same', 'same', 'different']);
  });

  it('names the line of bad input', async () => {
    const file = cases('bad.jsonl', ['{"gold":"1","prediction":"1"}', '{"gold":"1"}']);
    const { code, stderr } = await cli(['grade', '--file', file]);
    assert.equal(code, 2);
    assert.match(stderr, /bad\.jsonl, line 2: has no field "prediction"/);
  });

  it('says what is missing', async () => {
    assert.match((await cli(['grade', '5'])).stderr, /two answers or a file/);
    assert.match((await cli(['grade', '--file', join(folder, 'none.jsonl')])).stderr, /cannot be read/);
    assert.match((await cli(['grade', '--kind', 'poem', '1', '2'])).stderr, /--kind is math, choice or text/);
  });
});
