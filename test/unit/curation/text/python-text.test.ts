import assert from 'node:assert/strict';
import { normalized, pythonSplit, ruleWords } from '../../../../src/curation/text/python-text.js';

// Every expected value was printed by CPython 3.11.
describe("text as Python's lower() and split() have it", () => {
  it('splits at exactly the characters of str.isspace()', () => {
    const space = [0x9, 0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002];
    space.push(0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000);
    const found = Array.from({ length: 0x10000 }, (_, code) => code).filter(
      (code) => pythonSplit(`a${String.fromCharCode(code)}b`).length === 2,
    );
    assert.deepEqual(found, space);
  });

  it('keeps what JavaScript takes for white space and Python does not', () => {
    assert.deepEqual(pythonSplit('\ufeffa b\u200b'), ['\ufeffa', 'b\u200b']);
  });

  it('has no words in an empty text or in white space', () => {
    assert.deepEqual(pythonSplit(''), []);
    assert.deepEqual(pythonSplit(' \u3000\n'), []);
  });

  it('lowers special letters as the Unicode standard says', () => {
    assert.deepEqual(ruleWords('İSTANBUL ΟΔΟΣ ΑΣΑ Σ'), ['i\u0307stanbul', 'οδος', 'ασα', 'σ']);
  });

  it('normalises a question as s1 does', () => {
    assert.equal(normalized('\n Find\t\tALL \u00a0 primes.\u2003'), 'find all primes.');
  });
});
