import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import type { Static, TObject } from '@sinclair/typebox';
import { ModelWork } from '../../../../src/curation/models/model-work.js';
import type { PoolRow } from '../../../../src/curation/pool-row.js';
import { decontamination } from '../../../../src/curation/stages/decontamination.js';
import { difficulty } from '../../../../src/curation/stages/difficulty.js';
import { domains } from '../../../../src/curation/stages/domains.js';
import { selection } from '../../../../src/curation/stages/selection.js';
import type { Stage, StageResult } from '../../../../src/curation/stages/stage.js';
import { traces } from '../../../../src/curation/stages/traces.js';
import { NO_TOOLS, poolOf, row } from '../../../support/pool.js';
import { ScriptedTraceMaker, scriptedModels } from '../../../support/scripted-trace-maker.js';
import { inTempFolder } from '../../../support/temp.js';

async function run<S extends TObject>(
  stage: Stage<S>,
  given: object,
  rows: readonly PoolRow[],
  maker: ScriptedTraceMaker,
  items: readonly { task: string; row: number; text: string }[] = [],
): Promise<StageResult> {
  const parameters = Value.Default(stage.parameters, { ...given }) as Static<S>;
  return inTempFolder(async (folder) => {
    const places = { pipelineFolder: folder, traceFolder: `${folder}/traces` };
    await using models = new ModelWork({ ...scriptedModels(maker), ...places });
    return await stage.run(poolOf(rows), parameters, { models, evaluationItems: async () => items });
  });
}

const reasons = ({ drops }: StageResult) => drops.map(({ row: index, reason }) => [index, reason]);

describe('traces by a model', () => {
  const rows = [
    row({ question: 'right', answer: '4' }, 0),
    row({ question: 'wrong', answer: '5' }, 1),
    row({ question: 'cut', answer: '4' }, 2),
    row({ question: 'too long' }, 3),
    row({ question: 'no reference' }, 4),
    row({ question: 'has one', thinking: 'its own' }, 5),
  ];
  const maker = () =>
    new ScriptedTraceMaker((q) =>
      q === 'too long' ? { refused: 'too long' } : { thinking: 'two words', answer: '4', cut: q === 'cut' },
    );

  it('go to the rows that have none, with a verdict where the right answer is known', async () => {
    const model = maker();
    const result = await run(traces, {}, rows, model);
    assert.deepEqual(
      [...(result.traces ?? [])].map(([index, { thinkingTokens }]) => [index, thinkingTokens]),
      [
        [0, 2],
        [1, 2],
        [4, 2],
      ],
    );
    assert.deepEqual(
      [...(result.verdicts ?? [])],
      [
        [0, { trace_correct: true }],
        [1, { trace_correct: false }],
      ],
    );
    assert.deepEqual(reasons(result), [
      [2, 'the answer was cut'],
      [3, 'the model could not be asked'],
    ]);
    assert.ok(!model.asked.some(({ question }) => question === 'has one'));
    assert.match(result.notes[0] ?? '', /3 questions by scripted\.gguf.*1 of them are correct, 1 wrong, 1 without/);
  });

  it('are made for every row where the pipeline says so, and unfinished ones kept', async () => {
    const result = await run(traces, { only: 'all', unfinished: 'keep' }, rows, maker());
    assert.deepEqual([...(result.traces?.keys() ?? [])], [0, 1, 2, 4, 5]);
    assert.deepEqual(result.drops, []);
  });

  it('need a model', async () => {
    const parameters = Value.Default(traces.parameters, {}) as Static<typeof traces.parameters>;
    await assert.rejects(traces.run(poolOf(rows), parameters, NO_TOOLS), { kind: 'no-model' });
  });
});

describe('difficulty by graders', () => {
  const rows = ['easy', 'middle', 'hard', 'cut', 'silent'].map((question, i) => row({ question, answer: '4' }, i));
  const graders = [
    { name: 'weaker', budget: { maxThinking: 10 } },
    { name: 'stronger', budget: { maxThinking: 1000 } },
  ];
  const maker = () =>
    new ScriptedTraceMaker((q, { budget }) => {
      const most = budget.maxThinking ?? 0;
      const solves = q === 'easy' || (q === 'middle' && most > 500);
      return { thinking: 'a b c', answer: q === 'silent' ? '' : solves ? '4' : '0', cut: q === 'cut' };
    });

  it('drops what one of them solves, and asks the second only what the first has not solved', async () => {
    const model = maker();
    const result = await run(difficulty, { by: 'graders', graders }, rows, model);
    assert.deepEqual(reasons(result), [
      [0, 'solved by weaker'],
      [1, 'solved by stronger'],
    ]);
    const second = model.asked.filter(({ maxThinking }) => maxThinking === 1000).map(({ question }) => question);
    assert.deepEqual(second, ['middle', 'hard', 'cut', 'silent']);
    assert.deepEqual(Object.fromEntries(result.verdicts ?? []), {
      0: { weaker: true },
      1: { weaker: false, stronger: true },
      2: { weaker: false, stronger: false },
      4: { weaker: false, stronger: false },
    });
  });

  it('never takes a cut attempt for a wrong one: nothing is known then', async () => {
    const kept = await run(difficulty, { by: 'graders', graders }, rows, maker());
    assert.ok(!kept.drops.some(({ row: index }) => index === 3));
    assert.match(kept.notes.at(-1) ?? '', /1 questions of unknown difficulty were kept/);
    const dropped = await run(difficulty, { by: 'graders', graders, unknown: 'drop' }, rows, maker());
    assert.deepEqual(
      dropped.drops.find(({ row: index }) => index === 3),
      { row: 3, reason: 'difficulty unknown' },
    );
  });

  it('takes a short trace as a second sign of an easy question', async () => {
    const [weaker] = graders;
    const result = await run(difficulty, { by: 'graders', graders: [{ ...weaker, leastTokens: 4 }] }, rows, maker());
    assert.deepEqual(reasons(result)[1], [1, 'short trace of weaker']);
  });

  it('asks nothing without a right answer, and takes the one that the solution says', async () => {
    const model = maker();
    const unanswered = [row({ question: 'easy' }, 0), row({ question: 'easy', solution: 'So it is \\boxed{4}.' }, 1)];
    const result = await run(difficulty, { by: 'graders', graders }, unanswered, model);
    assert.deepEqual(reasons(result), [[1, 'solved by weaker']]);
    assert.match(result.notes.at(-1) ?? '', /^1 questions of unknown/);
  });
});

