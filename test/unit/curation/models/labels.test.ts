import assert from 'node:assert/strict';
import { labelIn, labelQuestion } from '../../../../src/curation/models/labels.js';

const DOMAINS = ['Geometry', 'Differential geometry', 'Number theory', 'Physics'];

describe('domains by labels', () => {
  it('asks with the whole list', () => {
    const asked = labelQuestion('What is 2 + 2?', DOMAINS);
    assert.match(asked, /What is 2 \+ 2\?/);
    for (const [i, domain] of DOMAINS.entries()) assert.ok(asked.includes(`${i + 1}. ${domain}`));
  });

  it('takes the name, or the number, that the last telling line has', () => {
    const of = (answer: string) => labelIn(answer, DOMAINS);
    assert.equal(of('2. Differential geometry'), 'Differential geometry');
    assert.equal(of('It looks like geometry.\nFinal Answer: number theory.'), 'Number theory');
    assert.equal(of('3'), 'Number theory');
    assert.equal(of('Answer: **4**\n'), 'Physics');
    assert.equal(of('The final answer is 4.'), 'Physics');
    assert.equal(of('Physics\nThat is all.'), 'Physics');
  });

  it('takes nothing that is not in the list, and no number among others', () => {
    const of = (answer: string) => labelIn(answer, DOMAINS);
    assert.equal(of('Chemistry'), undefined);
    assert.equal(of('9'), undefined);
    assert.equal(of('1 or 3'), undefined);
    assert.equal(of('3.5'), undefined);
    assert.equal(of('8x - 1 = 47'), undefined);
    assert.equal(of('0'), undefined);
    assert.equal(of(''), undefined);
  });
});
