import { rule } from '../../support/grading.js';

describe('Chinese numerals and full-width characters', () => {
  rule('numerals, fractions, decimals, percentages', [
    ['十二', '12', 'same'],
    ['一百二十三', '123', 'same'],
    ['两千零五', '2005', 'same'],
    ['三万五千', '35000', 'same'],
    ['一亿二千万', '120000000', 'same'],
    ['三分之二', '\\frac23', 'same'],
    ['百分之二十五', '25\\%', 'same'],
    ['零点五', '0.5', 'same'],
    ['负三', '-3', 'same'],
    ['3万', '30000', 'same'],
    ['二〇二四', '2024', 'same'],
    ['十二', '13', 'different'],
    ['壹佰', '100', 'same'],
  ]);
  rule('full-width digits, signs and brackets', [
    ['１２', '12', 'same'],
    ['（１，２）', '(1,2)', 'same'],
    ['ｘ＝５', 'x=5', 'same'],
    ['３．５', '3.5', 'same'],
    ['【1，2】', '[1,2]', 'same'],
  ]);
  rule('units and counters', [
    ['三十厘米', '30 cm', 'same'],
    ['五个', '5', 'same'],
    ['答案是5', '5', 'same'],
    ['192公斤', '192', 'same'],
    ['5元', '5', 'same'],
    ['3小时', '180分钟', 'same'],
  ]);
});
