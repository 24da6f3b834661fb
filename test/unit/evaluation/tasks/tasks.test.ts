import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { BalancedShuffle } from '../../../../src/evaluation/tasks/choices.js';
import { detectMapping } from '../../../../src/evaluation/tasks/mapping.js';
import { asked, promptTemplate, PROMPTS } from '../../../../src/evaluation/tasks/prompts.js';
import type { Problem } from '../../../../src/evaluation/tasks/read-rows.js';
import { SeenRows } from '../../../../src/evaluation/tasks/seen-rows.js';
import { openTask, type TaskOptions, type TaskQuestion } from '../../../../src/evaluation/tasks/read-task.js';
import { Grader } from '../../../../src/grading/index.js';
import { needShared } from '../../../support/shared.js';
import { collectGarbage } from '../../../support/collect-garbage.js';

const folder = mkdtempSync(join(tmpdir(), 'think-harder-tasks-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(path: string, more: Partial<TaskOptions> = {}) {
  const task = await openTask({ file: path, seed: 1, ...more });
  const problems: Problem[] = [];
  const questions: TaskQuestion[] = [];
  for await (const question of task.questions((problem) => problems.push(problem))) questions.push(question);
  return { task, questions, problems };
}

describe('tasks: reading files', () => {
  it('reads JSON Lines, JSON arrays and CSV alike', async () => {
    const rows = [
      { problem: 'What is 2 + 2?', answer: 4 },
      { problem: 'What is\n"3" + 3?', answer: '6' },
    ];
    const csv = 'problem,answer\nWhat is 2 + 2?,4\n"What is\n""3"" + 3?",6\n';
    for (const path of [
      file('a.jsonl', '\ufeff' + rows.map((row) => JSON.stringify(row)).join('\r\n')),
      file('a.json', JSON.stringify(rows, null, 2)),
      file('a.csv', csv),
    ]) {
      const { questions, problems } = await read(path);
      assert.deepEqual(
        questions.map(({ text, reference }) => [text, reference]),
        [
          ['What is 2 + 2?', '4'],
          ['What is\n"3" + 3?', '6'],
        ],
      );
      assert.deepEqual(problems, []);
    }
  });

  it('names the line of each row that cannot be used, and keeps the others', async () => {
    const lines = [
      '{"question": "a?", "answer": "1"}',
      '{"question": "b?"}',
      '{"question": "a?", "answer": "1"}',
      'nonsense',
      '{"question": 7, "answer": "1"}',
      '[1]',
      '{"question": "  ", "answer": "1"}',
      '{"question": "c?", "answer": "2"}',
    ];
    const path = file('bad.jsonl', lines.join('\n'));
    const { questions, problems } = await read(path);
    assert.deepEqual(
      questions.map(({ text }) => text),
      ['a?', 'c?'],
    );
    assert.deepEqual(
      problems.map(({ line, message }) => `${line}: ${message}`),
      [
        '2: it has no answer',
        '3: the same question stands in line 1',
        '4: it is not JSON',
        '5: its field "question" is no text',
        '6: it is not a JSON object',
        '7: it has no question',
      ],
    );
  });

  it('names file and line where nothing can be read', async () => {
    const latin = file(
      'latin.jsonl',
      Buffer.from('{"question":"a","answer":"1"}\n{"question":"\xe9","answer":"2"}\n', 'latin1'),
    );
    await assert.rejects(read(latin), /latin\.jsonl:2 is not valid UTF-8/);
    await assert.rejects(read(file('empty.jsonl', '\n\n')), /empty\.jsonl is empty/);
    await assert.rejects(read(file('half.json', '[{"question":')), /half\.json is not valid JSON/);
    await assert.rejects(read(join(folder, 'absent.csv')), /There is no task file .*absent\.csv/);
    await assert.rejects(read(file('a.xlsx', 'x')), /a\.xlsx has no ending that is known/);
    await assert.rejects(read(file('odd.csv', 'question,answer\n"a,1\n')), /odd\.csv:\d+ is not valid CSV/);
    await assert.rejects(read(file('who.jsonl', '{"x": 1}')), /which fields of .*who\.jsonl .*it has x/);
    const path = file('field.jsonl', '{"question":"a","answer":"1"}');
    await assert.rejects(
      read(path, { mapping: { question: 'ask', answer: 'answer' } }),
      /field\.jsonl:1 has no field "ask"/,
    );
    await assert.rejects(read(path, { name: 'nothing' }), /no ready task "nothing": use one of aime24/);
  });

  it('reads Parquet, and says which file is none', async () => {
    const path = join(folder, 'rows.parquet');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `COPY (SELECT 'What is ' || i || ' + 1?' AS question, i + 1 AS answer, ['a', 'b'] AS tags FROM range(3) t(i)) TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    const { task, questions } = await read(path);
    assert.deepEqual(task.mapping, { question: 'question', answer: 'answer' });
    assert.deepEqual(
      questions.map(({ id, text, reference }) => [id, text, reference]),
      [0, 1, 2].map((i) => [`line ${i + 1}`, `What is ${i} + 1?`, String(i + 1)]),
    );
    await assert.rejects(read(file('none.parquet', 'no parquet')), {
      name: 'EvaluationError',
      message: /none\.parquet could not be read: it is damaged, or no Parquet file/,
    });
  });

  it('remembers a hundred thousand rows, each with its line', () => {
    const seen = new SeenRows();
    for (let i = 1; i <= 100_000; i++) assert.equal(seen.add([`row ${i}`], i), undefined);
    assert.deepEqual([seen.add(['row 1'], 7), seen.add(['row 99999'], 7)], [1, 99_999]);
    assert.equal(seen.add(['row 1', ''], 7), undefined, 'other parts, another row');
  });

  it('streams: memory does not grow with the text of the file', async function () {
    this.timeout(60_000);
    const filler = 'x'.repeat(1000);
    const row = (i: number) => `{"question":"${i} ${filler}","answer":"${i}"}\n`;
    const path = file('large.jsonl', Array.from({ length: 60_000 }, (_, i) => row(i)).join(''));
    const task = await openTask({ file: path, seed: 1 });
    const used = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = used();
    const growth: number[] = [];
    let count = 0;
    for await (const { id } of task.questions()) {
      assert.ok(id.length > 0);
      if (++count % 10_000 === 0) growth.push(used() - before);
    }
    assert.equal(count, 60_000);
    assert.ok(Math.max(...growth) < 40 * 2 ** 20, `${growth.map((n) => Math.round(n / 2 ** 20)).join()} MB`);
  });
});

describe('tasks: mapping', () => {
  it('is found by the names that fields usually have', () => {
    const found = (row: Record<string, unknown>) => detectMapping([row]);
    assert.deepEqual(found({ unique_id: 'a', problem: 'q', solution: 's', answer: '1' }), {
      question: 'problem',
      answer: 'answer',
      id: 'unique_id',
    });
    assert.deepEqual(found({ Question: 'q', Options: ['a', 'b'], Answer: 'A' })?.choices, 'Options');
    assert.deepEqual(found({ question: 'q', A: '1', B: '2', C: '3', answer: 'B' })?.choices, ['A', 'B', 'C']);
    assert.deepEqual(
      found({ Question: 'q', 'Correct Answer': 'a', 'Incorrect Answer 1': 'b', 'Incorrect Answer 2': 'c' })?.wrong,
      ['Incorrect Answer 1', 'Incorrect Answer 2'],
    );
    assert.equal(found({ text: 'q' }), undefined);
    assert.equal(detectMapping([]), undefined);
  });
});

describe('tasks: choices', () => {
  const gpqa = (n: number) =>
    ['Record ID,Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3']
      .concat(Array.from({ length: n }, (_, i) => `r${i},Question ${i}?,right ${i},w1 ${i},w2 ${i},w3 ${i}`))
      .join('\n');

  it('are shuffled with a seed, with balanced letters, the right one under its letter', async () => {
    const path = file('gpqa.csv', gpqa(40));
    const { questions, task } = await read(path, { name: 'gpqa-diamond' });
    assert.ok(task.closed);
    const letters = questions.map(({ reference }) => reference);
    for (const one of 'ABCD') assert.equal(letters.filter((l) => l === one).length, 10);
    for (const [i, { choices, reference }] of questions.entries()) {
      assert.equal(choices![reference.charCodeAt(0) - 65], `right ${i}`);
    }
    assert.deepEqual((await read(path, { name: 'gpqa-diamond' })).questions, questions);
    assert.notDeepEqual((await read(path, { name: 'gpqa-diamond', seed: 2 })).questions, questions);
  });

  it('stand behind an empty line, lettered as in the paper', () => {
    assert.equal(asked('Which?', ['one', 'two'], PROMPTS.bare), 'Which?\n\nA) one\nB) two');
  });

  it('an answer may be a letter, a text or a number; one that is none of them is told', async () => {
    const row = (answer: unknown) =>
      JSON.stringify({ question: `q ${String(answer)}`, options: ['red', 'blue'], answer });
    const { questions, problems } = await read(file('mc.jsonl', ['A', 'blue', 1, 'green', 'E'].map(row).join('\n')));
    assert.deepEqual(
      questions.map(({ reference }) => reference),
      ['A', 'B', 'B'],
    );
    assert.deepEqual(
      problems.map(({ line }) => line),
      [4, 5],
    );
  });

  it('every letter is used once a round', () => {
    const shuffle = new BalancedShuffle(9);
    const round = () =>
      [0, 1, 2]
        .map(() => shuffle.shuffle('r', ['a', 'b']).answer)
        .sort()
        .join('');
    assert.deepEqual([round(), round(), round()], ['ABC', 'ABC', 'ABC']);
  });
});

describe('tasks: prompts', () => {
  it('bare is the question alone; own templates hold {question} once', () => {
    assert.equal(asked('2 + 2?', undefined, promptTemplate('bare')), '2 + 2?');
    assert.equal(asked('$&?', undefined, promptTemplate('Solve: {question}')), 'Solve: $&?');
    assert.throws(() => promptTemplate('no place'), /holds \{question\} once/);
  });
});

describe('tasks: the ready ones read their files', () => {
  const rows: Record<string, [path: string, count: number, reference: string]> = {
    aime24: ['data/tasks/aime24.jsonl', 30, ''],
    math500: ['data/tasks/math500.jsonl', 500, ''],
    gsm8k: ['data/tasks/gsm8k_test.jsonl', 1319, '18'],
    'mmlu-pro': ['data/tasks/mmlu_pro_stem1000.jsonl', 1000, ''],
    'omni-math': ['data/tasks/omni_math_numeric500.jsonl', 500, ''],
    theoremqa: ['data/tasks/theoremqa.json', 0, ''],
  };
  for (const [name, [path, count, reference]] of Object.entries(rows)) {
    it(name, async function () {
      const { task, questions, problems } = await read(needShared(this, path), { name });
      if (count > 0) assert.equal(questions.length + problems.length, count);
      assert.ok(questions.length > 20);
      assert.ok(problems.length <= 4, JSON.stringify(problems.slice(0, 5)));
      if (reference !== '') assert.equal(questions[0]!.reference, reference);
      // Every reference is one that the grader understands: it is the same as itself.
      using grader = new Grader();
      for (const { reference: gold, choices } of questions.slice(0, 40)) {
        const options = { ...task.grading, ...(choices === undefined ? {} : { choices }) };
        assert.equal((await grader.same(gold, gold, options)).verdict, 'same', gold);
      }
    });
  }
});
