import type { Connector, Expr, Relation } from './expression.js';
import { CLOSERS, INFIX, RELATIONS } from './grammar.js';
import { chosen, combine, isProperFraction, literal, symbol, times } from './literals.js';
import { repeating, subscripted, symbolOrCall } from './parse-atoms.js';
import { bracket } from './parse-brackets.js';
import { parseFunction } from './parse-functions.js';
import { parseBigOperator, parseCommand, parseEnvironment } from './parse-latex.js';
import { TokenReader } from './token-reader.js';
import { SyntaxProblem, tokenize, type NumberStyle, type Token } from './tokens.js';

/** Nesting beyond which an expression is not read. */
const MAX_DEPTH = 120;

/** Recursive descent over tokens; the grammar of answers, loosest binding first: list, relation, set operation, ratio, sum, product, factor. */
export class Parser extends TokenReader {
  private depth = 0;
  /** How many |…| are open, and whether a bar inside one may open another. */
  private bars = 0;
  /** In \{…\} a bar or colon introduces the condition; in ]a, b[ a square bracket ends the interval. */
  private inside: 'braces' | 'french' | undefined;

  constructor(
    tokens: Token[],
    private readonly barsNest: boolean,
  ) {
    super(tokens);
  }

  parseAll(): Expr {
    const e = this.list();
    if (this.at < this.tokens.length) throw new SyntaxProblem(`unexpected ${this.peek()?.s ?? 'end'}`);
    return e;
  }

  private nested<T>(f: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new SyntaxProblem('nested too deeply');
    try {
      return f();
    } finally {
      this.depth--;
    }
  }

  /** Items joined by commas, semicolons, "and", "or". */
  list(): Expr {
    return this.nested(() => {
      const items = [this.relation()];
      let connector: Connector | undefined;
      for (;;) {
        const joined = this.connector();
        if (joined === undefined) break;
        if (this.atCellEnd()) break;
        // A semicolon binds looser than a comma: "p=5,q=2; p=7,q=2".
        connector =
          connector === undefined || joined === 'or' || (joined === ';' && connector === ',') ? joined : connector;
        if (joined === 'and' && connector === ',') connector = 'and';
        items.push(this.relation());
      }
      if (items.length > 1) this.modulus(items[0] ?? { k: 'text', text: '' });
      const only = items[0];
      return items.length === 1 && only !== undefined ? only : { k: 'list', connector: connector ?? ',', items };
    });
  }

  /** Nothing follows, or the next cell of a table: "x, & x > 0". */
  private atCellEnd(): boolean {
    const token = this.peek();
    return (
      token === undefined || token.s === '&' || token.s === '\\\\' || (token.t === 'env' && token.s.startsWith('end:'))
    );
  }

  private connector(): Connector | undefined {
    let found: Connector | undefined;
    for (;;) {
      if (this.accept(',')) found ??= ',';
      else if (this.accept(';')) found ??= ';';
      else if (this.accept('\\and')) found = 'and';
      else if (this.accept('\\or')) found = 'or';
      else return found;
    }
  }

  relation(): Expr {
    return this.nested(() => {
      const terms = [this.setExpression()];
      const ops: Relation[] = [];
      for (;;) {
        const token = this.peek();
        const op = token === undefined || token.t === 'text' ? undefined : RELATIONS.get(token.s);
        if (op === undefined) break;
        this.skip(1);
        ops.push(op);
        terms.push(this.setExpression());
      }
      const only = terms[0];
      const e: Expr = ops.length === 0 && only !== undefined ? only : { k: 'rel', terms, ops };
      return this.modulus(e);
    });
  }

  /** "\pmod{11}" after a congruence says nothing about the residue; it is read and dropped. */
  private modulus(e: Expr): Expr {
    if (this.sees('(') && this.peek(1)?.s === '\\bmod') {
      this.skip(2);
      this.sum();
      this.expect(')');
    } else if (this.accept('\\pmod') || this.accept('\\bmod')) this.argument();
    return e;
  }

  private setExpression(): Expr {
    let left = this.ratio();
    for (;;) {
      const op = this.accept('\\cup')
        ? 'union'
        : this.accept('\\cap')
          ? 'intersection'
          : this.accept('\\setminus')
            ? 'difference'
            : undefined;
      if (op === undefined) return left;
      const right = this.ratio();
      left =
        left.k === 'set' && left.op === op && op !== 'difference'
          ? { ...left, args: [...left.args, right] }
          : { k: 'set', op, args: [left, right] };
    }
  }

