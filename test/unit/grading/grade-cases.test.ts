import assert from 'node:assert/strict';
import { CaseError, gradeCase, parseCase } from '../../../src/grading/grade-cases.js';
import { Grader } from '../../../src/grading/grader.js';

describe('cases files', () => {
  it('reads gold, prediction, kind and options', () => {
    assert.deepEqual(parseCase('{"gold": "1/2", "prediction": 0.5}', 1), {
      gold: '1/2',
      prediction: '0.5',
      options: {},
    });
    assert.deepEqual(parseCase('{"gold":"B","prediction":"b","kind":"choice","options":["x","y"]}', 1).options, {
      kind: 'choice',
      choices: ['x', 'y'],
    });
    assert.deepEqual(parseCase('{"gold":[1,2],"prediction":"[1,2]","options":{"decimals":2}}', 1), {
      gold: '[1, 2]',
      prediction: '[1,2]',
      options: { decimals: 2 },
    });
  });
  it('names the line and the field of bad input', () => {
    const wrong = (text: string, message: RegExp): void =>
      assert.throws(
        () => parseCase(text, 7),
        (error) => error instanceof CaseError && error.line === 7 && message.test(error.message),
      );
    wrong('not json', /line 7: is not JSON/);
    wrong('[]', /object/);
    wrong('{"prediction":"1"}', /no field "gold"/);
    wrong('{"gold":"1","prediction":{}}', /prediction/);
    wrong('{"gold":"1","prediction":"1","options":{"decimals":"two"}}', /decimals/);
  });
  it('grades responses with their answer taken out first, and says when there is none', async () => {
    using grader = new Grader();
    const graded = await gradeCase(
      grader,
      parseCase('{"gold":"so $\\\\boxed{2}$","prediction":"I get the answer is 2.0. Done."}', 1),
      true,
    );
    assert.equal(graded.verdict, 'same');
    const long = JSON.stringify({ gold: '2', prediction: 'I do not know.\n'.repeat(30) });
    const none = await gradeCase(grader, parseCase(long, 1), true);
    assert.equal(none.verdict, 'unknown');
    assert.match(none.reason, /unparsable/);
  });
});
