import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReport, resultsFolder, ResultsReader } from '../../../../src/editor/evaluation/results.js';
import { resultsFolder as runsFolder } from '../../../../src/evaluation/runs/open-evaluation.js';
import { reportWith } from '../../../webview/support/reports.js';

describe('a results folder, read while somebody writes it', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'think-harder-results-'));
    mkdirSync(join(folder, 'samples'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const journal = (name: string) => join(folder, 'samples', name);

  it('has nothing where nothing was run', async () => {
    const none = { samples: 0, changed: 0, report: null };
    assert.deepEqual(await new ResultsReader().read(join(folder, 'nowhere')), none);
    assert.deepEqual(await new ResultsReader().read(folder), none);
  });

  it('counts samples as they come, over all runs', async () => {
    const reader = new ResultsReader();
    writeFileSync(journal('a.jsonl'), 'run\nsample\n');
    writeFileSync(journal('b.jsonl'), 'run\n');
    writeFileSync(journal('b.jsonl.lock'), '1');
    assert.equal((await reader.read(folder)).samples, 1);
    appendFileSync(journal('b.jsonl'), 'sample\nsample\nhalf a sam');
    assert.equal((await reader.read(folder)).samples, 3);
    appendFileSync(journal('b.jsonl'), 'ple\n');
    assert.equal((await reader.read(folder)).samples, 4);
    writeFileSync(journal('b.jsonl'), 'run\n'); // begun anew
    assert.equal((await reader.read(folder)).samples, 1);
  });

  it('knows the report, once it is whole', async () => {
    const reader = new ResultsReader();
    writeFileSync(journal('a.jsonl'), 'run\nsample\n');
    writeFileSync(join(folder, 'report.json'), '{"title": "half');
    assert.equal((await reader.read(folder)).report, null);
    const report = reportWith({ questions: 5 });
    rmSync(join(folder, 'report.json'));
    writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report)}\n`);
    const found = (await reader.read(folder)).report!;
    assert.deepEqual([found.title, found.questions, found.runs.length], [report.title, 5, report.runs.length]);
    assert.equal((await readReport(join(folder, 'report.json'))).questions.length, 5);
  });

  it('lies where a run puts it', () => {
    for (const file of ['/a/b.eval.yaml', '/a/b.yml', '/a.eval.yaml/c.eval.yml']) {
      assert.equal(resultsFolder(file), runsFolder(file));
    }
  });
});