  private ratio(): Expr {
    const first = this.sum();
    if (!this.sees(':') || this.inside === 'braces') return first;
    const items = [first];
    while (this.accept(':')) items.push(this.sum());
    return { k: 'ratio', items };
  }

  sum(): Expr {
    return this.nested(() => {
      let left: Expr | undefined;
      let sign: '+' | '-' | 'pm' | 'mp' | undefined = this.signAhead();
      for (;;) {
        const term = this.product();
        left = combine(left, sign, term);
        sign = this.signAhead();
        if (sign === undefined) return left;
      }
    });
  }

  private signAhead(): '+' | '-' | 'pm' | 'mp' | undefined {
    if (this.accept('+')) return this.accept('-') ? 'pm' : '+';
    if (this.accept('-')) return '-';
    if (this.accept('\\pm')) return 'pm';
    if (this.accept('\\mp')) return 'mp';
    return undefined;
  }

  product(): Expr {
    let left = this.factor();
    for (;;) {
      if (this.accept('*') || this.accept('\\cdot') || this.accept('\\times')) {
        left = times(left, this.signedFactor());
      } else if (this.accept('/') || this.accept('\\div')) {
        left = { k: 'div', top: left, bottom: this.signedFactor() };
      } else if (this.accept('\\mod') || (this.sees('\\bmod') && this.accept('\\bmod'))) {
        left = { k: 'call', fn: 'mod', args: [left, this.signedFactor()] };
      } else if (this.accept('\\choose')) {
        left = { k: 'call', fn: 'binom', args: [left, this.factor()] };
      } else if (this.startsFactor()) {
        left = this.juxtaposed(left);
      } else return left;
    }
  }

  private signedFactor(): Expr {
    if (this.accept('-')) return { k: 'neg', arg: this.factor() };
    this.accept('+');
    return this.factor();
  }

  /** A factor without a sign between: a product, except that 1\frac{1}{2} and 1 1/2 are mixed numbers. */
  juxtaposed(left: Expr): Expr {
    const before = this.peek(-1);
    const token = this.peek();
    const whole = left.k === 'num' && left.decimal === undefined && before?.t === 'num' ? left.value : undefined;
    if (token?.t === 'num') {
      const follows = whole !== undefined && token.space && this.peek(1)?.s === '/' && this.peek(2)?.t === 'num';
      if (!follows && before?.t === 'num') throw new SyntaxProblem('two numbers side by side');
    }
    const right = this.factor();
    if (whole !== undefined && token?.t === 'num' && this.accept('/')) {
      const part: Expr = { k: 'div', top: right, bottom: this.factor() };
      return isProperFraction(part) ? { k: 'add', args: [left, part] } : times(left, part);
    }
    if (whole !== undefined && token?.s === '\\frac' && isProperFraction(right))
      return { k: 'add', args: [left, right] };
    return times(left, right);
  }

  /** Whether the next token can begin a factor, so that nothing between two factors means multiplication. */
  startsFactor(): boolean {
    const token = this.peek();
    if (token === undefined) return false;
    switch (token.t) {
      case 'num':
      case 'sym':
        return true;
      case 'text':
        return false;
      case 'env':
        return token.s.startsWith('begin:');
      case 'op':
        if (token.s === '|') return this.inside !== 'braces' && (this.bars === 0 || (this.barsNest && this.barOpens()));
        return (
          (token.s === '(' && this.peek(1)?.s !== '\\bmod') ||
          (token.s === '[' && this.inside !== 'french') ||
          token.s === '{'
        );
      case 'cmd':
        return !RELATIONS.has(token.s) && !CLOSERS.has(token.s) && !INFIX.has(token.s);
    }
  }

  private barOpens(): boolean {
    const after = this.peek(1);
    return after !== undefined && (after.t === 'num' || after.t === 'sym' || after.s === '(');
  }

