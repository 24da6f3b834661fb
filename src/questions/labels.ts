/** Reads what stands before a text and says what the text is: "Problem 3.", "(b)", "C)", "Answer:", "例 2", "【解】". */

export type LabelRole =
  | 'question'
  | 'number'
  | 'part'
  | 'option'
  | 'answer'
  | 'solution'
  | 'hint'
  | 'theorem'
  /** 证明： a task after a number, a solution after a task. */
  | 'prove';

export interface Label {
  readonly role: LabelRole;
  /** Offset after the label and the points beside it. */
  readonly end: number;
  /** Place in its sequence: 3 for "3." and for "(c)". */
  readonly ordinal?: number;
  /** Labels of one sequence look the same: '1.', '(1)', '(a)', 'A)'. */
  readonly style: string;
  /** 0 is the outermost; parts stand below numbers, roman numerals below letters. */
  readonly rank: number;
  readonly text: string;
  readonly points?: string;
  /** The word of a question label, in lower case: "example", "q". */
  readonly word?: string;
  /** Nothing follows on the line but this label. */
  readonly alone: boolean;
}

const OPENING = /^(?:[\s\uFFFC【[「]|\p{So}|\p{Sk}|[►▶●■◆★☆➤•▪–—#]\s)*/u;

const ENGLISH_WORD =
  /^(?:(?:practice|review|sample|bonus|challenge|extra|warm-?up|exam|test|quiz|homework|discussion|conceptual|concept|word|worked|solved|guided|self-?check|independent|mini|math|maths|physics|chemistry|biology|science|advanced|additional|example|programming)\s+)?(extra credit|bonus|problem|exercise|question|example|task|puzzle|challenge|try (?:it|this)(?: yourself)?(?: now)?|your turn|check ?point|check your (?:understanding|work)|quick check|self-?check|drill|practice|prob|exer|exercice|aufgabe|ejercicio|ex|ques|qn|que|q)(?![a-z])/i;
const ENGLISH_NUMBER =
  /^\.?\s*(?:#|no\.?|nr\.?|number)?\s*(\d{1,4}(?:[.\-–]\d{1,3}){0,3}(?:[a-z](?![a-z]))?|[IVX]{1,5}(?=[\s.:)]|$)|[A-Z](?=[.:)]|$)|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b|[＃?]{1,2}(?=[.:]))(?:\s*(?:of|\/)\s*\d{1,3}(?!\w))?/i;
const TITLE = /^\s*(?:\([^()\n]{1,80}\)|\[[^[\]\n]{1,80}\])/;
const DELIMITER = /^\s*(?:[.:)\]】：、．。]|[-–—]\s)+/;

const CHINESE_WORD =
  /^(?:第\s*([\d一二三四五六七八九十]{1,3})\s*[题问]|(题目|例题|经典例题|典型例题|例|练一练|练习题|练习|习题|问题|思考题|思考|变式训练|变式|巩固练习|跟踪训练|跟踪练习|即学即练|当堂检测|典例|真题|试题|课后练习|计算题|证明题|应用题|解答题|填空题|选择题|判断题|实验题|压轴题|题干|题|问)\s*([\d一二三四五六七八九十]{0,3}(?:[-.－—]\d{1,3}){0,2}))/;

const ANSWER =
  /^(?:(?:the\s+)?(?:final|correct|reference|expected|model|short|right|numerical|sample)\s+)?(?:answers?|ans|answer key|key)\s*(?:key)?\s*(?:\([^()\n]{1,30}\))?\s*(?:\d{1,3}\s*)?[:：.=](?!\w)|^(?:参考|正确|标准|最终)?答案\s*\d{0,3}\s*(?:[】\]:：是为]|(?=\s\s))|^答\s*[:：】]/i;
const SOLUTION =
  /^(?:(?:worked|sample|full|detailed|possible|model|quick|alternative|proposed|brief|official)\s+)?(?:solutions?|sol|soln|explanation|proof|rationale|reasoning|working|walk-?through|commentary|discussion|strategy|approach|steps)\s*(?:\d{1,3}|\([^()\n]{1,40}\))?\s*(?:of [^:.\n]{1,40})?[:：.](?!\w)|^(?:参考)?(?:解答过程|解答|解析|解题过程|解题思路|解法\s*[一二三\d]?|分析|思路分析|思路点拨|思路|详解|点评|点拨|评析|方法总结|规律方法|解题技巧|过程|法\s*[一二三\d])\s*[:：】\]]|^解\s*(?:[:：】\]]|(?=[\s\u3000]{2}))/i;
