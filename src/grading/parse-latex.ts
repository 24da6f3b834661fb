import { mapChildren, type BigOperator, type Expr } from './expression.js';
import type { Parser } from './parser.js';
import { SyntaxProblem } from './tokens.js';

/** Accents and decorations that make another symbol out of a symbol. */
// prettier-ignore
const ACCENTS = new Set([
  'vec', 'hat', 'bar', 'overline', 'tilde', 'dot', 'ddot', 'widehat', 'widetilde', 'overrightarrow', 'overleftarrow', 'overleftrightarrow', 'underline', 'check', 'breve', 'acute', 'grave', 'mathring', 'wideparen', 'overparen', 'stackrel',
]);

/** Objects that are named by what follows: \angle ABC, \triangle ABC. */
const NAMED = new Set(['angle', 'triangle', 'measuredangle', 'odot', 'square', 'parallelogram']);

/** Commands that are not functions: fractions, roots, accents, brackets. @throws {SyntaxProblem} for unknown ones. */
export function parseCommand(p: Parser, s: string): Expr {
  if (s.startsWith('\\domain:')) return domain(p, s.slice(8));
  const name = s.slice(1);
  switch (name) {
    case 'frac':
      return fraction(p);
    case 'sqrt':
      return root(p);
    case 'cbrt':
      return { k: 'call', fn: 'root', args: [p.argument(true), { k: 'num', value: { n: 3n, d: 1n } }] };
    case 'binom':
      return binomial(p);
    case 'pi':
      return { k: 'const', name: 'pi' };
    case 'infty':
      return { k: 'const', name: 'inf' };
    case 'emptyset':
      return { k: 'group', open: '\\{', close: '\\}', items: [] };
    case '{':
      return braces(p);
    case 'langle': {
      const items = p.itemsUntil('\\rangle');
      return { k: 'group', open: '(', close: ')', items };
    }
    case 'lfloor':
      return { k: 'call', fn: 'floor', args: one(p.itemsUntil('\\rfloor')) };
    case 'lceil':
      return { k: 'call', fn: 'ceil', args: one(p.itemsUntil('\\rceil')) };
    case 'boxed':
    case 'fbox':
    case 'cancel':
      return p.argument();
    case 'overset':
    case 'underset':
      p.argument();
      return p.argument();
    case 'imath':
    case 'jmath':
      return { k: 'sym', name };
    case 'ldots':
      return { k: 'sym', name: '...' };
    case '$':
    case 'pounds':
      return p.primary();
    case 'nexists':
      return { k: 'text', text: 'none' };
    default:
  }
  if (ACCENTS.has(name)) return accented(p, name);
  if (NAMED.has(name)) return named(p, name);
  throw new SyntaxProblem(`the command \\${name}`);
}

const one = (items: Expr[]): Expr[] => {
  if (items.length !== 1) throw new SyntaxProblem('one argument expected');
  return items;
};

function domain(p: Parser, name: string): Expr {
  let full = name;
  for (;;) {
    if (p.accept('^')) full += `^${signature(p)}`;
    else if (p.accept('_')) full += `_${signature(p)}`;
    else return { k: 'domain', name: full };
  }
}

const signature = (p: Parser): string =>
  p.sees('{')
    ? p
        .rawGroup()
        .map((token) => token.s)
        .join('')
    : p.next().s;

function fraction(p: Parser): Expr {
  const top = p.argument();
  const bottom = p.argument();
  const derivative = differential(top, bottom);
  if (derivative !== undefined) return { k: 'big', op: 'diff', variable: derivative, body: p.product() };
  if ((top.k === 'text' && top.text === '') || (bottom.k === 'text' && bottom.text === ''))
    throw new SyntaxProblem('an empty part of a fraction');
  return { k: 'div', top, bottom };
}

/** The variable of \frac{d}{dx}, \frac{\partial}{\partial x}. */
function differential(top: Expr, bottom: Expr): string | undefined {
  if (top.k !== 'sym' || (top.name !== 'd' && top.name !== 'partial')) return undefined;
  if (bottom.k !== 'mul' || bottom.args.length !== 2) return undefined;
  const [d, x] = bottom.args;
  return d?.k === 'sym' && d.name === top.name && x?.k === 'sym' ? x.name : undefined;
}

function root(p: Parser): Expr {
  if (p.accept('[')) {
    const index = p.sum();
    p.expect(']');
    const arg = notEmpty(p.argument(true));
    return { k: 'call', fn: 'root', args: [arg, index] };
  }
  return { k: 'call', fn: 'sqrt', args: [notEmpty(p.argument(true))] };
}

