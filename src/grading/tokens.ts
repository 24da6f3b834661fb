/** LaTeX and plain text formulas to tokens. Layout commands disappear here; numbers are read by the chosen conventions. */

export type Token =
  | { readonly t: 'num'; readonly s: string; readonly space: boolean }
  | { readonly t: 'sym'; readonly s: string; readonly space: boolean }
  | { readonly t: 'cmd'; readonly s: string; readonly space: boolean }
  | { readonly t: 'text'; readonly s: string; readonly space: boolean }
  | { readonly t: 'env'; readonly s: string; readonly space: boolean }
  | { readonly t: 'op'; readonly s: string; readonly space: boolean };

/** How numbers that can be read in two ways are read. */
export interface NumberStyle {
  /** "1,000" is one thousand (otherwise two numbers). */
  readonly thousands: boolean;
  /** "1,22" is one and 22 hundredths. */
  readonly decimalComma: boolean;
  /** "2e-3" is two thousandths (otherwise 2·e − 3). */
  readonly scientific: boolean;
}

export class SyntaxProblem extends Error {}

/** Token count beyond which an expression is not read: keeps hostile input cheap. */
export const MAX_TOKENS = 1200;

/** Function names that may be written without a backslash; the value is the parser's name. */
// prettier-ignore
export const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['sin', 'sin'], ['cos', 'cos'], ['tan', 'tan'], ['cot', 'cot'], ['sec', 'sec'], ['csc', 'csc'], ['cosec', 'csc'],
  ['tg', 'tan'], ['ctg', 'cot'], ['arctg', 'arctan'],
  ['arcsin', 'arcsin'], ['arccos', 'arccos'], ['arctan', 'arctan'], ['arccot', 'arccot'], ['arcsec', 'arcsec'], ['arccsc', 'arccsc'],
  ['asin', 'arcsin'], ['acos', 'arccos'], ['atan', 'arctan'],
  ['sinh', 'sinh'], ['cosh', 'cosh'], ['tanh', 'tanh'], ['coth', 'coth'], ['sech', 'sech'], ['csch', 'csch'],
  ['arcsinh', 'arsinh'], ['arccosh', 'arcosh'], ['arctanh', 'artanh'], ['arsinh', 'arsinh'], ['arcosh', 'arcosh'], ['artanh', 'artanh'],
  ['asinh', 'arsinh'], ['acosh', 'arcosh'], ['atanh', 'artanh'],
  ['ln', 'ln'], ['log', 'log'], ['lg', 'lg'], ['exp', 'exp'],
  ['gcd', 'gcd'], ['lcm', 'lcm'], ['max', 'max'], ['min', 'min'], ['floor', 'floor'], ['ceil', 'ceil'],
  ['det', 'det'], ['abs', 'abs'], ['sgn', 'sgn'], ['sign', 'sgn'], ['arg', 'arg'], ['Re', 're'], ['Im', 'im'],
]);

// prettier-ignore
const WORD_COMMANDS: ReadonlyMap<string, string> = new Map([
  ['sqrt', '\\sqrt'], ['cbrt', '\\cbrt'], ['pi', '\\pi'], ['infinity', '\\infty'], ['inf', '\\infty'], ['infty', '\\infty'], ['oo', '\\infty'],
  ['and', '\\and'], ['or', '\\or'], ['binom', '\\binom'], ['mod', '\\mod'],
  ...['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'theta', 'lambda', 'mu', 'rho', 'sigma', 'tau', 'phi', 'psi', 'omega'].map(
    (name): [string, string] => [name, `\\${name}`],
  ),
]);