const PROVE = /^证(?:明)?\s*[:：】\]]/;
const HINT =
  /^(?:hints?|tips?|notes?|remarks?|reminder|figure|fig\.?)\s*\d{0,3}\s*[:：.](?!\w)|^(?:提示|注意|注|温馨提示|备注|小贴士)\s*[:：】\]]/i;
const THEOREM =
  /^(?:theorem|lemma|proposition|corollary|definition|axiom|claim|conjecture|postulate|fact|principle|property|objectives?|learning (?:goals?|objectives?|outcomes?))\s*(?:\d+(?:\.\d+)*)?\s*(?:\([^()\n]{1,60}\))?\s*(?:[:：.](?!\w)|(?=\s{2})|$)|^(?:定理|引理|命题|推论|定义|公理|性质|结论|学习目标|教学目标|知识点)\s*[\d一二三四五六七八九十]{0,3}(?:[.-]\d+)?\s*(?:[（(][^（）()\n]{1,30}[)）])?\s*(?:[:：】.．、]|(?=[\s\u3000]{1,2}\S))/i;

const POINTS =
  /^\s*[([（【]\s*(?:(?:本小?题)?(?:满分|共|每小?题)?\s*)?\+?\d+(?:\.\d+)?\s*(?:points?|pts?\.?|marks?|p\.?|分|%|credits?|punkte|pontos?)?(?:\s*(?:each|total|extra credit|bonus|每空|共[^)）]{1,8}))?\s*[)\]）】]\s*[.:]?|^\s*\d+\s*(?:points?|pts|marks)\s*[.:]/i;
const POINTS_WORD = /point|pts|pt\b|mark|分|%|credit|punkt/i;
const TAG =
  /^\s*[（([](?:[^()（）[\]\n]{0,30}?(?:19|20)\d\d[^()（）[\]\n]{0,30}|easy|medium|hard|warm-?up|challenge|challenging|optional|bonus|difficult|basic|advanced|extra credit|多选|单选|选做|必做|附加题?|★+|\*+)[)）\]]\s*/i;

const NUMBER_WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const CHINESE_DIGITS = '一二三四五六七八九十';

/**
 * The label that stands in `text` at `at`, before the end of that line. A label that is emphasised leaves two spaces
 * behind it in masked text, which counts as a delimiter.
 * @param heading the text is a heading: words need no delimiter
 */
export function readLabel(text: string, at: number, heading = false): Label | undefined {
  const lineEnd = endOfLine(text, at);
  const line = text.slice(at, Math.min(lineEnd, at + 400));
  const lead = OPENING.exec(line)?.[0].length ?? 0;
  const rest = line.slice(lead);
  const bracketed = /[【[]\s*$/.test(line.slice(0, lead));
  const found =
    readWord(rest, heading, bracketed) ??
    readOrdinal(rest) ??
    (lead > 0 ? readOrdinal(line.trimStart(), line.length - line.trimStart().length - lead) : undefined);
  if (found === undefined) return undefined;
  let end = at + lead + found.length;
  const points: string[] = [];
  for (;;) {
    const after = text.slice(end, Math.min(lineEnd, end + 80));
    const mark = POINTS.exec(after);
    // A bare "(5)" after a number is points only where something follows it that is no formula.
    if (mark !== null && (POINTS_WORD.test(mark[0]) || (/^\s*\[\d+\]/.test(mark[0]) && found.role !== 'option'))) {
      points.push(mark[0].trim().replace(/^[([（【]\s*|\s*[)\]）】][.:]?$/g, ''));
      end += mark[0].length;
      continue;
    }
    const tag = found.role === 'question' || found.role === 'number' ? TAG.exec(after) : null;
    if (tag !== null) {
      end += tag[0].length;
      continue;
    }
    break;
  }
  const delimiter = points.length > 0 ? (/^\s*[.:：]/.exec(text.slice(end, lineEnd))?.[0].length ?? 0) : 0;
  end += delimiter;
  const { length: _, ...label } = found;
  return {
    ...label,
    end,
    text: text
      .slice(at + lead, at + lead + found.length)
      .trim()
      .replace(/[.:：、．】\])）\s]+$/, (tail) => (/^[)）\]】]/.test(tail) ? (tail[0] ?? '') : '')),
    ...(points.length > 0 ? { points: points.join(', ') } : {}),
    alone: text.slice(end, lineEnd).trim() === '',
  };
}

type Found = Omit<Label, 'end' | 'text' | 'alone' | 'points'> & { readonly length: number };