const notEmpty = (e: Expr): Expr => {
  if (e.k === 'text' && e.text === '') throw new SyntaxProblem('an empty argument');
  return e;
};

function binomial(p: Parser): Expr {
  if (p.sees('(')) {
    const args = p.callArguments();
    if (args.length !== 2) throw new SyntaxProblem('a binomial of two numbers');
    return { k: 'call', fn: 'binom', args };
  }
  const n = p.argument();
  return { k: 'call', fn: 'binom', args: [n, p.argument()] };
}

/** \{…\}: a set by its elements, or by a condition after a bar or colon. */
function braces(p: Parser): Expr {
  if (p.accept('\\}')) return { k: 'group', open: '\\{', close: '\\}', items: [] };
  if (p.peek()?.t === 'env') return system(p);
  const first = p.within('braces', () => p.list());
  if (p.accept('|') || p.accept(':')) {
    const condition = p.within(undefined, () => p.list());
    p.expect('\\}');
    return { k: 'builder', variable: first, condition };
  }
  p.expect('\\}');
  if (first.k === 'ratio' && first.items.length === 2) throw new SyntaxProblem('a condition is missing');
  const items = first.k === 'list' ? first.items : [first];
  return { k: 'group', open: '\\{', close: '\\}', items };
}

/** \left\{ before an array: a system of equations or a function by cases, unless the brace is closed. */
function system(p: Parser): Expr {
  const first = p.list();
  if (p.accept('\\}'))
    return { k: 'group', open: '\\{', close: '\\}', items: first.k === 'list' ? first.items : [first] };
  return first.k === 'matrix' ? cases(first.rows) : first;
}

/** Each row one item; a row of value and condition is a pair. */
function cases(rows: readonly (readonly Expr[])[]): Expr {
  const items = rows.map((row): Expr => {
    const cells = row.flatMap((cell) => (cell.k === 'list' ? cell.items : [cell]));
    const [only] = cells;
    return cells.length === 1 && only !== undefined ? only : { k: 'group', open: '(', close: ')', items: cells };
  });
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { k: 'list', connector: ',', items };
}

/** Words that introduce the condition of a case. */
const CASE_WORDS = /^(?:,?\s*)(?:if|when|for|where|当|若)\b\s*|^(?:当|若)/;

/** A cell: a formula, or words ("otherwise"). */
function cell(p: Parser): Expr {
  const token = p.peek();
  if (token?.t !== 'text') return p.list();
  p.next();
  const rest = token.s.replace(CASE_WORDS, '').trim();
  if (rest !== '' || p.peek()?.t === 'env') return { k: 'text', text: rest === '' ? token.s : rest };
  return p.list();
}

function accented(p: Parser, accent: string): Expr {
  const tokens = p.sees('{') ? p.rawGroup() : [p.next()];
  const inside = tokens.map((token) => token.s).join('');
  if (inside === '') throw new SyntaxProblem('an accent over nothing');
  // A segment and its length go by the same letters.
  if (accent === 'overline' && /^[A-Z]{2}$/.test(inside))
    return { k: 'mul', args: [...inside].map((letter): Expr => ({ k: 'sym', name: letter })) };
  const short = accent.startsWith('over') && accent !== 'overline' ? 'vec' : accent === 'overline' ? 'bar' : accent;
  return { k: 'sym', name: `${short}(${inside})` };
}

function named(p: Parser, name: string): Expr {
  let letters = '';
  while (p.peek()?.t === 'sym') letters += p.next().s;
  return { k: 'sym', name: `${name}(${letters})` };
}

const BIG: ReadonlyMap<string, BigOperator> = new Map<string, BigOperator>([
  ['\\sum', 'sum'],
  ['\\prod', 'prod'],
  ['\\int', 'int'],
  ['\\lim', 'lim'],
]);

