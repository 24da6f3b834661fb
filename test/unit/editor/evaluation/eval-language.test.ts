import assert from 'node:assert/strict';
import { evalLanguage } from '../../../../src/editor/evaluation/eval-language.js';
import { faultsOf as faultsIn } from '../../../../src/yaml-files/check.js';

const faultsOf = (text: string) => faultsIn(evalLanguage(), text);

/** Faults with the text they stand at. */
const faults = (text: string) =>
  faultsOf(text).map(({ message, span }) => ({ at: text.slice(span.start, span.end).split('\n')[0]!.trim(), message }));
const messages = (text: string) => faults(text).map(({ message }) => message);

const GOOD = `title: Budgets
task: math500
file: tasks/math500.jsonl
methods:
  - method: none
  - method: budget-forcing
    maxThinking: [500, 1000, null]
    waits: 2
`;

describe('checking a *.eval.yaml file', () => {
  it('finds nothing wrong with one that runs', () => {
    assert.deepEqual(faults(GOOD), []);
    assert.deepEqual(faults('file: a.csv\nmethods: [{ method: majority, samples: 8 }]\n'), []);
  });

  it('marks every mistake where it stands, not only the first', () => {
    const text = GOOD.replace('title:', 'titel:')
      .replace('waits: 2', 'waits: -1')
      .replace('task: math500', 'task: math5000');
    assert.deepEqual(faults(text), [
      { at: 'titel', message: '“titel” is no setting of an evaluation. Did you mean “title”?' },
      {
        at: 'math5000',
        message:
          'There is no ready task “math5000”: use one of aime24, aime25, math500, gpqa-diamond, gsm8k, mmlu-pro, theoremqa, omni-math, olympiadbench, or leave it out. Did you mean “math500”?',
      },
      { at: '-1', message: 'Here belongs a whole number from 0 to 1000.' },
    ]);
  });

  it('speaks of the method that an entry names', () => {
    const [fault] = faults('file: a.csv\nmethods:\n  - method: majority\n    samples: 4\n    waits: 1\n');
    assert.deepEqual(fault, { at: 'waits', message: '“waits” is no setting of the method “majority”.' });
    assert.match(messages('file: a.csv\nmethods: [{ method: majorty }]')[0]!, /Did you mean “majority”\?$/);
    assert.match(messages('file: a.csv\nmethods: [{ samples: 4 }]')[0]!, /^Name the method/);
    assert.match(messages('file: a.csv\nmethods: [{ method: majority }]')[0]!, /“samples” is missing/);
  });

  it('says what is missing', () => {
    assert.deepEqual(messages(''), ['“file” is missing: add a text.', '“methods” is missing: add a list.']);
    assert.deepEqual(messages('file:\nmethods: []\n'), [
      'The value is missing. Here belongs a text.',
      'The list needs an entry.',
    ]);
  });

  it('marks the name where a value is missing', () => {
    assert.deepEqual(faults('file: a\nmethods:\n  - method:\n')[0]?.at, 'method');
    assert.deepEqual(faults('file:\nmethods: [{ method: none }]\n'), [
      { at: 'file', message: 'The value is missing. Here belongs a text.' },
    ]);
  });

  it('tells a wrong type from a wrong value, and a value that stands twice', () => {
    assert.match(messages('file: [a]\nmethods: [{ method: none }]')[0]!, /Here belongs a text/);
    assert.match(messages('file: a\nsamples: 1.5\nmethods: [{ method: none }]')[0]!, /a whole number from 1 to 1000/);
    const twice = 'file: a\nmethods: [{ method: token-conditional, limits: [16, 16] }]';
    assert.deepEqual(faults(twice), [{ at: '16', message: '16 stands here twice.' }]);
  });

  it('knows the names of prompts and thinking formats', () => {
    const rest = 'file: a\nmethods: [{ method: none }]';
    assert.deepEqual(messages(`prompt: "Solve {question} now"\nthinkingFormat: think\n${rest}`), []);
    assert.match(messages(`prompt: boxd\n${rest}`)[0]!, /Did you mean “boxed”/);
    assert.match(messages(`thinkingFormat: xml\n${rest}`)[0]!, /no thinking format “xml”/);
  });

  it('marks what YAML itself cannot read', () => {
    assert.match(messages('file: "a\nmethods: [')[0]!, /^This is not valid YAML/);
    assert.ok(faultsOf('a: *nowhere').length > 0);
  });

  it('is not brought down by anything', () => {
    for (const text of [
      '- 1',
      '42',
      'null',
      '"text"',
      '{}',
      '[]',
      '? {a: 1}\n: 2',
      'methods: {}',
      'a: &a [*a]',
      '\t',
      '---\n---\n',
    ]) {
      assert.ok(faultsOf(text).length > 0, text);
    }
  });
});
