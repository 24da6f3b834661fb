import fc from 'fast-check';
import assert from 'node:assert/strict';
import { sameFast } from '../../../src/grading/fast.js';

const RUNS = { numRuns: 150 };

/** Answers of many shapes, as LaTeX. */
const integer = fc.integer({ min: -5000, max: 5000 });
const natural = fc.integer({ min: 1, max: 60 });
const fraction = fc.tuple(integer, natural).map(([a, b]) => `\\frac{${a}}{${b}}`);
const decimal = fc
  .tuple(integer, fc.integer({ min: 0, max: 999 }))
  .map(([a, b]) => `${a}.${String(b).padStart(3, '0')}`);
const radical = fc.tuple(natural, natural).map(([a, b]) => `${a}\\sqrt{${b}}`);
const polynomial = fc.array(integer, { minLength: 2, maxLength: 4 }).map((cs) =>
  cs
    .map((c, i) => `${c >= 0 ? '+' : ''}${c}x^{${i}}`)
    .join('')
    .replace(/^\+/, ''),
);
const scalar = fc.oneof(integer.map(String), fraction, decimal, radical, polynomial);
const list = fc.array(scalar, { minLength: 2, maxLength: 4 });
const answer = fc.oneof(
  scalar,
  list.map((items) => `\\{${items.join(', ')}\\}`),
  list.map((items) => `(${items.join(', ')})`),
  fc.tuple(integer, natural).map(([a, n]) => `[${a}, ${a + n})`),
  fc.tuple(scalar, scalar).map(([a, b]) => `\\begin{pmatrix} ${a} \\\\ ${b} \\end{pmatrix}`),
  scalar.map((value) => `x = ${value}`),
  fc.tuple(integer, fc.constantFrom('cm', 'kg', 'm/s', 's')).map(([a, unit]) => `${a} \\text{ ${unit}}`),
  fc.constantFrom(
    '\\text{Evelyn}',
    '12:30',
    'March 5, 2024',
    '50\\%',
    '\\infty',
    '7:32',
    '3 \\pm \\sqrt{2}',
    '三分之二',
  ),
);

/** Polynomials as trees, so that they can be expanded and evaluated exactly. */
interface Poly {
  readonly text: string;
  readonly coefficients: readonly number[];
}
const product = (a: readonly number[], b: readonly number[]): number[] => {
  const out = new Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((x, i) => b.forEach((y, j) => (out[i + j] = (out[i + j] ?? 0) + x * y)));
  return out;
};
const written = (cs: readonly number[]): string => cs.map((c, i) => `(${c})x^{${i}}`).join('+');
const linear = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .map(([a, b]): Poly => ({ text: `(${b}x${a >= 0 ? '+' : ''}${a})`, coefficients: [a, b] }));
const factored = fc.array(linear, { minLength: 2, maxLength: 5 }).map((factors): Poly => ({
  text: factors.map((f) => f.text).join(''),
  coefficients: factors.map((f) => f.coefficients).reduce(product),
}));

