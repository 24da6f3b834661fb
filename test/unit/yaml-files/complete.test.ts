import assert from 'node:assert/strict';
import { evalLanguage } from '../../../src/editor/evaluation/eval-language.js';
import { completionsAt } from '../../../src/yaml-files/complete.js';
import { hoverAt } from '../../../src/yaml-files/hover.js';

/** Labels offered at the "|" of a text. */
const offered = (text: string) =>
  completionsAt(evalLanguage(), text.replace('|', ''), text.indexOf('|'))?.items.map(({ label }) => label);
/** The text after taking one of them. */
function taken(text: string, label: string): string {
  const plain = text.replace('|', '');
  const item = completionsAt(evalLanguage(), plain, text.indexOf('|'))!.items.find((one) => one.label === label)!;
  return plain.slice(0, item.replace.start) + item.insert.replace('$1', '') + plain.slice(item.replace.end);
}

describe('completion in *.eval.yaml', () => {
  it('offers the settings that are not there yet', () => {
    const names = offered('title: x\n|')!;
    assert.ok(names.includes('methods') && names.includes('file') && names.includes('sampling'));
    assert.ok(!names.includes('title'));
  });

  it('offers them in an empty file, and in a word that is begun', () => {
    assert.ok(offered('|')!.includes('task'));
    assert.equal(taken('file: a\nmet|', 'methods'), 'file: a\nmethods:\n  - method: ');
    assert.equal(taken('ti|: x\nfile: a\n', 'title'), 'title: x\nfile: a\n');
  });

  it('offers the kinds of methods, and then the settings of the one that is named', () => {
    assert.deepEqual(offered('file: a\nmethods:\n  - method: |')?.slice(0, 3), [
      'none',
      'budget-forcing',
      'token-conditional',
    ]);
    assert.deepEqual(offered('file: a\nmethods:\n  - method: majority\n    samples: 4\n    |'), [
      'maxThinking',
      'batch',
    ]);
    assert.deepEqual(offered('methods:\n  - |')?.[0], 'method');
    assert.deepEqual(offered('methods:\n  - { method: step-conditional, | }'), ['limits', 'forcing']);
  });

  it('offers values: ready tasks, prompts, rules, true and false, null', () => {
    assert.ok(offered('task: |')!.includes('gpqa-diamond'));
    assert.equal(taken('task:|', 'aime24'), 'task: aime24');
    assert.equal(taken('task: aim|e99', 'aime24'), 'task: aime24');
    assert.deepEqual(offered('prompt: |'), ['bare', 'boxed', 'final-answer', 'letter']);
    assert.deepEqual(offered('methods:\n  - method: budget-forcing\n    rules: |'), [
      'think-harder',
      's1-generate',
      's1-eval',
    ]);
    assert.deepEqual(offered('endLoops: |'), ['true', 'false']);
    assert.deepEqual(offered('methods:\n  - method: budget-forcing\n    maxThinking: [500, |]'), ['null']);
    assert.deepEqual(offered('methods:\n  - method: class-conditional\n    classes:\n      - |'), ['short', 'long']);
  });

  it('knows the fields inside sampling and mapping', () => {
    assert.deepEqual(offered('sampling: { temperature: 0, | }'), ['topK', 'topP', 'minP']);
    assert.ok(offered('mapping:\n  question: q\n  |')!.includes('answer'));
  });

  it('offers nothing in a comment, and nothing made up', () => {
    assert.equal(offered('# ta|'), undefined);
    assert.deepEqual(offered('title: |'), []);
    assert.deepEqual(offered('nothing:\n  |'), []);
  });

  it('is not brought down by any place of any text', () => {
    const text = 'title: "x\nmethods:\n\t- {method: [ , }\n? a\n: - b\n  - *c\n&d e: |\n  text\n"';
    for (let at = 0; at <= text.length; at++) completionsAt(evalLanguage(), text, at);
  });
});

describe('hover in *.eval.yaml', () => {
  const lines = (text: string) => hoverAt(evalLanguage(), text.replace('|', ''), text.indexOf('|'))?.lines;

  it('says what a setting is and what it takes', () => {
    assert.deepEqual(lines('see|d: 1'), [
      'Of samples and choices (default: 1).',
      'Takes a whole number from 0 to 4294967295.',
    ]);
    const forcing = lines('methods:\n  - method: token-conditional\n    forc|ing: true');
    assert.deepEqual(forcing?.at(-1), 'Without it: false');
  });

  it('says what a method or a task is', () => {
    assert.match(lines('methods:\n  - method: budget-fo|rcing')![0]!, /cap on thinking/);
    assert.deepEqual(lines('task: aime2|4'), ['AIME 2024']);
  });

  it('has nothing to say about a title', () => assert.equal(lines('title: my ti|tle'), undefined));
});
