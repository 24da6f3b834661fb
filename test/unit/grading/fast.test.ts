import assert from 'node:assert/strict';
import { sameFast } from '../../../src/grading/fast.js';

describe('hostile input', () => {
  const hostile: Record<string, string> = {
    'a tower of powers': '9^9^9^9',
    'a tower in braces': '9^{9^{9^{9}}}',
    'deep braces': `${'{'.repeat(5000)}1${'}'.repeat(5000)}`,
    'deep brackets': `${'('.repeat(5000)}1${')'.repeat(5000)}`,
    'deep fractions': `${'\\frac{1}{'.repeat(900)}2${'}'.repeat(900)}`,
    'deep roots': `${'\\sqrt{'.repeat(500)}2${'}'.repeat(500)}`,
    'ten thousand characters of a sum': `${'x+'.repeat(4999)}x`,
    'a sum of a thousand': `${'1+'.repeat(500)}1`,
    'factorials of factorials': '100!!!!!!!!',
    'open bars': '|'.repeat(4000),
    'a large binomial': '\\binom{100000}{50000}',
    'a double sum': '\\sum_{k=1}^{3000}\\sum_{j=1}^{3000}\\frac{1}{k+j}',
    commas: '1,'.repeat(4000),
    'open boxes': '\\boxed{'.repeat(2000),
    dollars: '$'.repeat(5001),
    words: 'where if with for '.repeat(300),
    spaces: `1${' '.repeat(9000)}where`,
    'a huge exponent': '1e999999999',
    digits: '7'.repeat(9000),
    'unit letters': `5 ${'m '.repeat(3000)}`,
    signs: `${'-'.repeat(4000)}1`,
    'plus and minus': `${'\\pm '.repeat(500)}1`,
    nothing: '',
    'control characters': '\u0000\u0007\uFFFF',
    'half a pair': '\uD800',
  };
  for (const [name, text] of Object.entries(hostile)) {
    it(`${name}: no exception, no wrong "same", soon over`, () => {
      const start = performance.now();
      assert.notEqual(sameFast('17/3', text).verdict, 'same');
      assert.notEqual(sameFast(text, '17/3').verdict, 'same');
      assert.ok(performance.now() - start < 3000); // a guard against hanging, not a measurement
    });
  }
  it('what could not be read or worked out is unknown, not different', () => {
    for (const name of [
      'a tower of powers',
      'deep braces',
      'ten thousand characters of a sum',
      'a large binomial',
      'open bars',
    ]) {
      assert.equal(sameFast('17/3', hostile[name] ?? '').verdict, 'unknown', name);
    }
  });
});