describe('domains by a model', () => {
  const rows = ['a lens', 'a prime', 'a poem'].map((question, i) => row({ question }, i));
  const list = ['Optics', 'Number theory'];

  it('are the labels it gives out of the list', async () => {
    const maker = new ScriptedTraceMaker((q) => ({
      answer: q.includes('a lens') ? 'Optics' : q.includes('a prime') ? '2' : 'Poetry',
    }));
    const result = await run(domains, { by: ['model'], list }, rows, maker);
    assert.deepEqual(Object.fromEntries(result.domains ?? []), { 0: 'Optics', 1: 'Number theory' });
    assert.deepEqual(reasons(result), [[2, 'no domain']]);
    assert.match(result.notes[0] ?? '', /Domain of 2 questions from labels out of 2 by scripted\.gguf/);
  });

  it('are clusters of its embeddings, named by their words', async () => {
    const maker = new ScriptedTraceMaker(() => ({ answer: '' }));
    maker.vector = (text) => (text.includes('prime') ? [10, 1, 0] : [10, 0, 1]);
    const many = Array.from({ length: 20 }, (_, i) => row({ question: i % 2 === 0 ? 'prime sieve' : 'lens focus' }, i));
    const result = await run(domains, { by: ['embeddings'], clusters: 2 }, many, maker);
    const names = [...(result.domains?.values() ?? [])];
    assert.equal(new Set(names).size, 2);
    for (const [i, name] of names.entries()) assert.match(name, i % 2 === 0 ? /prime/ : /lens/);
    assert.match(result.notes[0] ?? '', /clusters of embeddings by scripted\.gguf/);
  });

  it('says so when the model gives no embeddings, and goes on with the next means', async () => {
    const maker = new ScriptedTraceMaker(() => ({ answer: '' }));
    const result = await run(domains, { by: ['embeddings', 'clusters'], clusters: 2 }, rows, maker);
    assert.match(result.notes[0] ?? '', /Domain of 0 questions from embeddings: scripted\.gguf gives none/);
    assert.equal(result.domains?.size, 3);
  });
});

describe('decontamination by embeddings', () => {
  it('drops what means nearly the same, and fails with a sentence where a model gives none', async () => {
    const maker = new ScriptedTraceMaker(() => ({ answer: '' }));
    maker.vector = (text) => (text.includes('apples') ? [1, 0.1, 0] : text.includes('lens') ? [0, 1, 0] : [0, 0, 1]);
    const rows = ['How many apples?', 'A lens?', 'A poem?'].map((question, i) => row({ question }, i));
    const items = [{ task: 't.jsonl', row: 4, text: 'The number of apples?' }];
    const given = { method: 'embedding', tasks: ['t.jsonl'], similarity: 0.95 };
    const result = await run(decontamination, given, rows, maker, items);
    assert.deepEqual(reasons(result), [[0, 'means nearly what an evaluation task means']]);
    assert.deepEqual(result.hits, [{ row: 0, task: 't.jsonl', taskRow: 4, shared: ['apples?'] }]);
    maker.vector = null;
    await assert.rejects(run(decontamination, given, rows, maker, items), /gives no embeddings/);
  });
});

describe('selection by tokens', () => {
  it('goes by what the model counted itself, and by its tokenizer where the trace came with the data', async () => {
    const maker = new ScriptedTraceMaker(() => ({ answer: '' }));
    const rows = [
      row({ thinking: 'x'.repeat(50) }, 0),
      row({ thinking: 'x', thinkingTokens: 60 }, 1),
      row({ thinking: 'x'.repeat(55) }, 2),
    ];
    const result = await run(selection, { set: 'longest', n: 2, lengthIn: 'tokens' }, rows, maker);
    assert.deepEqual(
      result.drops.map(({ row: index }) => index),
      [0],
    );
  });
});
