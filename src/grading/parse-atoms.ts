import { number, type Expr } from './expression.js';
import { BASE_NAMES, FUNCTION_LETTERS } from './grammar.js';
import { baseLiteral, literal, symbol, times } from './literals.js';
import type { Parser } from './parser.js';
import { SyntaxProblem, type Token } from './tokens.js';

/** 0.\overline{3}, 0.1\dot{6}: a repeating decimal. */
export function repeating(p: Parser, s: string): Expr {
  const sign = p.peek();
  if (!/\.\d*$|^\d+$/.test(s) || sign?.t !== 'cmd' || !/^\\(?:overline|dot|bar)$/.test(sign.s)) return literal(s);
  if (!s.includes('.')) return literal(s);
  let block = '';
  while (p.sees('\\overline') || p.sees('\\dot') || p.sees('\\bar')) {
    p.skip(1);
    const inside = p
      .rawGroup()
      .map((token) => token.s)
      .join('');
    if (!/^\d+$/.test(inside)) throw new SyntaxProblem('a repeating block without digits');
    block += inside;
  }
  const [whole = '0', fixed = ''] = s.split('.');
  const top = BigInt(`${whole}${fixed}${block}`) - BigInt(`${whole}${fixed}`);
  const bottom = (10n ** BigInt(block.length) - 1n) * 10n ** BigInt(fixed.length);
  return { k: 'div', top: number(top), bottom: number(bottom) };
}

export function symbolOrCall(p: Parser, name: string): Expr {
  if (name === 'C' && p.sees('(')) {
    const args = p.callArguments();
    const [only] = args;
    return args.length === 1 && only !== undefined ? times(symbol(name), only) : { k: 'call', fn: 'binom', args };
  }
  if (FUNCTION_LETTERS.test(name) && p.sees('(')) return { k: 'call', fn: name, args: p.callArguments() };
  if (p.sees('_')) return factorSubscript(p, name);
  return symbol(name);
}

function factorSubscript(p: Parser, name: string): Expr {
  const e = subscripted(p, { k: 'sym', name });
  if (e.k === 'sym' && FUNCTION_LETTERS.test(name) && p.sees('('))
    return { k: 'call', fn: e.name, args: p.callArguments() };
  return e;
}

export function subscripted(p: Parser, base: Expr): Expr {
  // v^2_0 is the square of v_0.
  if (base.k === 'pow' && base.base.k === 'sym') return { ...base, base: subscripted(p, base.base) };
  p.expect('_');
  const token = p.peek();
  if (base.k === 'num' && base.decimal === undefined) return inBase(p, base.value.n.toString());
  if (token?.s === '{' && token.t === 'op') {
    const name = p.rawGroup();
    if (base.k === 'sym' || base.k === 'const') return indexed(p, base.name, name);
  } else {
    const one = p.next();
    if (base.k === 'sym' || base.k === 'const') return { k: 'sym', name: `${base.name}_${one.s}` };
  }
  if (base.k === 'call' || base.k === 'group') return base;
  throw new SyntaxProblem('a subscript of something that has none');
}

function indexed(p: Parser, base: string, tokens: readonly Token[]): Expr {
  const name = tokens.map((token) => token.s).join('');
  // An index that is worked out, as in F_{n-k-1}, makes the symbol a function of its index.
  if (
    tokens.length > 1 &&
    tokens.some((token) => token.s === '-' || token.s === '+') &&
    tokens.some((token) => token.t === 'sym')
  ) {
    return { k: 'call', fn: `${base}_`, args: [p.inner(tokens)] };
  }
  return { k: 'sym', name: `${base}_${name}` };
}

function inBase(p: Parser, digits: string): Expr {
  const tokens = p.sees('{') ? p.rawGroup() : [p.next()];
  const name = tokens
    .map((token) => token.s)
    .join('')
    .replace(/[()]/g, '')
    .toLowerCase();
  const base = BASE_NAMES.get(name) ?? Number(name);
  return baseLiteral(digits, base);
}
