import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DECISIONS_FILE, DecisionJournal } from '../../../../src/curation/decisions.js';
import { loadPipeline } from '../../../../src/curation/pipeline/load.js';
import { CURATE_FILES } from '../../../../src/curation/pipeline/output-files.js';
import { curate } from '../../../../src/curation/pipeline/run.js';
import { questionHash } from '../../../../src/curation/pool-row.js';
import { OutputFolder } from '../../../../src/curation/records/output-folder.js';
import { whileLocked, type WhileLocked } from '../../../../src/curation/records/result-lock.js';
import { POOL, runPipeline, writePipeline } from '../../../support/curated.js';
import { inTempFolder } from '../../../support/temp.js';
import { until } from '../../../support/until.js';

describe('the result of a pipeline', () => {
  const ids = async (result: string) =>
    (await readFile(join(result, 'selected.jsonl'), 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { id: string }).id);
  const decide = async (result: string, row: number, locked?: WhileLocked) => {
    const { id, question } = POOL[row]!;
    const journal = await DecisionJournal.open(join(result, DECISIONS_FILE), locked);
    await journal.decide([{ row, id, hash: questionHash(question) }], 'drop');
  };

  it('keeps decisions by hand, also where a run was killed while it took its place', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      const result = await runPipeline(file);
      assert.ok((await ids(result)).includes('q2'));
      await decide(result, 2);
      await rename(result, join(folder, '.result.old'));
      await runPipeline(file);
      assert.ok(!(await ids(result)).includes('q2'));
      assert.match(await readFile(join(result, DECISIONS_FILE), 'utf8'), /"q2"/);
      assert.ok(!(await readdir(folder)).includes('.result.old'));
    }));

  it('waits for whoever decides about its rows, and has what was decided', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      const result = await runPipeline(file);
      let steps = 0;
      const rerun = await whileLocked(result, async () => {
        const run = curate(await loadPipeline(file), { onStep: () => (steps += 1), onAside: () => undefined });
        await until(() => steps === 4);
        await decide(result, 2, (action) => action());
        return { run };
      });
      await rerun.run;
      assert.ok(!(await ids(result)).includes('q2'));
    }));

  it('is made once at a time', () =>
    inTempFolder(async (folder) => {
      await writePipeline(folder);
      await symlink(folder, join(folder, 'link'));
      const other = join(folder, 'link', 'small.curate.yaml');
      await using out = await OutputFolder.create(join(folder, 'result'), CURATE_FILES);
      await assert.rejects(runPipeline(other), /Process \d+ is working on .*result already: wait for it/);
      await out.commit();
      assert.deepEqual(await readdir(join(folder, 'result')), []);
    }));

  it('stays where a link to it points', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      await mkdir(join(folder, 'disk'));
      await rename(await runPipeline(file), join(folder, 'disk', 'result'));
      await symlink(join('disk', 'result'), join(folder, 'result'));
      await decide(join(folder, 'result'), 2);
      await runPipeline(file);
      assert.ok(!(await ids(join(folder, 'disk', 'result'))).includes('q2'));
      assert.deepEqual(await readdir(join(folder, 'disk')), ['result']);
    }));

  it('is none without a question, and says what stood in their place', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      const before = (await readdir(folder)).sort();
      const refused = async (text: string, message: RegExp, told: number) => {
        await writeFile(join(folder, 'pool.jsonl'), text);
        let aside = 0;
        const run = curate(await loadPipeline(file), { onStep: () => undefined, onAside: () => (aside += 1) });
        await assert.rejects(run, message);
        assert.equal(aside, told);
        assert.deepEqual((await readdir(folder)).sort(), before);
      };
      await refused('', /small\.curate\.yaml: the pool has no questions in it: its files are empty\.$/, 0);
      await refused('{"a"\n[1]\n', /in it: 2 lines were set aside, the first: .*pool\.jsonl:1: .+\.$/, 2);
    }));

  it('needs its place before the first stage', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      const loaded = await loadPipeline(file, { output: join(folder, 'n'.repeat(240)) });
      let steps = 0;
      const run = curate(loaded, { onStep: () => (steps += 1), onAside: () => undefined });
      await assert.rejects(run, /nnn could not be written: its name is too long: give a shorter one\.$/);
      assert.equal(steps, 0);
    }));
});
