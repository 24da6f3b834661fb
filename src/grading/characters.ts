/** Unicode to the ASCII and LaTeX that the rest of the grader reads. */

// prettier-ignore
const REPLACEMENTS: Readonly<Record<string, string>> = {
  '−': '-', '–': '-', '—': '-', '‐': '-', '‑': '-', '‒': '-', '﹣': '-', '﹢': '+', '➕': '+', '➖': '-',
  '×': '\\times ', '✕': '\\times ', '✖': '\\times ', '⋅': '\\cdot ', '·': '\\cdot ', '∙': '\\cdot ', '∗': '*', '÷': '\\div ', '⁄': '/', '∕': '/',
  '√': '\\sqrt ', '∛': '\\sqrt[3] ', '∜': '\\sqrt[4] ', '∞': '\\infty ', '±': '\\pm ', '∓': '\\mp ',
  '≤': '\\leq ', '≦': '\\leq ', '⩽': '\\leq ', '≥': '\\geq ', '≧': '\\geq ', '⩾': '\\geq ', '≠': '\\neq ', '≈': '\\approx ', '≅': '\\cong ', '≃': '\\approx ', '≡': '\\equiv ', '∼': '\\sim ',
  '°': '^\\circ ', '∘': '\\circ ', '′': "'", '″': "''", '’': "'", '‘': "'", '“': '"', '”': '"', '‰': '\\permil ',
  '∪': '\\cup ', '∩': '\\cap ', '∅': '\\emptyset ', '∈': '\\in ', '∉': '\\notin ', '⊂': '\\subset ', '⊆': '\\subseteq ', '∖': '\\setminus ',
  'ℝ': '\\mathbb{R}', 'ℤ': '\\mathbb{Z}', 'ℚ': '\\mathbb{Q}', 'ℕ': '\\mathbb{N}', 'ℂ': '\\mathbb{C}',
  '∑': '\\sum ', '∏': '\\prod ', '∫': '\\int ', '∂': '\\partial ', '∇': '\\nabla ', '→': '\\to ', '⇒': '\\Rightarrow ', '⟹': '\\Rightarrow ', '⟨': '\\langle ', '⟩': '\\rangle ', '〈': '\\langle ', '〉': '\\rangle ',
  '⌊': '\\lfloor ', '⌋': '\\rfloor ', '⌈': '\\lceil ', '⌉': '\\rceil ', '∠': '\\angle ', '△': '\\triangle ', '∥': '\\parallel ', '⊥': '\\perp ', '∧': '\\land ', '∨': '\\lor ', '…': '\\ldots ', '⋯': '\\cdots ',
  'ℓ': 'l', 'ℏ': '\\hbar ', 'Ω': 'Ω', 'Å': 'Å', 'µ': 'μ', '℃': '°C', '℉': '°F', '㎝': 'cm', '㎜': 'mm', '㎞': 'km', '㎏': 'kg', '㎡': 'm^2',
  '½': '\\frac{1}{2}', '⅓': '\\frac{1}{3}', '⅔': '\\frac{2}{3}', '¼': '\\frac{1}{4}', '¾': '\\frac{3}{4}', '⅕': '\\frac{1}{5}', '⅖': '\\frac{2}{5}', '⅗': '\\frac{3}{5}', '⅘': '\\frac{4}{5}', '⅙': '\\frac{1}{6}', '⅚': '\\frac{5}{6}', '⅐': '\\frac{1}{7}', '⅛': '\\frac{1}{8}', '⅜': '\\frac{3}{8}', '⅝': '\\frac{5}{8}', '⅞': '\\frac{7}{8}', '⅑': '\\frac{1}{9}', '⅒': '\\frac{1}{10}',
  '。': '.', '、': ',', '【': '[', '】': ']', '「': '"', '」': '"', '《': '"', '》': '"', '〔': '(', '〕': ')', '．': '.', '，': ',',
  '①': '(1)', '②': '(2)', '③': '(3)', '④': '(4)', '⑤': '(5)', '∴': '', '∵': '', '√́': '\\sqrt ',
};

// prettier-ignore
const GREEK: Readonly<Record<string, string>> = {
  α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ζ: 'zeta', η: 'eta', θ: 'theta', ι: 'iota', κ: 'kappa', λ: 'lambda', ν: 'nu', ξ: 'xi', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau', υ: 'upsilon', φ: 'phi', ϕ: 'phi', χ: 'chi', ψ: 'psi', ω: 'omega',
  Γ: 'Gamma', Δ: 'Delta', '∆': 'Delta', Θ: 'Theta', Λ: 'Lambda', Ξ: 'Xi', Π: 'Pi', Σ: 'Sigma', Φ: 'Phi', Ψ: 'Psi',
};

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ';
const SUPERSCRIPT_MEANS = '0123456789+-ni';
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₓₙₘ';
const SUBSCRIPT_MEANS = '0123456789+-aexnm';

const INVISIBLE = /\u00AD|[\u200B-\u200F]|[\u2060-\u2064]|[\uFE00-\uFE0F]|\uFEFF/g;
const SPACES = /[\u00A0\u2000-\u200A\u202F\u205F\u3000\t\r]/g;
const ASCII_ONLY = /^[\x20-\x7E\n]*$/;

const lifted = (text: string, from: string, to: string, mark: string): string => {
  let out = '';
  for (const c of text) out += to[from.indexOf(c)] ?? '';
  return `${mark}{${out}}`;
};

const SUPERSCRIPT_RUN = new RegExp(`[${SUPERSCRIPTS}]+`, 'g');
const SUBSCRIPT_RUN = new RegExp(`[${SUBSCRIPTS}]+`, 'g');

/**
 * Maps full-width forms, typographic signs, vulgar fractions, super- and subscripts, Greek letters and CJK punctuation
 * to ASCII and LaTeX. Letters of other scripts stay as they are. The micro sign, the ohm sign and the Angstrom sign stay
 * letters too, because they are units.
 */
export function plainCharacters(text: string): string {
  if (ASCII_ONLY.test(text)) return text;
  let out = '';
  const prepared = text
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ')
    .replace(SUPERSCRIPT_RUN, (run) => lifted(run, SUPERSCRIPTS, SUPERSCRIPT_MEANS, '^'))
    .replace(SUBSCRIPT_RUN, (run) => lifted(run, SUBSCRIPTS, SUBSCRIPT_MEANS, '_'))
    .replace(/°\s*(?=[CF](?![a-z]))/g, '°');
  for (let i = 0; i < prepared.length; i++) {
    const c = prepared.charAt(i);
    const code = prepared.charCodeAt(i);
    if (code < 0x80) {
      out += c;
    } else if (code >= 0xff01 && code <= 0xff5e) {
      out += String.fromCharCode(code - 0xfee0);
    } else if (c === '°' && /[CF]/.test(prepared.charAt(i + 1)) && !/[a-z]/.test(prepared.charAt(i + 2))) {
      out += '°';
    } else {
      const greek = GREEK[c];
      out += greek === undefined ? (REPLACEMENTS[c] ?? (c === '℃' ? '°C' : c)) : `\\${greek} `;
    }
  }
  return out;
}
