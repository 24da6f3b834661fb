import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cli as cli } from '../../support/cli.js';
import { inTempFolder } from '../../support/temp.js';

const QUESTION = 'How many positive whole-number divisors does 196 have in all?';

describe('think-harder decontaminate and curate', () => {
  async function prepare(folder: string) {
    const [pool, task, out] = ['pool.jsonl', 'task.jsonl', 'out'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const rows = [
      { question: QUESTION, solution: '9' },
      { question: 'What is 2 + 2?', solution: '4' },
    ];
    await writeFile(pool, `${rows.map((row) => JSON.stringify(row)).join('\n')}\nbroken\n`);
    await writeFile(task, JSON.stringify({ problem: QUESTION }));
    return { pool, task, out };
  }

  it('tells the counts, names lines that are no rows, and writes the folder', () =>
    inTempFolder(async (folder) => {
      const { pool, task, out } = await prepare(folder);
      const { code, stdout, stderr } = await cli(['decontaminate', pool, '--against', task, '--out', out]);
      assert.equal(code, 0);
      assert.match(stdout, /2 rows against 1 evaluation questions: 1 dropped, 1 kept\./);
      assert.match(stderr, /pool\.jsonl:3: not valid JSON/);
      assert.equal((await readFile(join(out, 'kept.jsonl'), 'utf8')).trim().split('\n').length, 1);
    }));

  it('runs the pipeline that comes with the product on data that the command line names', () =>
    inTempFolder(async (folder) => {
      const { pool, task, out } = await prepare(folder);
      const { code, stdout } = await cli(['curate', 's1k', '--pool', pool, '--against', task, '--out', out]);
      assert.equal(code, 0);
      assert.match(stdout, /Decontamination +1 +dropped: shares words with an evaluation task 1/);
      assert.equal((await readFile(join(out, 'selected.jsonl'), 'utf8')).trim().split('\n').length, 1);
    }));

  it('says in one sentence what is wrong', async () => {
    const missing = await cli(['decontaminate', 'none.jsonl', '--against', 'none.jsonl', '--out', 'x']);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /^think-harder: There is no file or folder .*none\.jsonl: check its name\.\n$/);
    const wrong = await cli(['decontaminate', 'pool.jsonl', '--against', 'a', '--method', 'guess', '--out', 'x']);
    assert.equal(wrong.code, 2);
    await inTempFolder(async (folder) => {
      const { pool, task, out } = await prepare(folder);
      const column = await cli(['decontaminate', pool, '--against', task, '--task-column', 'qustion', '--out', out]);
      assert.equal(column.code, 2);
      assert.match(column.stderr, /^think-harder: .*task\.jsonl has no column "qustion": name one of problem\.\n$/);
    });
  });

  describe('with models', () => {
    async function withTraces(folder: string) {
      const { pool } = await prepare(folder);
      const pipeline = join(folder, 'made.curate.yaml');
      const stages = '[{ stage: traces, budget: { maxThinking: 50 } }, { stage: selection, set: full }]';
      await writeFile(
        pipeline,
        `format: think-harder/curate\nversion: 1\nname: made\npool: [{ path: ${JSON.stringify(pool)} }]\nstages: ${stages}\ntraining: {}\noutput: out\n`,
      );
      return pipeline;
    }

    it('shows the cost, and begins with --yes', () =>
      inTempFolder(async (folder) => {
        const { code, stdout, stderr } = await cli(['curate', await withTraces(folder), '--yes']);
        assert.equal(code, 0, stderr);
        assert.match(stderr, /Traces: 2 questions for scripted\.gguf, at most 562 tokens each: 1,124 tokens, at most/);
        assert.match(stdout, /Traces +2\n/);
        const lines = (await readFile(join(folder, 'out', 'training.jsonl'), 'utf8')).trim().split('\n');
        assert.equal(lines.length, 2);
        assert.match((JSON.parse(lines[0]!) as { text: string }).text, /<think>\n(hm )+.*<\/think>\n\n?42/s);
      }));

    it('does not begin unasked where nobody can be asked', () =>
      inTempFolder(async (folder) => {
        const { code, stderr } = await cli(['curate', await withTraces(folder)]);
        assert.equal(code, 2);
        assert.match(stderr, /Add --yes to begin\./);
        assert.match(stderr, /not begun, because its cost was not confirmed/);
      }));

    it('asks on a terminal, and takes anything but yes for no', () =>
      inTempFolder(async (folder) => {
        const pipeline = await withTraces(folder);
        const refused = await cli(['curate', pipeline], {
          tty: true,
          onError: (all, keys) => {
            if (all.endsWith('[y/N] ')) keys.enter();
          },
        });
        assert.equal(refused.code, 2);
      }));
  });
});
