import type { Expr } from './expression.js';
import { INVERSES } from './grammar.js';
import type { Parser } from './parser.js';
import { isInteger } from './rational.js';
import { FUNCTIONS, SyntaxProblem } from './tokens.js';

/** A named function with its arguments; undefined when the command is none. */
export function parseFunction(p: Parser, s: string): Expr | undefined {
  const fn = s.slice(1);
  if (!FUNCTIONS.has(fn) && fn !== 're' && fn !== 'im') return undefined;
  let base: Expr | undefined;
  let exponent: Expr | undefined;
  for (;;) {
    if (p.accept('_')) base = p.argument(true);
    else if (p.accept('^')) exponent = p.exponent();
    else break;
  }
  const args = functionArguments(p, fn);
  if (base !== undefined) args.push(base);
  if (
    exponent?.k === 'neg' &&
    exponent.arg.k === 'num' &&
    exponent.arg.value.n === 1n &&
    isInteger(exponent.arg.value)
  ) {
    return { k: 'call', fn: INVERSES.get(fn) ?? `${fn}^-1`, args };
  }
  const call: Expr = { k: 'call', fn, args };
  return exponent === undefined ? call : { k: 'pow', base: call, exponent };
}

function functionArguments(p: Parser, fn: string): Expr[] {
  if (p.sees('(')) {
    const args = p.callArguments();
    if (args.length > 1 && !/^(?:gcd|lcm|max|min|log)$/.test(fn)) throw new SyntaxProblem(`${fn} of several arguments`);
    return args;
  }
  if (p.accept('\\{')) return p.itemsUntil('\\}');
  if (p.sees('-')) {
    p.next();
    return [{ k: 'neg', arg: functionOperand(p) }];
  }
  return [functionOperand(p)];
}

/** What an unbracketed function applies to: \sin 2x y is sin(2xy), \sin x \cos y stops at the next function. */
function functionOperand(p: Parser): Expr {
  let operand = p.factor();
  for (;;) {
    const token = p.peek();
    if (token === undefined || !p.startsFactor()) break;
    if (token.t === 'cmd' && (FUNCTIONS.has(token.s.slice(1)) || token.s === '\\{')) break;
    if (token.t === 'op' && token.s !== '{') break;
    operand = p.juxtaposed(operand);
  }
  if (p.sees('/') && p.peek(1)?.t === 'num' && operand.k !== 'num') {
    p.next();
    return { k: 'div', top: operand, bottom: p.factor() };
  }
  return operand;
}
