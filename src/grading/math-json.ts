import type { Expr } from './expression.js';
import { show as showRational } from './rational.js';

/** MathJSON, the tree form that the algebra system takes: numbers and symbols as strings, functions as arrays. */
export type MathJson = string | number | { readonly num: string } | readonly [string, ...MathJson[]];

// prettier-ignore
const FUNCTIONS: Readonly<Record<string, string>> = {
  sin: 'Sin', cos: 'Cos', tan: 'Tan', cot: 'Cot', sec: 'Sec', csc: 'Csc', arcsin: 'Arcsin', arccos: 'Arccos', arctan: 'Arctan', arccot: 'Arccot', sinh: 'Sinh', cosh: 'Cosh', tanh: 'Tanh', arsinh: 'Arsinh', arcosh: 'Arcosh', artanh: 'Artanh',
  exp: 'Exp', ln: 'Ln', sqrt: 'Sqrt', root: 'Root', abs: 'Abs', '!': 'Factorial', binom: 'Binomial', floor: 'Floor', ceil: 'Ceil', max: 'Max', min: 'Min', gcd: 'GCD', lcm: 'LCM', mod: 'Mod', sgn: 'Sign', re: 'Real', im: 'Imaginary', arg: 'Argument',
};

class NoForm extends Error {}

/** Collects the names used, each under a plain name that the algebra system cannot take for a constant of its own. */
class Names {
  private readonly known = new Map<string, string>();

  of(name: string): string {
    const found = this.known.get(name) ?? `v${this.known.size}`;
    this.known.set(name, found);
    return found;
  }
}

/**
 * Two expressions as MathJSON with the same names for the same variables. Variables are renamed (v0, v1, …): the algebra
 * system reads γ, G or N as constants.
 * @returns undefined for expressions that are not arithmetic.
 */
export function toMathJson(a: Expr, b: Expr): readonly [MathJson, MathJson] | undefined {
  const names = new Names();
  try {
    return [convert(a, names), convert(b, names)];
  } catch (error) {
    if (error instanceof NoForm) return undefined;
    throw error;
  }
}

function convert(e: Expr, names: Names): MathJson {
  const inner = (part: Expr): MathJson => convert(part, names);
  switch (e.k) {
    case 'num':
    case 'base': {
      const text = showRational(e.value);
      const [top = '0', bottom] = text.split('/');
      return bottom === undefined ? { num: top } : ['Rational', { num: top }, { num: bottom }];
    }
    case 'sym':
      return names.of(e.name);
    case 'const':
      return e.name === 'pi'
        ? 'Pi'
        : e.name === 'e'
          ? 'ExponentialE'
          : e.name === 'i'
            ? 'ImaginaryUnit'
            : 'PositiveInfinity';
    case 'add':
      return ['Add', ...e.args.map(inner)];
    case 'mul':
      return ['Multiply', ...e.args.map(inner)];
    case 'div':
      return ['Divide', inner(e.top), inner(e.bottom)];
    case 'neg':
      return ['Negate', inner(e.arg)];
    case 'pow':
      return ['Power', inner(e.base), inner(e.exponent)];
    case 'percent':
      return ['Divide', inner(e.arg), 100];
    case 'degree':
      return ['Divide', ['Multiply', inner(e.arg), 'Pi'], 180];
    case 'call':
      return call(e.fn, e.args.map(inner));
    case 'big':
      return big(e, names);
    default:
      throw new NoForm(e.k);
  }
}

function call(fn: string, args: readonly MathJson[]): MathJson {
  const [first, second] = args;
  if (first === undefined) throw new NoForm(fn);
  if (fn === 'log' || fn === 'lg') return ['Log', first, second ?? 10];
  const name = FUNCTIONS[fn];
  if (name === undefined) throw new NoForm(fn);
  return [name, ...args];
}

function big(e: Expr & { k: 'big' }, names: Names): MathJson {
  const variable = names.of(e.variable);
  const body = convert(e.body, names);
  const low = e.low === undefined ? undefined : convert(e.low, names);
  const high = e.high === undefined ? undefined : convert(e.high, names);
  const limits = (): MathJson => {
    if (low === undefined || high === undefined) throw new NoForm('no limits');
    return ['Tuple', variable, low, high];
  };
  switch (e.op) {
    case 'sum':
      return ['Sum', body, limits()];
    case 'prod':
      return ['Product', body, limits()];
    case 'int':
      return low === undefined
        ? ['Integrate', ['Function', body, variable]]
        : ['Integrate', ['Function', body, variable], limits()];
    case 'lim':
      if (low === undefined) throw new NoForm('no target');
      return ['Limit', ['Function', body, variable], low];
    case 'diff':
      return ['D', body, variable];
  }
}
