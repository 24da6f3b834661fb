/** Mathematics as plain text for hovers, hints and lenses, which cannot draw formulas. */

const SYMBOLS: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  varepsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  varphi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Xi: 'Ξ',
  Pi: 'Π',
  Sigma: 'Σ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
  cdot: '·',
  times: '×',
  div: '÷',
  pm: '±',
  mp: '∓',
  le: '≤',
  leq: '≤',
  ge: '≥',
  geq: '≥',
  ne: '≠',
  neq: '≠',
  approx: '≈',
  equiv: '≡',
  infty: '∞',
  to: '→',
  rightarrow: '→',
  in: '∈',
  notin: '∉',
  cup: '∪',
  cap: '∩',
  subset: '⊂',
  emptyset: '∅',
  varnothing: '∅',
  sum: '∑',
  prod: '∏',
  int: '∫',
  partial: '∂',
  nabla: '∇',
  circ: '°',
  degree: '°',
  angle: '∠',
  perp: '⊥',
  parallel: '∥',
  ldots: '…',
  dots: '…',
  cdots: '⋯',
  quad: ' ',
  qquad: ' ',
  ell: 'ℓ',
  hbar: 'ħ',
  forall: '∀',
  exists: '∃',
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  ln: 'ln',
  log: 'log',
  exp: 'exp',
  lim: 'lim',
  max: 'max',
  min: 'min',
  gcd: 'gcd',
  det: 'det',
  sqrt: '√',
  mid: '|',
};
const SUPERSCRIPT: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-n()'].map((c, i) => [c, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ⁽⁾'][i] ?? c]),
);
const SUBSCRIPT: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-()'].map((c, i) => [c, [...'₀₁₂₃₄₅₆₇₈₉₊₋₍₎'][i] ?? c]),
);

/** Answers longer than this are shown as they are. */
const LONGEST = 2000;

/** "$\frac{1}{2}x^2$" → "1/2x²". What is not understood stays as it is written. */
export function plainMath(text: string): string {
  if (text.length > LONGEST || !/[\\^_$]/.test(text)) return text;
  let out = text
    .replace(/\\(?:left|right|displaystyle|textstyle|,|;|!|:|limits)(?![A-Za-z])/g, '')
    .replace(/\\[()[\]]|\$/g, '');
  for (let round = 0; round < 6; round++) {
    const before = out;
    out = out
      .replace(/\\(?:text|mathrm|mathbf|mathit|operatorname|boxed|textbf|mbox)\*?\s*\{([^{}]*)\}/g, '$1')
      .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, (_, a: string, b: string) => `${group(a)}/${group(b)}`)
      .replace(/\\[dt]?frac\s*(\d)\s*(\d)/g, '$1/$2')
      .replace(
        /\\sqrt\s*\[([^[\]{}]*)\]\s*\{([^{}]*)\}/g,
        (_, n: string, a: string) => `${raised(n, SUPERSCRIPT) ?? n}√${group(a)}`,
      )
      .replace(/\\sqrt\s*\{([^{}]*)\}/g, (_, a: string) => `√${group(a)}`)
      .replace(/\^\s*\\circ/g, '°')
      .replace(/\^\s*(?:\{([^{}]*)\}|([0-9A-Za-z]))/g, (whole, a: string | undefined, b: string | undefined) =>
        shift(whole, a ?? b ?? '', SUPERSCRIPT, '^'),
      )
      .replace(/_\s*(?:\{([^{}]*)\}|([0-9A-Za-z]))/g, (whole, a: string | undefined, b: string | undefined) =>
        shift(whole, a ?? b ?? '', SUBSCRIPT, '_'),
      );
    if (out === before) break;
  }
  out = out.replace(/\\([A-Za-z]+)(\s*)/g, (whole, name: string, space: string) => {
    const symbol = SYMBOLS[name];
    return symbol === undefined ? whole : symbol.length > 1 ? symbol + (space === '' ? '' : ' ') : symbol;
  });
  return out
    .replace(/\\([{}%#&$_ ])/g, '$1')
    .replace(/\^\(([^()]{1,40})\)/g, '^($1)')
    .trim();
}

function group(text: string): string {
  return /^(?:[\w.πα-ω]+|\d+(?:\.\d+)?[a-z]?)$/.test(text) ? text : `(${text})`;
}

function shift(whole: string, text: string, table: Readonly<Record<string, string>>, mark: string): string {
  return raised(text, table) ?? (whole.includes('{') ? `${mark}(${text})` : `${mark}${text}`);
}

function raised(text: string, table: Readonly<Record<string, string>>): string | undefined {
  const letters = [...text];
  const mapped = letters.map((c) => table[c]);
  return letters.length > 0 && mapped.every((c) => c !== undefined) ? mapped.join('') : undefined;
}

/** Text that stands in Markdown as itself. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}

/** One line of at most `length` characters; surrogate pairs stay whole. */
export function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length <= length ? line : `${letters.slice(0, length - 1).join('')}…`;
}
