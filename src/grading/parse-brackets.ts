import type { Expr } from './expression.js';
import type { Parser } from './parser.js';
import { SyntaxProblem } from './tokens.js';

export function bracket(p: Parser, s: string): Expr {
  switch (s) {
    case '(':
    case '[':
      return group(p, s);
    case '{': {
      if (p.accept('}')) return { k: 'text', text: '' };
      const inside = p.withoutBars(() => p.list());
      p.expect('}');
      return inside;
    }
    case '|': {
      const inside = p.inBars(() => p.sum());
      p.expect('|');
      return { k: 'call', fn: 'abs', args: [inside] };
    }
    case ']': // the open interval of French and Chinese books: ]a, b[
      return frenchInterval(p);
    case '$':
      return p.primary();
    default:
      throw new SyntaxProblem(`unexpected ${s}`);
  }
}

function frenchInterval(p: Parser): Expr {
  const items = [p.sum()];
  if (!p.accept(',') && !p.accept(';')) throw new SyntaxProblem('unexpected ]');
  items.push(p.within('french', () => p.sum()));
  const close = p.next().s;
  if (close !== '[' && close !== ']') throw new SyntaxProblem('an interval without an end');
  return { k: 'group', open: '(', close: close === '[' ? ')' : ']', items };
}

export function group(p: Parser, open: string): Expr {
  const inside = p.withoutBars(() => p.within(undefined, () => p.list()));
  const close = p.next().s;
  if (open === '[' && close === '[')
    return { k: 'group', open, close: ')', items: inside.k === 'list' ? inside.items : [inside] };
  if (close !== ')' && close !== ']') throw new SyntaxProblem(`a bracket closed by ${close}`);
  if (inside.k !== 'list') {
    if ((open === '(') !== (close === ')')) throw new SyntaxProblem('brackets that do not match');
    return inside;
  }
  return { k: 'group', open, close, items: inside.items };
}