function readWord(rest: string, heading: boolean, bracketed: boolean): Found | undefined {
  const english = ENGLISH_WORD.exec(rest);
  if (english !== null) {
    const word = (english[1] ?? '').toLowerCase();
    let length = english[0].length;
    const number = ENGLISH_NUMBER.exec(rest.slice(length));
    if (number !== null) length += number[0].length;
    const title = TITLE.exec(rest.slice(length));
    const plain = DELIMITER.exec(rest.slice(length));
    let closed = false;
    if (plain !== null) {
      length += plain[0].length;
      closed = true;
    } else if (title !== null) {
      const after = rest.slice(length + title[0].length);
      const mark = DELIMITER.exec(after);
      if (mark !== null || /^\s{2}|^\s*$/.test(after) || heading) {
        if (POINTS.exec(title[0]) === null || !POINTS_WORD.test(title[0]))
          length += title[0].length + (mark?.[0].length ?? 0);
        closed = true;
      }
    }
    const after = rest.slice(length);
    const open =
      closed ||
      /^\s*$/.test(after) ||
      (/^[\s\u3000]{2}/.test(after) && number !== null) ||
      (heading && number !== null) ||
      bracketed;
    const short = word === 'q' || word === 'ex' || word === 'que' || word === 'prob' || word === 'qn';
    // "Example" alone in a sentence, "Q" of a quantity: a word without number needs its colon.
    const bare = number === null && !heading && !/[:：\].】]\s*$/.test(rest.slice(0, length)) && !/^\s*$/.test(after);
    if (
      open &&
      !bare &&
      !(short && number === null && !closed) &&
      !(number === null && !closed && !heading && word.length < 4)
    ) {
      const ordinal = ordinalOf(number?.[1]);
      return {
        role: 'question',
        length,
        rank: 0,
        style: 'question',
        word,
        ...(ordinal === undefined ? {} : { ordinal }),
      };
    }
  }
  const chinese = CHINESE_WORD.exec(rest);
  if (chinese !== null) {
    const numeral = chinese[1] ?? chinese[3] ?? '';
    const after = rest.slice(chinese[0].length);
    const tag = /^\s*[（(][^（）()\n]{1,30}[)）]/.exec(after);
    const delimiter = /^\s*[】\]:：.．、)）]+/.exec(after);
    const word = chinese[2] ?? '题';
    const enough =
      numeral !== ''
        ? delimiter !== null || tag !== null || /^\s|^$/.test(after) || heading || bracketed
        : delimiter !== null || (heading && /^\s*$/.test(after)) || /^\s*$/.test(after) || bracketed;
    const section =
      numeral === '' &&
      /^(?:选择题|填空题|解答题|计算题|证明题|应用题|判断题|实验题|习题|练习|课后练习|练习题|试题|巩固练习)$/.test(
        word,
      );
    if (enough && !section && !(word === '问' && numeral === '' && delimiter === null)) {
      const ordinal = chineseNumber(numeral);
      return {
        role: 'question',
        length: chinese[0].length + (delimiter?.[0].length ?? 0),
        rank: 0,
        style: 'question',
        word,
        ...(ordinal === undefined ? {} : { ordinal }),
      };
    }
  }
  const simple: readonly (readonly [LabelRole, RegExp])[] = [
    ['answer', ANSWER],
    ['solution', SOLUTION],
    ['prove', PROVE],
    ['hint', HINT],
    ['theorem', THEOREM],
  ];
  for (const [role, pattern] of simple) {
    const match = pattern.exec(rest);
    if (match !== null) return { role, length: match[0].length, rank: 0, style: role };
  }
  if (/^a\s*[:：](?=\s|$)/i.test(rest)) return { role: 'answer', length: 2, rank: 0, style: 'a:' };
  // The bare word in bold, or alone on its line.
  const bare =
    /^(?:solutions?|answers?(?: key)?|proof|explanation|参考答案(?:与解析|及解析)?|参考解答|答案与解析|解答|解析|答案|解)(?=\s{2}|\s*$)/i.exec(
      rest,
    );
  if (bare !== null)
    return {
      role: /answer|答案/i.test(bare[0]) ? 'answer' : 'solution',
      length: bare[0].length,
      rank: 0,
      style: 'bare',
    };
  return undefined;
}

