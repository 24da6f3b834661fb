import { rule } from '../../support/grading.js';

describe('times and dates', () => {
  rule('times of day; a missing am or pm agrees with either', [
    ['3:30 pm', '15:30', 'same'],
    ['3:30 \\text{ p.m.}', '3:30 PM', 'same'],
    ['12:00', '1:00', 'different'],
    ['12:00', '12:00', 'same'],
    ['3:30', '3:30 pm', 'same'],
    ['3:30 am', '3:30 pm', 'different'],
    ['5 pm', '5:00 p.m.', 'same'],
    ['下午3点30分', '15:30', 'same'],
    ['12:30 am', '0:30', 'same'],
  ]);
  rule('dates in any spelling; 3/5/2024 has no known order', [
    ['March 5, 2024', '2024-03-05', 'same'],
    ['5 March 2024', 'March 5, 2024', 'same'],
    ['2024年3月5日', 'March 5th, 2024', 'same'],
    ['March 5', 'Mar. 5', 'same'],
    ['March 5, 2024', 'March 6, 2024', 'different'],
    ['Monday', 'mon', 'same'],
    ['Monday', 'Tuesday', 'different'],
  ]);
});
