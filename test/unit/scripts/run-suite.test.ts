import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runSuite } from '../../../scripts/test/run-suite.mjs';
import { commandLineArguments } from '../../../scripts/start/command-line.mjs';
import { isGone } from '../../support/processes.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

describe('npm test', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'think-harder-suite-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function numbersOf(content: string, name: string) {
    const file = join(folder, name);
    writeFileSync(file, content);
    const reporter = '--reporter=scripts/test/counting-reporter.cjs';
    return runSuite(
      { args: ['node_modules/mocha/bin/mocha.js', '--no-config', reporter, file] },
      { cwd: ROOT, capture: true },
    );
  }

  it('counts what passed, failed and was skipped', async () => {
    const content = `
      it('a', () => {}); it('b', () => {}); it('c', () => { throw new Error('no'); });
      it('d', function () { this.skip(); }); it('e');`;
    assert.deepEqual(await numbersOf(content, 'mixed.test.cjs'), { passed: 2, failed: 1, skipped: 2 });
  });

  it('counts a failing hook', async () => {
    const content = `describe('x', () => { before(() => { throw new Error('no'); }); it('a', () => {}); });`;
    assert.equal((await numbersOf(content, 'hook.test.cjs')).failed, 1);
  });

  it('counts a suite that cannot be read, ends itself, or runs nothing, as a failure', async () => {
    const cases = {
      'this is no program': 'it ended with code 1',
      'process.exit(0);': 'it ran no tests',
      '': 'it ran no tests',
    };
    for (const [i, [content, complaint]] of Object.entries(cases).entries()) {
      const numbers = await numbersOf(content, `${i}.test.cjs`);
      assert.deepEqual(numbers, { passed: 0, failed: 1, skipped: 0, complaint });
    }
  });

  it('ends its children when it is told to end', async () => {
    const child = join(folder, 'child.cjs');
    writeFileSync(child, 'console.log(process.pid); setInterval(() => {}, 1000); process.on("SIGTERM", () => {});');
    const parent = join(folder, 'parent.mjs');
    const command = new URL('../../../scripts/lib/command.mjs', import.meta.url).href;
    writeFileSync(parent, `import { run } from '${command}'; await run('node', ['${child}']);`);
    const runner = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [pid] = (await once(runner.stdout, 'data')) as [Buffer];
    runner.kill('SIGTERM');
    const [code] = (await once(runner, 'exit')) as [number];
    assert.equal(code, 143);
    assert.ok(await isGone(Number(pid.toString()), 8000), 'a child that ignores SIGTERM is killed');
  });
});

describe('npm start --', () => {
  it('passes commands on', () => {
    for (const args of [['--help'], ['models', 'info', 'x.gguf'], ['solve', '--json', 'q'], ['continue', 't.json']]) {
      assert.deepEqual(commandLineArguments(args), args);
    }
  });

  it('takes anything else for a question with its options', () => {
    assert.deepEqual(commandLineArguments(['What is 37 * 24?']), ['solve', 'What is 37 * 24?']);
    assert.deepEqual(commandLineArguments(['--waits', '2', 'q']), ['solve', '--waits', '2', 'q']);
  });
});