/** Commands that only change how something looks. */
// prettier-ignore
const LAYOUT = new Set([
  'left', 'right', 'big', 'Big', 'bigg', 'Bigg', 'bigl', 'bigr', 'Bigl', 'Bigr', 'biggl', 'biggr', 'Biggl', 'Biggr', 'bigm', 'middle',
  'displaystyle', 'textstyle', 'scriptstyle', 'limits', 'nolimits', 'quad', 'qquad', 'enspace', 'thinspace', 'nobreak', 'noindent', 'hfill',
  'boldsymbol', 'mathstrut', 'protect', 'tiny', 'small', 'large', 'Large', 'normalsize', 'bf', 'rm', 'it', 'allowbreak', 'strut', 'hline',
]);

// prettier-ignore
const SAME_COMMAND: ReadonlyMap<string, string> = new Map([
  ['dfrac', 'frac'], ['tfrac', 'frac'], ['cfrac', 'frac'], ['dbinom', 'binom'], ['tbinom', 'binom'], ['choose', 'choose'],
  ['le', 'leq'], ['leqslant', 'leq'], ['leqq', 'leq'], ['ge', 'geq'], ['geqslant', 'geq'], ['geqq', 'geq'], ['ne', 'neq'], ['lt', '<'], ['gt', '>'],
  ['thickapprox', 'approx'], ['simeq', 'approx'], ['doteq', 'approx'], ['backsim', 'sim'],
  ['varnothing', 'emptyset'], ['backslash', 'setminus'], ['smallsetminus', 'setminus'], ['bigcup', 'cup'], ['bigcap', 'cap'], ['lor', 'or'], ['vee', 'or'], ['land', 'and'], ['wedge', 'and'],
  ['varepsilon', 'epsilon'], ['vartheta', 'theta'], ['varphi', 'phi'], ['varrho', 'rho'], ['ast', 'cdot'], ['centerdot', 'cdot'], ['bullet', 'cdot'], ['star', 'cdot'],
  ['rightarrow', 'to'], ['longrightarrow', 'to'], ['Longrightarrow', 'to'], ['Rightarrow', 'to'], ['implies', 'to'], ['mapsto', 'to'],
  ['lvert', 'vert'], ['rvert', 'vert'], ['lVert', 'Vert'], ['rVert', 'Vert'], ['mid', 'vert'], ['lbrace', '{'], ['rbrace', '}'], ['lbrack', '['], ['rbrack', ']'], ['lparen', '('], ['rparen', ')'],
  ['degree', 'degree'], ['textdegree', 'degree'], ['dotsc', 'ldots'], ['dots', 'ldots'], ['dotsb', 'ldots'], ['cdots', 'ldots'],
  ['pounds', 'pounds'], ['textdollar', '$'], ['dollar', '$'], ['iint', 'int'], ['oint', 'int'],
]);

// prettier-ignore
const TEXT_COMMANDS = new Set([
  'text', 'textbf', 'textit', 'textrm', 'textsf', 'texttt', 'textnormal', 'textsc', 'mbox', 'hbox', 'mathrm', 'operatorname', 'rm', 'emph', 'textup', 'mathsf', 'mathtt', 'mathit', 'underline', 'bold', 'unit', 'si',
]);

// prettier-ignore
const GREEK_NAMES = new Set([
  'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa', 'lambda', 'mu', 'nu', 'xi', 'rho', 'sigma', 'tau', 'upsilon', 'phi', 'chi', 'psi', 'omega',
  'Gamma', 'Delta', 'Theta', 'Lambda', 'Xi', 'Pi', 'Sigma', 'Upsilon', 'Phi', 'Psi', 'Omega', 'hbar', 'ell', 'partial', 'nabla',
]);

/** A comma that is certainly no separator: from "{,}" and ",\!". */
const HARD_COMMA = '\uE000';

