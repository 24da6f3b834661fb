import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { EngineProvider } from '../../../src/backend/engine-provider.js';
import { duration, runEvaluation, type EvaluateOptions } from '../../../src/cli/evaluate-command.js';
import { EXIT } from '../../../src/cli/io.js';
import { ScriptedEngine, writes } from '../../support/scripted-engine.js';

const provider: EngineProvider = {
  version: 'scripted',
  load: async () => new ScriptedEngine(writes({ '<think>\n': 'so</think>4' })),
  describe: () => Promise.reject(new Error('not asked')),
};

describe('think-harder evaluate', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'think-harder-evaluate-'));
    writeFileSync(join(folder, 'task.jsonl'), '{"question":"2 + 2?","answer":4}\n{"question":"3 + 3?","answer":6}\n');
    writeFileSync(
      join(folder, 'a.eval.yaml'),
      'file: task.jsonl\nsampling: {temperature: 0}\nmethods:\n  - method: none\n  - {method: budget-forcing, maxThinking: 1}\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function run(options: Partial<EvaluateOptions> = {}, path = 'a.eval.yaml', interrupt = false) {
    const written = { out: '', err: '' };
    const io = {
      stdin: new PassThrough(),
      stdout: { write: (text: string) => (written.out += text) },
      stderr: { write: (text: string) => (written.err += text) },
      env: { THINK_HARDER_CACHE: join(folder, 'cache') },
      cwd: folder,
      onInterrupt: (handler: () => void) => {
        if (interrupt) handler();
        return () => undefined;
      },
    };
    const places = { backend: { file: '' }, embeddedModel: 'embedded.gguf' };
    const code = await runEvaluation(path, { gpu: 'cpu', ...options }, io, places, provider);
    return { code, ...written };
  }

  it('writes the report in every format beside the file, and says where', async () => {
    const { code, out } = await run();
    assert.equal(code, EXIT.ok);
    assert.match(out, /50\.0 % .* no forcing\n/);
    assert.match(out, /Report: .*a\.results.report\.html/);
    for (const name of ['report.html', 'report.md', 'runs.csv', 'questions.jsonl', 'report.json']) {
      assert.ok(existsSync(join(folder, 'a.results', name)), name);
    }
  });

  it('with --json prints lines of JSON only, and resumes without generating', async () => {
    await run();
    const { out, code } = await run({ json: true });
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; done?: number });
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['begin', 'end'],
    );
    assert.equal(lines[0]!.done, 4);
    assert.equal(code, EXIT.ok);
  });

  it('names file and line of what is wrong', async () => {
    writeFileSync(join(folder, 'bad.eval.yaml'), 'file: task.jsonl\nmethods: []\n');
    await assert.rejects(run({}, 'bad.eval.yaml'), { name: 'UsageError', message: /bad\.eval\.yaml:2/ });
    await assert.rejects(run({}, 'absent.eval.yaml'), { name: 'UsageError', message: /cannot be read/ });
    writeFileSync(join(folder, 'task.jsonl'), '');
    await assert.rejects(run(), { name: 'UsageError', message: /task\.jsonl is empty/ });
  });

  it('interrupted, ends with 130 and keeps what is done', async () => {
    assert.equal((await run({}, 'a.eval.yaml', true)).code, EXIT.interrupted);
    assert.equal((await run()).code, EXIT.ok);
    assert.ok(readFileSync(join(folder, 'a.results', 'runs.csv'), 'utf8').includes('no forcing'));
  });

  it('tells times as people do', () => {
    assert.deepEqual([0, 89_000, 600_000, 7_500_000].map(duration), ['0 s', '89 s', '10 min', '2 h 5 min']);
  });
});