/** \sum, \prod, \int, \lim with their limits and body; undefined when the command is none of them. */
export function parseBigOperator(p: Parser, s: string): Expr | undefined {
  const op = BIG.get(s);
  if (op === undefined) return undefined;
  let low: Expr | undefined;
  let high: Expr | undefined;
  for (;;) {
    if (p.accept('_')) low = limitOf(p);
    else if (p.accept('^')) high = limitOf(p);
    else break;
  }
  if (op === 'int') return integral(p, low, high);
  if (op === 'lim') {
    const to = low?.k === 'rel' && low.ops[0] === 'to' ? low : undefined;
    const [variable, target] = to?.terms ?? [];
    if (variable?.k !== 'sym' || target === undefined) throw new SyntaxProblem('a limit of what?');
    return { k: 'big', op, variable: variable.name, low: target, body: p.product() };
  }
  const range = low?.k === 'rel' && low.ops[0] === '=' ? low : undefined;
  const [variable, from] = range?.terms ?? [];
  const body = p.product();
  if (variable?.k === 'const' && variable.name === 'i' && from !== undefined) {
    return { k: 'big', op, variable: 'i', low: from, ...(high === undefined ? {} : { high }), body: unimaginary(body) };
  }
  if (variable?.k === 'sym' && from !== undefined)
    return { k: 'big', op, variable: variable.name, low: from, ...(high === undefined ? {} : { high }), body };
  return {
    k: 'big',
    op,
    variable: '',
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    body,
  };
}

/** Under \sum_{i=…} the letter i is the index, not the imaginary unit. */
function unimaginary(e: Expr): Expr {
  const swap = (part: Expr): Expr =>
    part.k === 'const' && part.name === 'i' ? { k: 'sym', name: 'i' } : mapChildren(part, swap);
  return swap(e);
}

function limitOf(p: Parser): Expr | undefined {
  if (!p.sees('{')) return p.argument(true);
  p.expect('{');
  if (p.accept('}')) return undefined;
  p.dropDirection();
  const e = p.relation();
  p.expect('}');
  return e;
}

function integral(p: Parser, low: Expr | undefined, high: Expr | undefined): Expr {
  const bounds = { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
  const body = p.sum();
  const found = takeDifferential(body);
  return { k: 'big', op: 'int', variable: found?.variable ?? 'x', ...bounds, body: found?.body ?? body };
}

/** Takes the trailing "dx" out of the last product of an integrand, also out of a numerator. */
function takeDifferential(e: Expr): { body: Expr; variable: string } | undefined {
  const one: Expr = { k: 'num', value: { n: 1n, d: 1n } };
  if (e.k === 'mul') {
    const [d, x] = e.args.slice(-2);
    if (d?.k === 'sym' && d.name === 'd' && x?.k === 'sym') {
      const rest = e.args.slice(0, -2);
      const [only] = rest;
      return {
        body: rest.length === 0 ? one : rest.length === 1 && only !== undefined ? only : { k: 'mul', args: rest },
        variable: x.name,
      };
    }
  }
  if (e.k === 'add') {
    const last = e.args.at(-1);
    const found = last === undefined ? undefined : takeDifferential(last);
    return found === undefined
      ? undefined
      : { body: { k: 'add', args: [...e.args.slice(0, -1), found.body] }, variable: found.variable };
  }
  if (e.k === 'neg') {
    const found = takeDifferential(e.arg);
    return found === undefined ? undefined : { body: { k: 'neg', arg: found.body }, variable: found.variable };
  }
  if (e.k === 'div') {
    const found = takeDifferential(e.top);
    return found === undefined
      ? undefined
      : { body: { k: 'div', top: found.body, bottom: e.bottom }, variable: found.variable };
  }
  return undefined;
}

/** Matrices and aligned systems. @throws {SyntaxProblem} for environments that are no answer. */
export function parseEnvironment(p: Parser, s: string): Expr {
  const name = s.replace(/^begin:/, '');
  if (!s.startsWith('begin:')) throw new SyntaxProblem('an end without a beginning');
  if (name === 'array' && p.sees('{')) p.rawGroup();
  const rows: Expr[][] = [];
  let row: Expr[] = [];
  for (;;) {
    const token = p.peek();
    if (token === undefined) throw new SyntaxProblem('an environment without an end');
    if (token.t === 'env' && token.s === `end:${name}`) {
      p.next();
      if (row.length > 0) rows.push(row);
      break;
    }
    if (p.accept('\\\\')) {
      if (row.length > 0) rows.push(row);
      row = [];
    } else if (!p.accept('&')) {
      row.push(cell(p));
    }
  }
  const width = rows[0]?.length ?? 0;
  if (rows.length === 0) throw new SyntaxProblem('an empty environment');
  if (/^(?:p|b|B|v|V|small)?matrix$|^array$/.test(name)) {
    if (rows.some((cells) => cells.length !== width)) throw new SyntaxProblem('rows of different lengths');
    return { k: 'matrix', rows, bars: name === 'vmatrix' };
  }
  if (/^(?:[dr]?cases|aligned|align|gathered|gather|split)$/.test(name)) {
    return cases(rows);
  }
  throw new SyntaxProblem(`the environment ${name}`);
}