function readOrdinal(rest: string, shift = 0): Found | undefined {
  const found = (role: LabelRole, length: number, ordinal: number, style: string, rank: number): Found => ({
    role,
    length: length + shift,
    ordinal,
    style,
    rank,
  });
  let m = /^(\d{1,3})\s{0,2}([.)．、）:：]|\\?[.)])(?!\d)/.exec(rest);
  if (m !== null) {
    if (/[:：]/.test(m[2] ?? '') && !/^\s/.test(rest.slice(m[0].length))) return undefined;
    return found('number', m[0].length, Number(m[1]), /[)）]/.test(m[2] ?? '') ? '1)' : '1.', 1);
  }
  m = /^[（(]\s*(\d{1,2})\s*[)）]\.?/.exec(rest);
  if (m !== null) return found('part', m[0].length, Number(m[1]), '(1)', 2);
  m = /^[①-⑳]/.exec(rest);
  if (m !== null) return found('part', 1, m[0].charCodeAt(0) - 0x245f, '①', 2.5);
  m = /^(\d{1,2})[.-](\d{1,3})(?:[.:)]|(?=\s))\s*(?=\S)/.exec(rest);
  if (m !== null && !/^\s*[-+*/=×÷%°]|^\s*(?:m|s|kg|g|cm|km|N|J|V|A|mol|mL|L)\b/.test(rest.slice(m[0].length)))
    return found('number', m[0].length, Number(m[2]), `${m[1]}.1`, 1);
  m = /^([一二三四五六七八九十]{1,3})[、.．]/.exec(rest);
  if (m !== null) return found('number', m[0].length, chineseNumber(m[1] ?? '') ?? 1, '一', 0.5);
  m = /^[（(]\s*([一二三四五六七八九十]{1,2})\s*[)）]/.exec(rest);
  if (m !== null) return found('number', m[0].length, chineseNumber(m[1] ?? '') ?? 1, '（一）', 0.7);
  m = /^(?:[（([]([A-J])[)）\]]|([A-J])[.)．、:：。]|([A-J])(?=\s{2}))(?![.\w])/.exec(rest);
  if (m !== null)
    return found(
      'option',
      m[0].length,
      (m[1] ?? m[2] ?? m[3] ?? 'A').charCodeAt(0) - 64,
      m[1] !== undefined ? '(A)' : 'A.',
      2,
    );
  m = /^(?:[（(](i{1,3}|iv|vi{0,3}|ix|x)[)）]|(i{2,3}|iv|vi{1,3}|ix)[.)](?=\s))/.exec(rest);
  if (m !== null) return found('part', m[0].length, roman(m[1] ?? m[2] ?? 'i'), '(i)', 3);
  m = /^(?:[（(]([a-h])[)）]|([a-h])[.)．、](?=\s|\$|[\u4e00-\u9fff]|\\))/.exec(rest);
  if (m !== null)
    return found('part', m[0].length, (m[1] ?? m[2] ?? 'a').charCodeAt(0) - 96, m[1] !== undefined ? '(a)' : 'a)', 2);
  return undefined;
}

function ordinalOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const word = NUMBER_WORDS.indexOf(text.toLowerCase());
  if (word >= 0) return word + 1;
  const last = /(\d+)[a-z]?$/i.exec(text)?.[1];
  return last === undefined
    ? /^[A-Z]$/.test(text)
      ? text.charCodeAt(0) - 64
      : roman(text.toLowerCase())
    : Number(last);
}

function roman(text: string): number {
  const index = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'].indexOf(text);
  return index + 1;
}

function chineseNumber(text: string): number | undefined {
  if (text === '') return undefined;
  const digits = /(\d+)$/.exec(text)?.[1];
  if (digits !== undefined) return Number(digits);
  if (text.length === 1) return CHINESE_DIGITS.indexOf(text) + 1;
  return text.startsWith('十') ? 10 + CHINESE_DIGITS.indexOf(text[1] ?? '') + 1 : undefined;
}

export function endOfLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed === -1 ? text.length : feed;
}

/** Points at the end of a task: "[3 marks]", "(5 points)", "（8分）". */
const TRAILING_POINTS =
  /\s*[([（【]\s*(?:本小?题)?(?:满分|共)?\s*\d+(?:\.\d+)?\s*(?:points?|pts?\.?|marks?|分|credits?)[^)\]）】]{0,12}[)\]）】]\s*\.?$|\s+\[\d{1,2}\]$/i;

export function trailingPoints(text: string): { readonly length: number; readonly points: string } | undefined {
  const match = TRAILING_POINTS.exec(text.slice(-60));
  return match === null ? undefined : { length: match[0].length, points: match[0].trim().slice(1, -1).trim() };
}

/** Points or a tag before a task without any number: "(3 pts) Find …". */
export function leadingPoints(text: string): { readonly length: number; readonly points: string } | undefined {
  const match = POINTS.exec(text);
  if (match === null || !POINTS_WORD.test(match[0])) return undefined;
  return { length: match[0].length, points: match[0].trim().replace(/^[([（【]\s*|\s*[)\]）】][.:]?$/g, '') };
}