  factor(): Expr {
    return this.nested(() => {
      let base = this.primary();
      for (;;) {
        if (this.accept('^')) {
          if (this.accept('\\circ') || this.accept('\\degree')) base = { k: 'degree', arg: base };
          else if (this.seesPrime()) base = { k: 'call', fn: "'", args: [base] };
          else if (this.sees('{') && this.peek(1)?.s === '\\circ' && this.peek(2)?.s === '}') {
            this.skip(3);
            base = { k: 'degree', arg: base };
          } else base = chosen(base, this.exponent());
        } else if (this.sees('\\degree')) {
          this.skip(1);
          base = { k: 'degree', arg: base };
        } else if (this.sees('!') && !(this.peek(1)?.s === '=' && this.peek(1)?.t === 'op')) {
          this.skip(1);
          base = { k: 'call', fn: '!', args: [base] };
        } else if (this.accept('\\%') || this.accept('%')) {
          base = { k: 'percent', arg: base };
        } else if (this.accept("'")) {
          base = { k: 'call', fn: "'", args: [base] };
        } else if (this.sees('_')) {
          base = subscripted(this, base);
        } else return base;
      }
    });
  }

  private seesPrime(): boolean {
    if (this.accept('\\prime')) return true;
    if (this.sees('{') && this.peek(1)?.s === '\\prime' && this.peek(2)?.s === '}') {
      this.skip(3);
      return true;
    }
    return false;
  }

  exponent(): Expr {
    if (this.accept('-')) return { k: 'neg', arg: this.exponent() };
    if (this.accept('+')) return this.exponent();
    const token = this.peek();
    const single = token?.t === 'num' || token?.t === 'sym';
    if (single) this.skip(1);
    const base = !single ? this.nested(() => this.primary()) : token.t === 'num' ? literal(token.s) : symbol(token.s);
    // A tower without braces is read from the top: 2^3^2 is 2^9.
    return this.accept('^') ? this.nested((): Expr => ({ k: 'pow', base, exponent: this.exponent() })) : base;
  }

  /** A LaTeX argument: a braced group, or one token; of a number only its first digit. */
  argument(wholeNumber = false): Expr {
    const token = this.peek();
    if (token?.t === 'num' && !wholeNumber && token.s.length > 1 && /^\d+$/.test(token.s)) {
      this.replace({ t: 'num', s: token.s.slice(1), space: false });
      return literal(token.s.charAt(0));
    }
    return this.primary();
  }

  primary(): Expr {
    return this.nested(() => {
      const token = this.next();
      switch (token.t) {
        case 'num':
          return repeating(this, token.s);
        case 'sym':
          return symbolOrCall(this, token.s);
        case 'env':
          return parseEnvironment(this, token.s);
        case 'text':
          throw new SyntaxProblem(`the word "${token.s}"`);
        case 'op':
          return bracket(this, token.s);
        case 'cmd':
          return this.command(token.s);
      }
    });
  }

  /** "(a, b)" after a function name. */
  callArguments(): Expr[] {
    this.expect('(');
    return this.itemsUntil(')');
  }

  itemsUntil(close: string): Expr[] {
    const inside = this.withoutBars(() => this.within(undefined, () => this.list()));
    this.expect(close);
    return inside.k === 'list' ? [...inside.items] : [inside];
  }

  /** Reads what stands between two bars. */
  inBars<T>(read: () => T): T {
    this.bars++;
    const result = read();
    this.bars--;
    return result;
  }

  /** Reads what stands in brackets: a bar in there closes none of outside. */
  withoutBars<T>(read: () => T): T {
    const outer = this.bars;
    this.bars = 0;
    const result = read();
    this.bars = outer;
    return result;
  }

  /** Reads tokens that were taken unread. */
  inner(tokens: readonly Token[]): Expr {
    return new Parser([...tokens], false).parseAll();
  }

  /** Reads a part under the rules of a kind of bracket. */
  within<T>(kind: 'braces' | 'french' | undefined, read: () => T): T {
    const outer = this.inside;
    this.inside = kind;
    const result = read();
    this.inside = outer;
    return result;
  }

  private command(s: string): Expr {
    return parseBigOperator(this, s) ?? parseFunction(this, s) ?? parseCommand(this, s);
  }
}

/**
 * Reads a formula or an answer made of formulas.
 * @returns undefined when the text is not one (a word, a stray bracket, too long, too deep).
 */
export function parseMath(text: string, style: NumberStyle): Expr | undefined {
  try {
    const tokens = tokenize(text, style);
    while (tokens.at(-1)?.s === '.' || tokens.at(-1)?.s === ',') tokens.pop();
    if (tokens.length === 0) return undefined;
    try {
      return new Parser([...tokens], false).parseAll();
    } catch (error) {
      if (!tokens.some((token) => token.s === '|')) throw error;
      return new Parser(tokens, true).parseAll();
    }
  } catch {
    return undefined; // SyntaxProblem, TooLargeError of a literal, or the engine's own stack limit: all mean "not readable"
  }
}