describe('laws of sameness', () => {
  it('reflexive', () => {
    fc.assert(
      fc.property(answer, (a) => sameFast(a, a).verdict === 'same'),
      RUNS,
    );
  });

  it('symmetric', () => {
    fc.assert(
      fc.property(answer, answer, (a, b) => {
        const [there, back] = [sameFast(a, b).verdict, sameFast(b, a).verdict];
        assert.equal(there, back, `${a} | ${b}`);
      }),
      { numRuns: 400 },
    );
  });

  it('invariant under spaces, \\left and \\right, \\,, braces and delimiters', () => {
    const dressed = (a: string): string[] => [
      ` ${a} `,
      a.replace(/([+=,])/g, ' $1 '),
      a.replace(/([+,])/g, '$1\\, '),
      a.replace(/^\(/, '\\left(').replace(/\)$/, '\\right)'),
      a.replace(/\\frac\{(\d)\}\{(\d)\}/g, '\\frac$1$2').replace(/\\frac/g, '\\dfrac'),
      `$${a}$`,
      `\\(${a}\\)`,
      `\\boxed{${a}}`,
      `{${a}}`,
      `**${a}**`,
      `${a}.`,
    ];
    fc.assert(
      fc.property(scalar, (a) => {
        for (const other of dressed(a)) assert.equal(sameFast(a, other).verdict, 'same', `${a} | ${other}`);
      }),
      RUNS,
    );
  });

  it('numbers survive their formats', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (n) => {
        const text = String(n);
        const grouped = n.toLocaleString('en');
        for (const other of [
          grouped,
          `${text}.0`,
          `${text}.00`,
          `$${text}$`,
          `\\text{${text}}`,
          grouped.replace(/,/g, '{,}'),
          grouped.replace(/,/g, ',\\!'),
          grouped.replace(/,/g, '\\,'),
        ])
          assert.equal(sameFast(text, other).verdict, 'same', other);
        assert.equal(sameFast(text, String(n + 1)).verdict, 'different');
      }),
      RUNS,
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-12, max: 1e12 }), (x) => {
        const [mantissa = '', exponent = '0'] = x.toExponential().split('e');
        assert.equal(sameFast(String(x), `${mantissa} \\times 10^{${Number(exponent)}}`).verdict, 'same');
        assert.equal(sameFast(String(x), x.toExponential()).verdict, 'same');
      }),
      RUNS,
    );
  });

  it('fractions of the same value are the same, others are not', () => {
    fc.assert(
      fc.property(integer, natural, natural, (a, b, k) => {
        assert.equal(sameFast(`\\frac{${a}}{${b}}`, `${a * k}/${b * k}`).verdict, 'same');
        assert.equal(sameFast(`\\frac{${a}}{${b}}`, `\\frac{${a * k + 1}}{${b * k}}`).verdict, 'different');
      }),
      RUNS,
    );
  });

  it('a product of linear factors is its expansion, and nothing that differs in one coefficient', () => {
    fc.assert(
      fc.property(factored, fc.nat(), fc.constantFrom(-1, 1), ({ text, coefficients }, at, step) => {
        assert.equal(sameFast(text, written(coefficients)).verdict, 'same', text);
        const other = coefficients.map((c, i) => (i === at % coefficients.length ? c + step : c));
        assert.equal(sameFast(text, written(other)).verdict, 'different', text);
      }),
      RUNS,
    );
  });

  it('identities of roots and trigonometry hold, perturbed ones do not', () => {
    fc.assert(
      fc.property(natural, natural, (a, b) => {
        assert.equal(sameFast(`\\sqrt{${a * a * b}}`, `${a}\\sqrt{${b}}`).verdict, 'same');
        assert.equal(sameFast(`\\sqrt{${a * a * b}}`, `${a + 1}\\sqrt{${b}}`).verdict, 'different');
        assert.equal(sameFast(`\\sin(${a}x+${b}y)`, `\\sin ${a}x \\cos ${b}y+\\cos ${a}x\\sin ${b}y`).verdict, 'same');
        assert.equal(
          sameFast(`\\sin(${a}x+${b}y)`, `\\sin ${a}x \\cos ${b}y-\\cos ${a}x\\sin ${b}y`).verdict,
          'different',
        );
      }),
      { numRuns: 40 },
    );
  });

  it('sets forget the order, tuples do not', () => {
    fc.assert(
      fc.property(fc.uniqueArray(integer, { minLength: 2, maxLength: 5 }), (items) => {
        const turned = [...items.slice(1), ...items.slice(0, 1)];
        assert.equal(sameFast(`\\{${items.join(',')}\\}`, `\\{${turned.join(', ')}\\}`).verdict, 'same');
        assert.equal(sameFast(`(${items.join(', ')})`, `(${turned.join(', ')})`).verdict, 'different');
      }),
      RUNS,
    );
  });

  it('lengths survive a change of unit', () => {
    fc.assert(
      fc.property(integer, (n) => {
        assert.equal(sameFast(`${n} cm`, `${n * 10} mm`).verdict, 'same');
        assert.equal(sameFast(`${n} cm`, `${n * 10 + 1} mm`).verdict, 'different');
      }),
      RUNS,
    );
  });

  it('no text throws', () => {
    const piece = fc.constantFrom(
      '\\frac',
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      '|',
      '^',
      '_',
      '\\sqrt',
      '1',
      'x',
      ',',
      '\\text{',
      '\\begin{pmatrix}',
      '\\end{pmatrix}',
      '&',
      '\\\\',
      '\\pm',
      '$',
      '%',
      ' and ',
      'cm',
      '三',
      '°',
      '\\left',
      '=',
      '<',
      ':',
      "'",
      '!',
      '\\int',
      '\\sum_',
      'e',
      'i',
      '-',
      '/',
      '\\cup',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
        fc.string({ maxLength: 20 }),
        (a, b) => {
          sameFast(a, b);
          assert.notEqual(sameFast(a, a).verdict, 'different', a);
        },
      ),
      { numRuns: 600 },
    );
  });
});