const NUMBER_HARD = /\d{1,3}(?:\uE000 *\d{3})+(?!\d)(?:\.\d+)?/y;
const NUMBER_HARD_DECIMAL = /\d+\uE000\d+/y;
const NUMBER_THOUSANDS = /\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?/y;
const NUMBER_EUROPEAN = /\d{1,3}(?:\.\d{3})+,\d+(?!\d)/y;
const NUMBER_SPACED = /\d{1,3}(?: \d{3})+(?![\d])(?:[.,]\d+)?/y;
const NUMBER_COMMA = /\d+,\d+(?![\d,])/y;
const NUMBER_PLAIN = /\d+\.\d+|\d+\.(?![\w.])|\.\d+|\d+/y;
const EXPONENT_TAIL = /[eE][+-]?\d+(?![\d.])/y;
const LETTERS = /[A-Za-z]+/y;
const COMMAND = /\\(?:[A-Za-z]+\*?|[^A-Za-z])/y;

const match = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

const prepare = (text: string): string =>
  text.includes('\\') || text.includes('{,')
    ? text
        .replace(/ ?\{, ?\} ?|,(?:\\[!,;:])+ */g, HARD_COMMA)
        .replace(/(\d)(?:\\[,:; ]|~)(?=\d{3}(?!\d))/g, `$1${HARD_COMMA}`)
        .replace(/\\\\(?=[A-Za-z])/g, (found, at: number, whole: string) => (whole.includes('\\begin') ? found : '\\'))
    : text;

/** The balanced `{…}` that starts at `at`: its content and the place after it. */
function braced(text: string, at: number): { content: string; end: number } | undefined {
  if (text.charAt(at) !== '{') return undefined;
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\') i++;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return { content: text.slice(at + 1, i), end: i + 1 };
  }
  return undefined;
}

function readNumber(text: string, at: number, style: NumberStyle, inGroup: boolean): { s: string; end: number } {
  const hard = match(NUMBER_HARD, text, at);
  if (hard !== undefined) return { s: hard.replace(/[\uE000 ]/g, ''), end: at + hard.length };
  const hardDecimal = match(NUMBER_HARD_DECIMAL, text, at);
  if (hardDecimal !== undefined) return { s: hardDecimal.replace(HARD_COMMA, '.'), end: at + hardDecimal.length };
  const european = match(NUMBER_EUROPEAN, text, at);
  if (european !== undefined && style.decimalComma)
    return { s: european.replace(/\./g, '').replace(',', '.'), end: at + european.length };
  if (style.thousands && !inGroup) {
    const grouped = match(NUMBER_THOUSANDS, text, at);
    if (grouped !== undefined) return { s: grouped.replace(/,/g, ''), end: at + grouped.length };
  }
  const spaced = match(NUMBER_SPACED, text, at);
  if (spaced !== undefined) return { s: spaced.replace(/ /g, '').replace(',', '.'), end: at + spaced.length };
  if (style.decimalComma && !inGroup) {
    const comma = match(NUMBER_COMMA, text, at);
    if (comma !== undefined) return { s: comma.replace(',', '.'), end: at + comma.length };
  }
  const plain = match(NUMBER_PLAIN, text, at) ?? text.charAt(at);
  let end = at + plain.length;
  // "0.\overline{3}" keeps its point, "5." at the end of a sentence does not.
  let s = plain.endsWith('.') && !/^\\(?:overline|dot|bar)/.test(text.slice(end)) ? plain.slice(0, -1) : plain;
  if (style.scientific) {
    const tail = match(EXPONENT_TAIL, text, end);
    if (tail !== undefined) {
      s += tail.toLowerCase();
      end += tail.length;
    }
  }
  return { s, end };
}

