import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { toCsv, toJsonLines, toMarkdown } from '../../../../src/evaluation/report/export.js';
import { readViewer, toHtml, type Viewer } from '../../../../src/evaluation/report/html.js';
import { equalTokens } from '../../../../src/evaluation/report/equal-tokens.js';
import { examplesFigure, modelTable } from '../../../../src/evaluation/report/overview.js';
import { makeReport, type ReportInput } from '../../../../src/evaluation/report/report.js';
import { parseEvalFile } from '../../../../src/evaluation/runs/eval-file.js';
import { planOf } from '../../../../src/evaluation/runs/plan.js';
import type { RunResult, SampleRow } from '../../../../src/evaluation/runs/results.js';
import { unlikeWarning, type RunConditions } from '../../../../src/evaluation/statistics/conditions.js';
import { performance, scaling } from '../../../../src/evaluation/statistics/paper-metrics.js';

const EVIL = '<img src=x onerror="alert(1)"> | \'a\' & =1+1';

const plan = planOf(
  parseEvalFile(
    `file: a.jsonl
methods:
  - { method: none }
  - { method: budget-forcing, maxThinking: [100, 200, 400], rules: s1-eval }
  - { method: budget-forcing, waits: [0, 1, 2] }
  - { method: majority, samples: 4 }
`,
    'a.eval.yaml',
  ),
);

function row(
  questionId: string,
  verdict: SampleRow['verdict'],
  thinking: number,
  more: Partial<SampleRow> = {},
): SampleRow {
  return {
    questionId,
    sample: 0,
    verdict,
    thinking,
    reference: '4',
    reason: 'told',
    answer: '4',
    answerTokens: 5,
    forced: 1,
    generated: thinking + 5,
    evaluated: thinking + 9,
    tries: 1,
    ms: 100,
    answers: [],
    ...more,
  };
}

/** Question q of run r is right where a later run is: every run knows more than the one before. */
function results(): RunResult[] {
  return plan.map((run, r) => ({
    run,
    key: `key${r}`,
    edited: new Set<string>(),
    rows: Array.from({ length: 40 }, (_, q) => {
      const verdict = q % 8 <= r ? 'correct' : q === 39 ? 'censored' : 'wrong';
      const answers = Array.from({ length: 4 }, (_, i) => ({ group: i % 2, correct: i % 2 === 1 }));
      return row(`q${q}`, verdict, r === 0 ? 300 : 100 * r, run.parallel > 1 ? { answers } : {});
    }),
  }));
}

const conditionsOf = ({ label, draws }: RunResult['run']): RunConditions => ({
  method: label,
  model: 'm',
  task: 't',
  prompt: 'bare',
  sampling: draws ? '1' : '0',
  seed: '1',
  samples: '1',
  thinkingFormat: 'think',
  context: '2048',
  extraction: 'usual',
  engine: 'e',
  hardware: 'h',
});

const input = (more: Partial<ReportInput> = {}): ReportInput => ({
  model: 'model.gguf',
  conditionsOf,
  title: EVIL,
  taskName: 'aime24',
  taskTitle: 'AIME 2024',
  closed: false,
  questions: Array.from({ length: 40 }, (_, q) => ({ id: `q${q}`, text: q === 0 ? EVIL : 'What?', reference: '4' })),
  conditions: [['Model', EVIL]],
  results: results(),
  seed: 1,
  notes: [],
  ...more,
});

/** The report in an HTML file, as JSON. */
function dataOf(html: string): string {
  const [, packed] = /<script type="text\/plain" id="report-data">(.*)<\/script>/.exec(html)!;
  return gunzipSync(Buffer.from(packed!, 'base64')).toString();
}

