import { rule } from '../../support/grading.js';

describe('multiple choice', () => {
  rule('a letter in any dress', [
    ['B', '(B)', 'same'],
    ['\\text{(C)}', 'C', 'same'],
    ['\\text{E}', '$E$', 'same'],
    ['(D) Alina', 'D', 'same'],
    ['C Cecile', 'C', 'same'],
    ['B', 'B) 12', 'same'],
    ['B', '**B**', 'same'],
    ['B', 'option B', 'same'],
    ['B', 'B. Multiple regression', 'same'],
    ['(b)', 'B', 'same'],
    ['(A) Cecile', 'C', 'different'],
    ['A. 5', 'B. 5', 'different'],
    ['d', '\\text{E}', 'different'],
    ['(A) 12', '12', 'same'],
  ]);
  rule('several letters', [
    ['A,C', 'AC', 'same'],
    ['B C D', 'B, C and D', 'same'],
    ['BD', 'D,B', 'same'],
    ['A,C', 'A', 'different'],
    ['ACD', 'ABD', 'different'],
  ]);
  const choices = ['red', '12', '\\frac{1}{2}', 'none of these'];
  rule('against the text of the options', [
    ['C', '0.5', 'same', { choices }],
    ['B', '12', 'same', { choices }],
    ['A', 'Red', 'same', { choices }],
    ['A', '12', 'different', { choices }],
    ['A', '17', 'different', { choices }],
    ['red', 'A', 'same', { choices }],
    ['D', '(D) none of these', 'same', { choices }],
  ]);
  rule('asked for a choice, the case of the letter does not matter', [
    ['b', 'B', 'same', { kind: 'choice' }],
    ['a', '(A)', 'same', { kind: 'choice' }],
    ['a', 'B', 'different', { kind: 'choice' }],
  ]);
  rule('without that, a and A are different names', [['a', 'A', 'different']]);
});
