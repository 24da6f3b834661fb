import { rule } from '../../support/grading.js';

describe('numbers and expressions', () => {
  rule('thousands separators are no part of a number: comma, thin space, {,}, \\!', [
    ['7425000', '7,425,000', 'same'],
    ['1234', '1\\,234', 'same'],
    ['10,\\!080', '10080', 'same'],
    ['11,\\! 111,\\! 111,\\! 100', '11111111100', 'same'],
    ['14{,}916', '14916', 'same'],
    ['1 000 000', '1000000', 'same'],
    ['32349', '32, 349', 'different'],
    ['58,500', '58500', 'same'],
    ['58,500', '585', 'different'],
  ]);
  rule('a comma before one or two digits more than none is decimal only against a decimal point', [
    ['1000,99', '1000.99', 'same'],
    ['0,5', '0.5', 'same'],
    ['1.234,56', '1234.56', 'same'],
    ['1,2', '1.2', 'different'],
  ]);
  rule('decimals, fractions, percentages and powers of ten of the same value are the same', [
    ['0.5', '\\frac{1}{2}', 'same'],
    ['.5', '1/2', 'same'],
    ['5.0', '5', 'same'],
    ['-\\frac{35}{9}', '\\frac{-35}{9}', 'same'],
    ['\\frac43', '\\dfrac{4}{3}', 'same'],
    ['\\frac 59', '5/9', 'same'],
    ['3.61e-10', '3.61\\times 10^{-10}', 'same'],
    ['1.5E3', '1500', 'same'],
    ['6.02 \\cdot 10^{23}', '602000000000000000000000', 'same'],
    ['1e-7', '2e-7', 'different'],
    ['0.0000001', '0.0000002', 'different'],
    ['-5', '5', 'different'],
    ['−5', '-5', 'same'],
    ['+5', '5', 'same'],
    ['005', '5', 'same'],
  ]);
  rule('a percentage is a share: 50 % is one half, 10 % is not 10, 1000 % is not the count 10', [
    ['50\\%', '\\frac12', 'same'],
    ['50%', '0.5', 'same'],
    ['28 percent', '28\\%', 'same'],
    ['28 pct', '28%', 'same'],
    ['10\\%', '10', 'different'],
    ['10', '1000\\%', 'different'],
    ['100\\%', '1', 'same'],
    ['12.5\\%', '12.5 percent', 'same'],
    ['20\\%', '25\\%', 'different'],
  ]);
  rule('by option, a bare number stands for the percentage that was asked for', [
    ['28\\%', '28', 'same', { percent: 'optional' }],
  ]);
  rule('mixed numbers', [
    ['1\\frac{4}{5}', '9/5', 'same'],
    ['137 \\frac{1}{2}', '137.5', 'same'],
    ['1 1/2', '1.5', 'same'],
    ['-2\\frac12', '-2.5', 'same'],
    ['2\\frac{1}{3}', '\\frac{2}{3}', 'different'],
  ]);
  rule('repeating decimals', [
    ['0.\\overline{3}', '1/3', 'same'],
    ['0.1\\overline{6}', '\\frac16', 'same'],
    ['0.\\dot{3}', '1/3', 'same'],
    ['0.\\overline{3}', '0.3', 'different'],
  ]);
  rule('rounding only as the task allows; six correct digits of an endless decimal stand for it', [
    ['\\frac13', '0.3333', 'different'],
    ['\\frac13', '0.333333', 'same'],
    ['\\frac13', '0.3333', 'same', { decimals: 4 }],
    ['\\pi', '3.14', 'different'],
    ['\\pi', '3.14159', 'same'],
    ['\\pi', '3.14', 'same', { decimals: 2 }],
    ['\\sqrt{2}', '1.41421356', 'same'],
    ['\\sqrt{2}', '1.41421357', 'different'],
    ['16386.17', '16386.2', 'different'],
    ['0.125', '0.13', 'different'],
    ['100', '101', 'same', { relativeTolerance: 0.01 }],
    ['100', '102', 'different', { relativeTolerance: 0.01 }],
    ['3.5', '3.49', 'same', { relativeTolerance: 0.01 }],
    ['5.39e-6', '5.4e-6', 'same', { relativeTolerance: 0.01 }],
    ['5.39e-6', '6.4e-6', 'different', { relativeTolerance: 0.01 }],
  ]);
  rule('roots, powers, logarithms, factorials, binomials', [
    ['\\sqrt{8}', '2\\sqrt{2}', 'same'],
    ['\\sqrt3', '\\sqrt{3}', 'same'],
    ['\\frac{\\sqrt{3}}{3}', '\\frac{1}{\\sqrt{3}}', 'same'],
    ['\\sqrt[3]{16}', '2\\sqrt[3]{2}', 'same'],
    ['2^{10}', '1024', 'same'],
    ['2^10', '1024', 'same'],
    ['4\\sqrt{2}', '4', 'different'],
    ['\\sqrt{2}+\\sqrt{5}', '\\sqrt 5+\\sqrt 2', 'same'],
    ['\\log_2 8', '3', 'same'],
    ['\\log_{10} 100', '2', 'same'],
    ['\\ln e^2', '2', 'same'],
    ['5!', '120', 'same'],
    ['\\binom{5}{2}', '10', 'same'],
    ['\\sqrt{4+2\\sqrt{3}}', '1+\\sqrt3', 'same'],
    ['\\frac{1+\\sqrt{5}}{2}', '2', 'different'],
    ['sqrt(2)/2', '\\frac{1}{\\sqrt{2}}', 'same'],
    ['(1/2)*sqrt(3)', '\\frac{\\sqrt{3}}{2}', 'same'],
    ['2^{2020}', '4^{1010}', 'same'],
    ['\\frac{3^{2023}+3}{4}', '\\frac{3(3^{2022}+1)}{4}', 'same'],
    ['\\frac{3^{2023}+3}{4}', '\\frac{3^{2023}+7}{4}', 'different'],
    ['100!', '100!+1', 'different'],
  ]);
  rule('π, e and angles', [
    ['2\\pi', '\\pi \\cdot 2', 'same'],
    ['\\frac94\\pi', '\\frac{9\\pi}{4}', 'same'],
    ['90^\\circ', '90', 'same'],
    ['90^\\circ', '\\frac{\\pi}{2}', 'same'],
    ['45°', '45^{\\circ}', 'same'],
    ['45 degrees', '45^\\circ', 'same'],
    ['\\frac{270}7\\text{ degrees}', '\\frac{270}{7}^\\circ', 'same'],
    ['30^\\circ', '60^\\circ', 'different'],
    ['1-\\frac{1}{e}', '1-\\frac{1}{\\mathrm{e}}', 'same'],
    ['1-\\frac1e', '1+\\frac1e', 'different'],
    ['\\sin 30^\\circ', '\\frac12', 'same'],
    ['\\sin\\frac{\\pi}{6}', '0.5', 'same'],
    ['\\arctan 1', '\\frac{\\pi}{4}', 'same'],
    ['2e-3', '2e - 3', 'same'],
    ['2e-3', '0.002', 'same'],
  ]);
  rule('complex numbers', [
    ['6-5i', '-5i+6', 'same'],
    ['6-5i', '6+5i', 'different'],
    ['(1+i)^2', '2i', 'same'],
    ['\\frac{1}{i}', '-i', 'same'],
    ['e^{i\\pi}', '-1', 'same'],
    ['3\\mathrm{i}+1', '1+3i', 'same'],
    ['\\cos\\frac{\\pi}{3}+i\\sin\\frac{\\pi}{3}', '\\frac12+\\frac{\\sqrt3}{2}i', 'same'],
    ['|3+4i|', '5', 'same'],
  ]);
  rule('polynomials and rational functions by algebra', [
    ['x^2-1', '(x-1)(x+1)', 'same'],
    ['x^2+2x+1', '(x+1)^2', 'same'],
    ['6r^2-4r-24', '2(3r^2-2r-12)', 'same'],
    ['\\frac{x+2}{7}', '\\frac{x}{7}+\\frac{2}{7}', 'same'],
    ['\\frac{x^2-1}{x-1}', 'x+1', 'same'],
    ['5r^5', '5r^4', 'different'],
    ['2k+2', '2(k+1)', 'same'],
    ['p - q', 'q - p', 'different'],
    ['ab', 'ba', 'same'],
    ['act', 'cat', 'different'],
    ['tar', 'rat', 'unknown'],
    ['2ab', '2ba', 'same'],
    ['x', 'X', 'different'],
    ['x+2n+1', 'x+1', 'different'],
    ['(a+5)(b+2)', '(+5)(b+2)', 'different'],
    ['x_1+x_2', 'x_{2}+x_{1}', 'same'],
    ['\\frac{\\pi r}{h+r}', '\\frac{r\\pi}{r+h}', 'same'],
    ['5abc', '5', 'different'],
    ['\\alpha+\\beta', '\\beta+\\alpha', 'same'],
    ['b\\delta(t)+1', '1', 'different'],
    ['(x+1)^{100}', '(x+1)^{101}', 'different'],
  ]);
  rule('functions by values at fixed points', [
    ['\\tan^2(y)+1', '\\sec^2(y)', 'same'],
    ['2\\sin b\\cos a', '2 \\cos a \\sin b', 'same'],
    ['\\sin 2x', '2\\sin x\\cos x', 'same'],
    ['\\sin 2x', '2\\sin x', 'different'],
    ['\\ln(xy)', '\\ln x+\\ln y', 'same'],
    ['\\sqrt{x^2}', '|x|', 'same'],
    ['\\sqrt{x^2}', 'x', 'different'],
    ['e^{x+y}', 'e^x e^y', 'same'],
    ['a^{m+n}', 'a^m a^n', 'same'],
    ['x^{2/3}', '\\sqrt[3]{x^2}', 'same'],
    ['\\cot x', '\\frac{\\cos x}{\\sin x}', 'same'],
    ['(n+1)!', '(n+1)n!', 'same'],
    ['\\binom{n}{2}', '\\frac{n(n-1)}{2}', 'same'],
    ['\\sum_{k=1}^{n} k', '\\frac{n(n+1)}{2}', 'same'],
    ['\\sum_{k=1}^{10} k^2', '385', 'same'],
    ['\\frac{1-\\cos x}{\\sin x}', '\\tan\\frac{x}{2}', 'same'],
    ['(-1)^n', '(-1)^{n+2}', 'same'],
    ['(-1)^n', '(-1)^{n+1}', 'different'],
  ]);
  rule('infinity has a sign', [
    ['\\infty', '+\\infty', 'same'],
    ['\\infty', '-\\infty', 'different'],
    ['\\infty', '5', 'different'],
    ['infinity', '\\infty', 'same'],
  ]);
  rule('numbers in another base by their value', [
    ['4210_{5}', '4210_5', 'same'],
    ['4343_6', '4343', 'different'],
    ['1010_2', '10', 'same'],
    ['\\text{FF}_{16}', '255', 'same'],
    ['204_5', '204_6', 'different'],
    ['1112112_3', '1112122_3', 'different'],
    ['2516_8', '2516_{8}', 'same'],
  ]);
  rule('integers and decimals of any length are compared exactly', [
    ['123456789012345678901234567890', '123456789012345678901234567891', 'different'],
    ['1.23456789012345678901', '1.23456789012345678902', 'different'],
    ['6 \\times 5^{2015}', '30\\cdot5^{2014}', 'same'],
    ['e^{\\pi\\sqrt{163}}', '262537412640768744', 'different'],
  ]);
  rule('dots after a repeated digit mean that it goes on; other dots are not worked out', [
    ['0.333...', '1/3', 'same'],
    ['0.1666\\ldots', '\\frac16', 'same'],
    ['1+x+\\cdots+x^n', '1+x', 'unknown'],
  ]);
  rule('the constant of integration may have any name, but may not be missing', [
    ['2x^2+C', '2x^2+c', 'same'],
    ['2x^2+C', '2x^2+K', 'same'],
    ['x^2+C', 'x^2', 'different'],
    ['2x^2+C', '3x^2+C', 'different'],
  ]);
  rule('numbers with a word for their size', [
    ['5 million', '5000000', 'same'],
    ['1.5 \\text{ billion}', '1.5 \\times 10^9', 'same'],
    ['3 x 10^8', '300000000', 'same'],
  ]);
  rule('binomials in the Chinese and the functional notation', [
    ['C_5^2', '10', 'same'],
    ['C(5,2)', '\\binom52', 'same'],
  ]);
  rule('an index may stand behind the exponent', [['\\frac12 mv^2_0', '\\frac{mv_0^2}{2}', 'same']]);
  rule('typography does not matter', [
    ['\\left(\\frac12\\right)', '\\frac12', 'same'],
    ['$\\displaystyle \\frac12$', '\\frac{1}{2}', 'same'],
    ['½', '0.5', 'same'],
    ['x²', 'x^2', 'same'],
    ['５', '5', 'same'],
    ['√2', '\\sqrt{2}', 'same'],
    ['2π', '2\\pi', 'same'],
    ['3×4', '12', 'same'],
    ['5.', '5', 'same'],
    ['\\boxed{5}', '5', 'same'],
    ['**5**', '5', 'same'],
    ['\\(5\\)', '$5$', 'same'],
    ['≈ 5', '5', 'same'],
    ['the answer is 5', '5', 'same'],
  ]);
});
