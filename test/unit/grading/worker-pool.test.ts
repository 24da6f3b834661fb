import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { Grader } from '../../../src/grading/grader.js';
import { AlgebraPool } from '../../../src/grading/worker-pool.js';

describe('the algebra worker', function () {
  this.timeout(60_000);
  let folder = '';
  let workerUrl = new URL('file:///');

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'grading-worker-'));
    const outfile = join(folder, 'grading-worker.mjs');
    await build({
      entryPoints: ['src/grading/worker.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    });
    workerUrl = pathToFileURL(outfile);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('settles integrals, limits, infinite sums and derivatives', async () => {
    using grader = new Grader({ workerUrl, limitMs: 5000 });
    const rows = [
      ['\\int_0^1 x^2\\,dx', '\\frac13', 'same'],
      ['\\int_0^1 x^2\\,dx', '\\frac14', 'different'],
      ['\\lim_{x\\to 0}\\frac{\\sin x}{x}', '1', 'same'],
      ['\\sum_{n=1}^{\\infty} \\frac{1}{n^2}', '\\frac{\\pi^2}{6}', 'same'],
      ['\\frac{d}{dx} x^3', '3x^2', 'same'],
      ['\\{1, \\int_0^1 x^2\\,dx\\}', '1, 1/3', 'same'],
    ] as const;
    for (const [gold, prediction, verdict] of rows) {
      const found = await grader.same(gold, prediction);
      assert.equal(found.verdict, verdict, `${gold} | ${prediction}: ${found.reason}`);
    }
  });

  it('stops at its limit with a verdict of unknown, and a spare goes on at once', async () => {
    using pool = new AlgebraPool({ workerUrl, limitMs: 200 });
    assert.equal(await pool.warm(), true);
    const start = performance.now();
    assert.equal(await pool.equal(['Sum', ['Sin', ['Power', 'k', 2]], ['Tuple', 'k', 1, 50_000_000]], 1), undefined);
    assert.ok(performance.now() - start < 2000);
    assert.equal(await pool.equal(['Add', 1, 1], 2), true);
  });

  it('survives a worker that cannot start', async () => {
    using grader = new Grader({ workerUrl: pathToFileURL(join(tmpdir(), 'no-such-worker.mjs')) });
    assert.equal(await grader.warm(), false);
    assert.equal((await grader.same('\\int_0^1 x\\,dx', '\\frac12')).verdict, 'unknown');
    assert.equal((await grader.same('1/2', '0.5')).verdict, 'same');
  });
});