describe('the report', () => {
  const report = makeReport(input());

  it('tells accuracy with error and interval, censored samples apart', () => {
    const [first] = report.runs;
    assert.equal(first!.accuracy, 5 / 40);
    assert.equal(first!.verdicts.censored, 1);
    assert.equal(first!.accuracyUncensored, 5 / 39);
    assert.ok(first!.interval.low < first!.accuracy && first!.accuracy < first!.interval.high);
  });

  it("tells the paper's metrics of the runs of a method together", () => {
    const forcing = report.families.find(({ family }) => family === 'budget forcing (s1-eval)')!;
    assert.deepEqual([forcing.runs, forcing.control, forcing.performance], [3, 1, 20 / 40]);
    assert.ok(forcing.scaling! > 0);
    assert.equal(report.families.find(({ family }) => family === 'no forcing')!.scaling, undefined);
  });

  it('compares every run with the first, and tells what each "Wait" did', () => {
    assert.equal(report.comparisons.length, report.runs.length - 1);
    assert.equal(report.comparisons[0]!.a, 'no forcing');
    assert.deepEqual(
      report.waits[0]!.rows.map(({ repaired, broken }) => [repaired, broken]),
      [
        [5, 0],
        [5, 0],
      ],
    );
  });

  it('tells pass@k and maj@k of parallel samples', () => {
    const [first, , last] = report.runs.find(({ parallel }) => parallel)!.atK;
    assert.equal(first!.pass, 0.5);
    assert.equal(first!.majority, 0);
    assert.equal(last!.pass, 1);
  });

  it('warns of knobs that moved nothing, unfinished runs and too few questions', () => {
    const still = results().map((result) => ({
      ...result,
      rows: result.rows.slice(0, 20).map((r) => ({ ...r, thinking: 50 })),
    }));
    const { warnings } = makeReport(input({ results: still, questions: input().questions.slice(0, 25) }));
    const text = warnings.join('\n');
    assert.match(text, /With 25 questions only very large/);
    assert.match(text, /"no forcing" has 20 of 25 questions: it is not finished/);
    assert.match(
      text,
      /The knob "maxThinking" of budget forcing \(s1-eval\) did not move the thinking tokens: at 100, 200 and 400 they are all about 50\./,
    );
    assert.match(text, /The knob "waits" of budget forcing did not move/);
  });

  it('warns where two runs differ in more than the method', () => {
    const warned = report.comparisons.filter(({ warnings }) =>
      warnings.some((text) => text.includes('more than one thing')),
    );
    const parallel = report.runs.filter((run) => run.parallel).map(({ label }) => label);
    assert.deepEqual(
      warned.map(({ b }) => b),
      parallel,
    );
    assert.match(warned[0]!.warnings.join(), /The runs differ in more than one thing \(method and sampling\)/);
    const [first] = report.runs;
    assert.equal(unlikeWarning(first!.conditions, { ...first!.conditions, prompt: 'boxed' }), undefined);
    assert.match(
      unlikeWarning(first!.conditions, { ...first!.conditions, prompt: 'boxed', seed: '2', hardware: 'i' })!,
      /\(prompt, seed and hardware\)/,
    );
  });

  it('puts votes beside the one-sample run with about as many tokens, chosen by its tokens alone', () => {
    const parallel = plan.find((run) => run.parallel > 1)!;
    const one = (q: number, generated: number, verdict: SampleRow['verdict']) =>
      row(`q${q}`, verdict, generated, { generated });
    const questions = Array.from({ length: 20 }, (_, q) => q);
    const right = [{ group: 0, correct: true }];
    const votes = questions.map((q) => ({
      ...one(q, 800, 'correct'),
      answers: Array.from({ length: parallel.parallel }, () => right[0]!),
    }));
    const [none, ...rest] = plan.filter((run) => run.parallel === 1);
    const of = (run: RunResult['run'], rows: SampleRow[]): RunResult => ({
      run,
      key: run.label,
      rows,
      edited: new Set(),
    });
    const found = equalTokens(
      [
        of(parallel, votes),
        of(
          none!,
          questions.map((q) => one(q, 790, q < 5 ? 'correct' : 'wrong')),
        ),
        of(
          rest[0]!,
          questions.map((q) => one(q, 700, 'correct')),
        ),
      ],
      1,
    );
    const all = found.find(({ k }) => k === parallel.parallel)!;
    assert.deepEqual(
      [all.tokens, all.accuracy, all.sequential!.label, all.sequential!.accuracy, all.sequential!.difference],
      [800, 1, none!.label, 0.25, 0.75],
    );
    assert.equal(found[0]!.sequential, undefined, 'nothing has as few tokens as one sample');
  });

  it('lays models and tasks out as Table 1 does, published rows behind the own ones', () => {
    const { tasks, rows } = modelTable([report, { ...report, task: { ...report.task, title: 'My own' } }]);
    assert.deepEqual(tasks, ['AIME 2024', 'My own']);
    const best = Math.max(...report.runs.map(({ accuracy }) => accuracy));
    assert.deepEqual(
      [rows[0]!.model, rows[0]!.published, rows[0]!.cells.map((cell) => cell?.accuracy)],
      ['model.gguf', false, [best, best]],
    );
    const s1 = rows.find(({ model }) => model === 's1-32B')!;
    assert.deepEqual([s1.published, s1.examples, s1.cells], [true, 1000, [{ accuracy: 0.567 }, null]]);
  });

  it('puts accuracy over training examples as Figure 2 does', () => {
    const own = examplesFigure([{ ...report, trainingExamples: 500 }, report], 'aime24').filter(
      (point) => !point.published,
    );
    assert.deepEqual(
      own.map(({ examples }) => examples),
      [500],
    );
    const published = examplesFigure([], 'math500');
    assert.deepEqual(
      published.filter(({ examples }) => examples > 20_000).map(({ label, accuracy }) => [label, accuracy]),
      [
        ['published: r1-distill', 0.943],
        ['published: 59K-full', 0.928],
      ],
    );
  });

  it("the published lines give the paper's own Table 3", () => {
    const of = (part: string) => report.published.find(({ label }) => label.includes(part))!.points;
    const methods = new Map(report.publishedMethods.map((row) => [row.family.replace('published: ', ''), row]));
    for (const name of ['token-conditional control', 'step-conditional control']) {
      for (const method of [name, `${name} + forcing`]) {
        const row = methods.get(method)!;
        assert.ok(
          Math.abs(scaling(of(`${method} (`))! - row.scaling!) < 0.6,
          `${method} ${scaling(of(`${method} (`))}`,
        );
        assert.ok(Math.abs(performance(of(`${method} (`))! - row.performance!) < 1e-9, method);
      }
    }
  });

  it('shows published points labelled as published, for the tasks that have some', () => {
    assert.match(report.published[0]!.label, /^published: s1-32B/);
    assert.deepEqual(makeReport(input({ taskName: 'gsm8k' })).published, []);
  });
});

describe('exports of the report', () => {
  const report = makeReport(input());
  let viewer: Viewer;
  before(async () => {
    viewer = await readViewer(new URL('../../../support/viewer/', import.meta.url));
  });

  it('HTML is one file whose policy runs one script, and in which data stays data', () => {
    const html = toHtml(report, viewer);
    assert.ok(!/(?:src|href)=/.test(html.replaceAll('src=x', '')), 'it needs no other file');
    assert.match(html, /<title>&lt;img src=x onerror=&quot;/);
    assert.equal(html.split('<script').length, 3, 'data and script, and nothing that texts opened');
    assert.equal(html.split('</script>').length, 3);
    assert.ok(!html.includes('<img'));
    assert.deepEqual(JSON.parse(dataOf(html)), JSON.parse(JSON.stringify(report)));
    const [, code] = /<script>([\s\S]*)<\/script>\n<\/body>/.exec(html)!;
    const hash = createHash('sha256').update(code!).digest('base64');
    assert.ok(html.includes(`script-src &#39;sha256-${hash}&#39;`));
  });

  it('HTML carries the traces packed, as many as fit', () => {
    const traces = { 'key0 0': [] };
    const html = toHtml(report, viewer, [
      { questionId: '"><b>', traces },
      { questionId: 'q1', traces },
    ]);
    const [, packed] = /data-question="&quot;&gt;&lt;b&gt;">([^<]*)</.exec(html)!;
    assert.deepEqual(JSON.parse(gunzipSync(Buffer.from(packed!, 'base64')).toString()), traces);
    assert.match(html, /data-question="q1"/);
    const closed = makeReport(input({ closed: true }));
    assert.ok(!toHtml(closed, viewer, [{ questionId: 'q1', traces }]).includes('data-question'));
  });

  it('Markdown keeps tables whole whatever the texts hold', () => {
    const table = toMarkdown(report)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    assert.ok(table.length > 10);
    assert.match(toMarkdown(report), /## Runs/);
  });

  it('CSV has one line a run, and no cell that a spreadsheet would compute', () => {
    const lines = toCsv(report).trimEnd().split('\r\n');
    assert.equal(lines.length, report.runs.length + 1);
    const evil = { ...report, runs: [{ ...report.runs[0]!, label: '=cmd|"x"' }] };
    assert.match(toCsv(evil), /"'=cmd\|""x"""/);
  });

  it('leaves the texts of closed tasks out', () => {
    const closed = makeReport(input({ closed: true }));
    for (const text of [
      toHtml(closed, viewer),
      dataOf(toHtml(closed, viewer)),
      toMarkdown(closed),
      toJsonLines(closed),
    ])
      assert.ok(!text.includes('What?'));
    assert.ok(!toJsonLines(closed).includes('told'));
    assert.match(toJsonLines(report), /"question":"What\?"/);
  });
});
