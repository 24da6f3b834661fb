import { SyntaxProblem, type Token } from './tokens.js';

/** Reads tokens one after another, with a look ahead. */
export class TokenReader {
  protected at = 0;

  constructor(protected readonly tokens: Token[]) {}

  peek(offset = 0): Token | undefined {
    return this.tokens[this.at + offset];
  }

  next(): Token {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new SyntaxProblem('unexpected end');
    return token;
  }

  /** Whether the next token is this operator or command. */
  sees(s: string): boolean {
    const token = this.peek();
    return token?.s === s && token.t !== 'text';
  }

  accept(s: string): boolean {
    if (!this.sees(s)) return false;
    this.at++;
    return true;
  }

  expect(s: string): void {
    if (!this.accept(s)) throw new SyntaxProblem(`expected ${s}`);
  }

  /** Takes as many tokens as were looked at. */
  skip(count: number): void {
    this.at += count;
  }

  /** Puts a token in place of the next one. */
  replace(token: Token): void {
    this.tokens[this.at] = token;
  }

  /** The tokens of a braced group, unread. */
  rawGroup(): Token[] {
    this.expect('{');
    const inside: Token[] = [];
    let depth = 1;
    for (;;) {
      const token = this.next();
      if (token.s === '{' && token.t === 'op') depth++;
      if (token.s === '}' && token.t === 'op' && --depth === 0) return inside;
      inside.push(token);
    }
  }

  /** Takes the side out of a limit's target: x \to 3^{+} is x \to 3 here. */
  dropDirection(): void {
    for (let i = this.at; i < this.tokens.length; i++) {
      const s = this.tokens[i]?.s;
      if (s === '}' && this.tokens[i - 1]?.s !== '+' && this.tokens[i - 1]?.s !== '-') return;
      if (s !== '^') continue;
      const braced = this.tokens[i + 1]?.s === '{';
      const sign = this.tokens[i + (braced ? 2 : 1)]?.s;
      if (sign === '+' || sign === '-') this.tokens.splice(i, braced ? 4 : 2);
      return;
    }
  }
}
