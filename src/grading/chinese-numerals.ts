/** Chinese numerals: 一百二十三, 两千零五, 三分之二, 百分之二十五, 零点五, 负三, 三万五千, and financial forms 壹贰叁. */

// prettier-ignore
const DIGITS: Readonly<Record<string, number>> = {
  零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9,
  壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9,
};
const SMALL: Readonly<Record<string, bigint>> = { 十: 10n, 百: 100n, 千: 1000n, 拾: 10n, 佰: 100n, 仟: 1000n };
const LARGE: Readonly<Record<string, bigint>> = { 万: 10_000n, 亿: 100_000_000n };

const NUMERAL = '[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]';
const WHOLE = new RegExp(`^${NUMERAL}+$`);
const FRACTION = new RegExp(`^(负?)(?:(${NUMERAL}+)又)?(${NUMERAL}+)分之(${NUMERAL}+)$`);
const DECIMAL = new RegExp(`^(负?)(${NUMERAL}+)点([零〇一二三四五六七八九]+)$`);
const PERCENT = new RegExp(`^百分之(${NUMERAL}+(?:点[零〇一二三四五六七八九]+)?|\\d+(?:\\.\\d+)?)$`);
const DISCOUNT = /^([一二三四五六七八九])成([一二三四五六七八九])?$/;

/** The LaTeX of a Chinese numeral that is the whole text, or undefined. */
export function readChineseNumeral(text: string): string | undefined {
  if (!/[\u4e00-\u9fff〇]/.test(text)) return undefined;
  if (text === '一半' || text === '半') return '\\frac{1}{2}';
  const reduced = /^([一二三四五六七八九])折$/.exec(text)?.[1];
  if (reduced !== undefined) return `${(DIGITS[reduced] ?? 0) * 10}\\%`;
  const percent = PERCENT.exec(text)?.[1];
  if (percent !== undefined) {
    const inner = /^\d/.test(percent) ? percent : readChineseNumeral(percent);
    return inner === undefined ? undefined : `${inner}\\%`;
  }
  const tenths = DISCOUNT.exec(text);
  if (tenths?.[1] !== undefined) return `${DIGITS[tenths[1]] ?? 0}${DIGITS[tenths[2] ?? '零'] ?? 0}\\%`;
  const fraction = FRACTION.exec(text);
  if (fraction !== null) {
    const [, sign, whole, bottom = '', top = ''] = fraction;
    const t = wholeNumber(top);
    const b = wholeNumber(bottom);
    const w = whole === undefined ? undefined : wholeNumber(whole);
    if (t === undefined || b === undefined || b === 0n) return undefined;
    return `${sign === '' ? '' : '-'}${w === undefined ? '' : w.toString()}\\frac{${t}}{${b}}`;
  }
  const decimal = DECIMAL.exec(text);
  if (decimal !== null) {
    const [, sign, whole = '', places = ''] = decimal;
    const w = wholeNumber(whole);
    return w === undefined
      ? undefined
      : `${sign === '' ? '' : '-'}${w}.${[...places].map((c) => DIGITS[c] ?? 0).join('')}`;
  }
  const negative = text.startsWith('负');
  const body = negative ? text.slice(1) : text;
  const arabic = /^(\d+(?:\.\d+)?)([万亿])$/.exec(body);
  if (arabic?.[1] !== undefined && arabic[2] !== undefined)
    return `${negative ? '-' : ''}${arabic[1]} \\times ${LARGE[arabic[2]] ?? 1n}`;
  if (!WHOLE.test(body)) return undefined;
  const value = wholeNumber(body);
  return value === undefined ? undefined : `${negative ? '-' : ''}${value}`;
}

function wholeNumber(text: string): bigint | undefined {
  const chars = [...text];
  if (chars.length > 30) return undefined;
  // 二〇二四: digits in a row, as in years.
  if (chars.length > 1 && chars.every((c) => c in DIGITS)) return BigInt(chars.map((c) => DIGITS[c] ?? 0).join(''));
  let total = 0n;
  let section = 0n;
  let digit: bigint | undefined;
  for (const c of chars) {
    const d = DIGITS[c];
    const small = SMALL[c];
    const large = LARGE[c];
    if (d !== undefined) {
      if (digit !== undefined && digit !== 0n) return undefined;
      digit = BigInt(d);
    } else if (small !== undefined) {
      section += (digit ?? 1n) * small;
      digit = undefined;
    } else if (large !== undefined) {
      section += digit ?? 0n;
      if (section === 0n) return undefined;
      total = large === 100_000_000n ? (total + section) * large : total + section * large;
      section = 0n;
      digit = undefined;
    }
  }
  return total + section + (digit ?? 0n);
}