function pushLetters(run: string, space: boolean, out: Token[]): void {
  const fn = FUNCTIONS.get(run);
  if (fn !== undefined) return void out.push({ t: 'cmd', s: `\\${fn}`, space });
  const command = WORD_COMMANDS.get(run) ?? WORD_COMMANDS.get(run.toLowerCase());
  if (command !== undefined && run.length > 1) return void out.push({ t: 'cmd', s: command, space });
  const prefix = /^(?:arc(?:sin|cos|tan)|sin|cos|tan|cot|sec|csc|ln|log|sqrt|exp)(?=[a-z]$)/.exec(run)?.[0];
  if (prefix !== undefined) {
    pushLetters(prefix, space, out);
    pushLetters(run.slice(prefix.length), false, out);
    return;
  }
  const suffix = /^([a-z])((?:arc)?(?:sin|cos|tan)|ln|log|sqrt|pi)$/.exec(run);
  if (suffix?.[1] !== undefined && suffix[2] !== undefined) {
    out.push({ t: 'sym', s: suffix[1], space });
    pushLetters(suffix[2], false, out);
    return;
  }
  if (run.length >= 4) return void out.push({ t: 'text', s: run, space });
  for (let i = 0; i < run.length; i++) out.push({ t: 'sym', s: run.charAt(i), space: space && i === 0 });
}

// prettier-ignore
const TWO_SIGNS: ReadonlyMap<string, string> = new Map([
  ['<=', '\\leq'], ['>=', '\\geq'], ['!=', '\\neq'], ['==', '='], [':=', '='], ['**', '^'], ['->', '\\to'], ['=>', '\\to'], ['||', '||'], ['=<', '\\leq'],
]);

/**
 * Splits a formula into tokens. Spaces are only remembered, `\left`, `\,` and their like are dropped, `\dfrac` is `\frac`.
 * @throws {SyntaxProblem} when the text has more than `MAX_TOKENS` tokens or unfinished commands.
 */
export function tokenize(source: string, style: NumberStyle): Token[] {
  const text = prepare(source);
  const out: Token[] = [];
  const brackets: string[] = [];
  let space = false;
  let i = 0;
  const push = (t: 'cmd' | 'op' | 'sym' | 'text' | 'env' | 'num', s: string): void => {
    out.push({ t, s, space });
    space = false;
  };
  while (i < text.length) {
    if (out.length > MAX_TOKENS) throw new SyntaxProblem('the expression is too long');
    const c = text.charAt(i);
    if (c === ' ' || c === '\n' || c === '~') {
      space = true;
      i++;
    } else if ((c >= '0' && c <= '9') || (c === '.' && /\d/.test(text.charAt(i + 1)))) {
      const inner = brackets.at(-1);
      const { s, end } = readNumber(text, i, style, inner === '(' || inner === '[' || inner === '\\{');
      push('num', s);
      i = end;
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      const run = match(LETTERS, text, i) ?? c;
      pushLetters(run, space, out);
      space = false;
      i += run.length;
    } else if (c === '\\') {
      i = readCommand(text, i, { push, brackets, spaced: () => (space = true) });
    } else {
      const two = TWO_SIGNS.get(text.slice(i, i + 2));
      if (two !== undefined && !(two === '\\neq' && text.charAt(i + 2) === '=')) {
        if (two === '||') {
          push('op', '|');
          push('op', '|');
        } else push(two.startsWith('\\') ? 'cmd' : 'op', two);
        i += 2;
      } else {
        if (c === '(' || c === '[' || c === '{') brackets.push(c);
        else if (c === ')' || c === ']' || c === '}') brackets.pop();
        if (c === '和' || c === '且' || c === '与' || c === '及') push('cmd', '\\and');
        else if (c === '或') push('cmd', '\\or');
        else push(c > '\u007F' && c !== HARD_COMMA ? 'text' : 'op', c === HARD_COMMA ? ',' : c);
        i++;
      }
    }
  }
  return out;
}

interface Sink {
  push(t: 'cmd' | 'op' | 'sym' | 'text' | 'env', s: string): void;
  spaced(): void;
  readonly brackets: string[];
}

