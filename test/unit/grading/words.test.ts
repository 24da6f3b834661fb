import { rule } from '../../support/grading.js';

describe('answers in words', () => {
  rule('case, quotes, articles and a final stop do not matter', [
    ['\\text{Evelyn}', 'Evelyn', 'same'],
    ['\\text{east}', 'East.', 'same'],
    ['the ellipse', 'ellipse', 'same'],
    ['\\text{odd}', 'even', 'different'],
    ['Evelyn', 'Carla', 'different'],
    ['\\text{Navin}', '"Navin"', 'same'],
    ['The midpoints form a regular hexagon', '\\text{The midpoints form a regular hexagon}', 'same'],
    ['listen', 'silent', 'different'],
    ['no', 'on', 'different'],
  ]);
  rule('yes and no in their usual words', [
    ['True', 'yes', 'same'],
    ['False', 'no', 'same'],
    ['True', 'False', 'different'],
    ['Yes', 'Yes, because 2 is even', 'same'],
    ['No', 'Yes, because 2 is even', 'different'],
    ['是', 'yes', 'same'],
    ['正确', '错误', 'different'],
  ]);
  rule('no solution, the empty set; all numbers; does not exist', [
    ['no solution', '\\emptyset', 'same'],
    ['无解', 'No solutions', 'same'],
    ['\\varnothing', '\\{\\}', 'same'],
    ['no solution', '0', 'different'],
    ['DNE', 'does not exist', 'same'],
    ['infinitely many', '\\infty', 'same'],
  ]);
  rule('number words', [
    ['twelve', '12', 'same'],
    ['twenty-three', '23', 'same'],
    ['three quarters', '\\frac34', 'same'],
    ['one hundred and five', '105', 'same'],
  ]);
  rule('long texts that differ in wording are left open', [
    ['The midpoints form a regular hexagon', 'a regular hexagon', 'unknown'],
    ['light is scattered by the small particles', 'the sky is blue because of scattering', 'unknown'],
  ]);
  rule('a word is no number', [
    ['5', 'ellipse', 'different'],
    ['ellipse', '5', 'different'],
  ]);
});
