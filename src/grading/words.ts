/** Text answers: one key per meaning, so that "No solution." and "无解" compare equal. */

// prettier-ignore
const SYNONYMS: readonly (readonly [key: string, ...words: string[]])[] = [
  ['yes', 'true', 'correct', 'right', '是', '对', '正确', '是的', '真', '成立', '√', 'y'],
  ['no', 'false', 'incorrect', 'wrong', '否', '错', '错误', '不是', '假', '不成立', '不正确', '不对', 'n'],
  ['none', 'no solution', 'no solutions', 'no real solution', 'no real solutions', 'there is no solution', 'there are no solutions', 'no such number', 'no such numbers', 'no such numbers exist', 'no such function', 'no such functions', 'no such functions exist', 'nosolution', 'empty set', 'the empty set', '无解', '没有解', '空集', '无实数解', '无实根', 'no real roots', 'no roots', 'no integer solutions', 'nonexistent'],
  ['does not exist', 'dne', 'undefined', 'doesnt exist', '不存在', '无意义', 'not defined', 'divergent', 'diverges', '发散'],
  ['all reals', 'all real numbers', 'any real number', 'all real', 'real numbers', 'every real number', '全体实数', '任意实数', '一切实数', '所有实数', 'all x'],
  ['all integers', 'integers', 'the integers', 'any integer', 'all the integers', '整数', '全体整数', '所有整数'],
  ['infinity', 'infinite', 'infinitely many', 'infinitely many solutions', 'infinite solutions', 'unbounded', '无穷大', '无穷', '无限', '无数', '无数个', '无穷多', '无穷多个', '无穷多解'],
  ['monday', 'mon', '星期一', '周一'], ['tuesday', 'tue', 'tues', '星期二', '周二'], ['wednesday', 'wed', '星期三', '周三'], ['thursday', 'thu', 'thurs', '星期四', '周四'], ['friday', 'fri', '星期五', '周五'], ['saturday', 'sat', '星期六', '周六'], ['sunday', 'sun', '星期日', '周日', '星期天'],
  ['odd', '奇数', '奇函数', 'odd function'], ['even', '偶数', '偶函数', 'even function'],
  ['increasing', '增大', '变大', '单调递增', 'monotonically increasing', 'increases', 'increase'], ['decreasing', '减小', '变小', '单调递减', 'monotonically decreasing', 'decreases', 'decrease'],
  ['proof', '证明题', '见解析', '略', '证明题略', '见解析略'],
];

const KEYS = new Map<string, string>(
  SYNONYMS.flatMap(([key, ...words]) => [key, ...words].map((word): [string, string] => [word, key])),
);

/** Words that carry no meaning of their own in an answer. */
const FILLER =
  /\b(?:the|a|an|is|are|was|will be|it|its|it's|answer|final|therefore|thus|so|hence|approximately|about|around|exactly|only)\b/g;

/** Lower case, punctuation and filler gone, synonyms merged. Empty when nothing is left. */
export function textKey(text: string): string {
  const plain = text
    .replace(/\\(?:text|textbf|textit|mathrm|mbox|textrm|operatorname|mathbf|emph)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\[,;:! ]|\\quad|\\qquad/g, ' ')
    .replace(/[{}$"`*~]/g, ' ')
    .replace(/['’]/g, '')
    .toLowerCase();
  const bare = plain
    .replace(/[.,;:!?()[\]]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const known = KEYS.get(bare);
  if (known !== undefined) return known;
  const short = bare.replace(FILLER, ' ').replace(/\s+/g, ' ').trim();
  return KEYS.get(short) ?? (short === '' ? bare : short.replace(/-/g, ' '));
}

// prettier-ignore
const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ').map((word, i): [string, number] => [word, i]),
);
// prettier-ignore
const TENS: ReadonlyMap<string, number> = new Map('twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, i): [string, number] => [word, (i + 2) * 10]));
// prettier-ignore
const SCALES: ReadonlyMap<string, number> = new Map([['hundred', 100], ['thousand', 1000], ['million', 1e6], ['billion', 1e9], ['trillion', 1e12]]);
// prettier-ignore
const PARTS: ReadonlyMap<string, number> = new Map([['half', 2], ['halves', 2], ['third', 3], ['thirds', 3], ['quarter', 4], ['quarters', 4], ['fourth', 4], ['fourths', 4], ['fifth', 5], ['fifths', 5], ['sixth', 6], ['sixths', 6], ['seventh', 7], ['sevenths', 7], ['eighth', 8], ['eighths', 8], ['ninth', 9], ['ninths', 9], ['tenth', 10], ['tenths', 10]]);

/** "twenty-three", "one hundred and five", "three quarters" as LaTeX; undefined for other words. */
export function readNumberWords(text: string): string | undefined {
  const words = text
    .toLowerCase()
    .replace(/-/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== 'and');
  if (words.length === 0 || words.length > 12) return undefined;
  const last = words.at(-1) ?? '';
  const part = PARTS.get(last);
  if (part !== undefined && words.length > 1) {
    const top =
      wholeWords(words.slice(0, -1)) ??
      (words.length === 2 && (words[0] === 'a' || words[0] === 'one') ? 1 : undefined);
    return top === undefined ? undefined : `\\frac{${top}}{${part}}`;
  }
  const value = wholeWords(words);
  return value === undefined ? undefined : String(value);
}

function wholeWords(words: readonly string[]): number | undefined {
  let total = 0;
  let section = 0;
  if (words.length === 0) return undefined;
  for (const word of words) {
    const unit = NUMBER_WORDS.get(word) ?? TENS.get(word);
    const scale = SCALES.get(word);
    if (unit !== undefined) section += unit;
    else if (scale === 100) section = Math.max(1, section) * 100;
    else if (scale !== undefined) {
      total += Math.max(1, section) * scale;
      section = 0;
    } else return undefined;
  }
  return total + section;
}