function readCommand(text: string, at: number, sink: Sink): number {
  const command = match(COMMAND, text, at);
  if (command === undefined) throw new SyntaxProblem('a lone backslash');
  const raw = command.slice(1);
  const end = at + command.length;
  const name = SAME_COMMAND.get(raw) ?? raw;
  if (/^[,;:! ]$/.test(raw) || LAYOUT.has(raw)) {
    sink.spaced();
    if (raw === 'left' || raw === 'right' || raw === 'middle') return text.charAt(end) === '.' ? end + 1 : end;
    return end;
  }
  if (
    raw === 'hspace' ||
    raw === 'vspace' ||
    raw === 'phantom' ||
    raw === 'label' ||
    raw === 'tag' ||
    raw === 'color'
  ) {
    return braced(text, end)?.end ?? end;
  }
  if (TEXT_COMMANDS.has(raw.replace('*', ''))) {
    let open = end;
    while (text.charAt(open) === ' ') open++;
    const group = braced(text, open);
    if (group === undefined) return end;
    pushText(group.content, sink, raw === 'mathrm');
    return group.end;
  }
  if (raw === 'begin' || raw === 'end') {
    const group = braced(text, end);
    if (group === undefined) throw new SyntaxProblem('an environment without a name');
    sink.push('env', `${raw}:${group.content.replace('*', '')}`);
    return group.end;
  }
  if (raw === 'mathbb' || raw === 'mathbf' || raw === 'mathcal' || raw === 'mathfrak' || raw === 'bm') {
    let open = end;
    while (text.charAt(open) === ' ') open++;
    const group = braced(text, open);
    const content = group?.content.trim() ?? text.charAt(open);
    const domain = /^[RZQNC]$/.test(content) && (raw === 'mathbb' || raw === 'mathbf');
    if (domain) sink.push('cmd', `\\domain:${content}`);
    else if (/^[A-Za-z]$/.test(content)) sink.push('sym', content);
    else if (/^\d+$/.test(content)) sink.push('sym', `bold${content}`);
    else return end;
    return group?.end ?? open + 1;
  }
  if (GREEK_NAMES.has(name)) sink.push('sym', name);
  else if (name === '<' || name === '>') sink.push('op', name);
  else if (name === '{' || name === '}') {
    if (name === '{') sink.brackets.push('\\{');
    else sink.brackets.pop();
    sink.push('cmd', `\\${name}`);
  } else if (name === '[' || name === ']' || name === '(' || name === ')') sink.push('op', name);
  else if (name === 'vert' || name === '|' || name === 'Vert') sink.push('op', '|');
  else if (name === '\n') sink.spaced();
  else {
    const fn = FUNCTIONS.get(name);
    sink.push('cmd', fn === undefined ? `\\${name}` : `\\${fn}`);
  }
  return end;
}

/** `\text{…}`: connectors become commands, one letter is a symbol, function names are functions, the rest stays text. */
const FILLERS = /^(?:only|exactly|is|are|either|both|always|equals|units?)$/;

function pushText(content: string, sink: Sink, upright = false): void {
  const clean = content
    .replace(/\\[,;:! ]/g, ' ')
    .replace(/\$/g, '')
    .trim();
  const lower = clean.toLowerCase().replace(/^[,;]\s*/, '');
  const fn = FUNCTIONS.get(clean);
  if (clean === '' || FILLERS.test(lower)) sink.spaced();
  else if (fn !== undefined) sink.push('cmd', `\\${fn}`);
  else if (lower === 'and' || lower === 'or' || lower === '或' || lower === '和' || lower === '且' || lower === '与') {
    sink.push('cmd', lower === 'or' || lower === '或' ? '\\or' : '\\and');
  } else if (/^[A-Za-z]$/.test(clean)) sink.push('sym', clean);
  else if (/^[,;]$/.test(clean)) sink.push('op', clean);
  else if (GREEK_NAMES.has(clean.replace(/^\\/, '')) && clean.startsWith('\\')) sink.push('sym', clean.slice(1));
  else if (upright && /^[A-Za-z]{2,}$/.test(clean)) sink.push('sym', clean);
  else sink.push('text', clean);
}
