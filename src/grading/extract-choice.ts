import { letterOf, readChoice } from './choice.js';
import { findBoxes } from './clean.js';
import type { Candidate } from './extraction.js';
import { textKey } from './words.js';

/** How sure a shape is; of the surest shape that occurs, the last place wins. */
interface Shape {
  readonly pattern: RegExp;
  readonly sureness: number;
}

const L = '[A-Z]';
const OPEN = String.raw`(?:\\boxed\{|\\text\{|\\mathbf\{|\\textbf\{|\\mathrm\{|[\s("'“\[{$\x60*_]){0,12}`;
const END = String.raw`(?![A-Za-z0-9'’]|\s*-\s*[a-z])`;
const ANSWER = String.raw`(?:answer|choice|option|réponse|respuesta|antwort|答案|选项)`;

/** Shapes in which models state a choice. Every pattern's first group is the letter; none has nested repetition. */
const SHAPES: readonly Shape[] = [
  {
    sureness: 5,
    pattern: new RegExp(
      String.raw`${ANSWER}(?:\s+(?:here|to this|to the question|for this))?(?:\s{0,8}\*\*)?\s{0,8}(?:is|must be|should be|would be|will be|are|est|es|ist|=|是|为|应为|应该是|选)\s{0,8}(?:[:：]\s{0,8})?(?:for sure|definitely|clearly|probably|likely|therefore|thus|indeed|simply|most likely|option|choice|answer|letter|选项|选)?\s{0,8}[:：]?${OPEN}(${L})${END}`,
      'dgi',
    ),
  },
  {
    sureness: 5,
    pattern: new RegExp(
      String.raw`(?:^|[^a-z])${ANSWER}\s{0,8}(?:\*\*)?\s{0,8}[:：]\s{0,8}(?:\*\*)?\s{0,8}(?:the\s+answer\s+is\s{0,8})?(?:option|choice)?${OPEN}(${L})${END}`,
      'dgi',
    ),
  },
  {
    sureness: 5,
    pattern: new RegExp(
      String.raw`(?:故选|应选|选择|故答案为|选|答案选|正确的是|正确答案是)\s{0,8}[:：]?\s{0,8}${OPEN}(${L})${END}`,
      'dg',
    ),
  },
  {
    sureness: 4,
    pattern: new RegExp(
      String.raw`(?:\bcorrect\b|\bright\b|\bbest\b|\bmost\b)[^.\n]{0,60}?\b(?:is|are|be)\s{0,8}:?\s{0,8}(?:option|choice)?${OPEN}(${L})${END}`,
      'dgi',
    ),
  },
  {
    sureness: 4,
    pattern: new RegExp(
      String.raw`\b(?:I\s+(?:would\s+|will\s+)?(?:choose|pick|select|go with)|(?:choose|select|pick))\s+(?:option|choice|answer)?${OPEN}(${L})${END}`,
      'dgi',
    ),
  },
  {
    sureness: 4,
    pattern: new RegExp(
      String.raw`\b(?:therefore|thus|so|hence|I think|I believe|must be|believe)\b[^.\n]{0,40}?\b(?:it'?s|it is|be|is)\s+(?:option\s+|choice\s+)?${OPEN}(${L})${END}`,
      'dgi',
    ),
  },
  {
    sureness: 3,
    pattern: new RegExp(
      String.raw`\b(?:option|choice)\s{0,8}${OPEN}(${L})${END}\s{0,8}[)*]{0,4}\s{0,8}(?:is|as)\b`,
      'dgi',
    ),
  },
  { sureness: 3, pattern: new RegExp(String.raw`^[-#>\s{0,8}_]{0,12}[(\[]?(${L})[)\].:：、。][^\n]*$`, 'dgm') },
  {
    sureness: 3,
    pattern: new RegExp(
      String.raw`^[ \t]{0,12}(?:\*\*|__|[("\[$\x60]){0,8}(${L})(?:\*\*|__|[)"\]$.。\x60]){0,8}[ \t]*$`,
      'dgm',
    ),
  },
  { sureness: 2, pattern: new RegExp(String.raw`\*\*\s{0,8}\(?(${L})\)?(?:[.):]\s[^*\n]{0,200})?\*\*`, 'dg') },
  { sureness: 2, pattern: new RegExp(String.raw`^\s{0,8}[(\[]?(${L})[)\]]?\s{0,8}(?:[.。,，:：]|不|非)`, 'dg') },
  { sureness: 1, pattern: new RegExp(String.raw`\b(?:option|choice)\s{0,8}${OPEN}(${L})${END}`, 'dgi') },
  { sureness: 1, pattern: new RegExp(String.raw`\((${L})\)`, 'dg') },
];

/** "A" and "I" are words of English: in prose they only count in brackets or behind "answer". */
const isWord = (text: string, at: number, letter: string): boolean =>
  (letter === 'A' && /^\s+[a-z]/.test(text.slice(at + 1, at + 4)) && text.charAt(at - 1) !== '(') ||
  (letter === 'I' && /^(?:\s+[a-z]|['’])/.test(text.slice(at + 1, at + 4)) && text.charAt(at - 1) !== '(');

/**
 * The options that a response names. Lists of options that the response repeats ("A. … B. … C. …") do not count.
 * @param from where the search starts; offsets are those of `source`.
 */
export function choiceCandidates(
  source: string,
  from: number,
  limit: number,
  choices: readonly string[] | undefined,
): (Candidate & { sureness: number })[] {
  const text = source.slice(from, limit);
  const last = choices === undefined || choices.length === 0 ? 'J' : letterOf(choices.length - 1);
  const found: (Candidate & { sureness: number })[] = [];
  for (const box of findBoxes(text)) {
    const content = text.slice(box.contentStart, box.contentEnd);
    const choice = readChoice(content, last);
    const letters = choice?.letters ?? letterOfText(content, choices);
    if (letters !== undefined)
      found.push({
        text: letters,
        start: from + box.contentStart,
        end: from + box.contentEnd,
        rule: 'boxed',
        sureness: 6,
      });
  }
  const listed = repeatedOptions(text);
  for (const { pattern, sureness } of SHAPES) {
    pattern.lastIndex = 0;
    for (const match of text.matchAll(pattern)) {
      const letter = match[1];
      if (letter === undefined || letter > last || letter !== letter.toUpperCase()) continue;
      const place = match.indices?.[1]?.[0] ?? match.index;
      if (sureness < 5 && isWord(text, place, letter)) continue;
      if (
        sureness === 5 &&
        isWord(text, place, letter) &&
        !/[:(]\s*\**$/.test(text.slice(Math.max(0, place - 4), place))
      )
        continue;
      if (listed.some((range) => place >= range.start && place < range.end) && sureness < 5) continue;
      if (negated(text, match.index, place)) continue;
      const more = moreLetters(text, place, last);
      found.push({ text: more.letters, start: from + place, end: from + more.end, rule: 'choice', sureness });
    }
  }
  dropContinuation(text, from, found);
  if (found.length === 0) found.push(...byOptionText(source, from, limit, choices));
  return found.sort((a, b) => a.start - b.start);
}

/**
 * Bare statements in a row that contradict each other ("The answer is (B). The answer is (J). …", nothing between) are
 * answers to questions that were never asked: of three or more different ones only the first is the response's.
 */
function dropContinuation(text: string, from: number, found: (Candidate & { sureness: number })[]): void {
  const lines = [...text.matchAll(/^[ \t]*(?:the )?answer is:? \(?([A-Z])\)?\.?[ \t]*$/gim)];
  let run: RegExpMatchArray[] = [];
  for (const line of lines) {
    const before = run.at(-1);
    const gap = before === undefined ? '' : text.slice((before.index ?? 0) + before[0].length, line.index);
    run = gap.trim() === '' ? [...run, line] : [line];
  }
  const [first] = run;
  if (first === undefined || new Set(run.map((line) => line[1])).size < 3) return;
  const end = from + (first.index ?? 0) + first[0].length;
  for (let i = found.length - 1; i >= 0; i--) if ((found[i]?.start ?? 0) >= end) found.splice(i, 1);
}

const negated = (text: string, start: number, place: number): boolean =>
  /\b(?:not|n't|cannot be|isn't|non|incorrect|wrong)\s+(?:option\s+|choice\s+|\()?$/i.test(
    text.slice(Math.max(0, start - 6), place),
  );

/** "B and D", "A, C", "ACD" behind the first letter. */
function moreLetters(text: string, place: number, last: string): { letters: string; end: number } {
  const match = /^([A-Z])\)?(?:\*\*)?((?:\s*(?:,|、|and|&|和|,\s*and)\s*\(?[A-Z]\)?(?![A-Za-z']))*)/.exec(
    text.slice(place, place + 60),
  );
  const letters = [...new Set((match?.[0] ?? text.charAt(place)).replace(/and/g, '').replace(/[^A-Z]/g, ''))].filter(
    (letter) => letter <= last,
  );
  return {
    letters: letters.sort().join(''),
    end: place + Math.max(1, (match?.[2] ?? '') === '' ? 1 : (match?.[0].trimEnd().length ?? 1)),
  };
}

/** Ranges in which the response repeats the list of options, at least three in alphabetical order on their own lines. */
function repeatedOptions(text: string): { start: number; end: number }[] {
  const lines = [
    ...text.matchAll(/^[ \t]{0,12}(?:[-*][ \t]{0,4})?(?:\*\*)?\(?([A-Z])[).:：]\)?(?:\*\*)?[ \t]{0,8}\S[^\n]*$/gm),
  ];
  const ranges: { start: number; end: number }[] = [];
  let run: RegExpMatchArray[] = [];
  const close = (): void => {
    const [first] = run;
    const end = run.at(-1);
    if (run.length >= 3 && first?.index !== undefined && end?.index !== undefined)
      ranges.push({ start: first.index, end: end.index + end[0].length });
    run = [];
  };
  for (const line of lines) {
    const previous = run.at(-1)?.[1];
    if (previous !== undefined && line[1]?.charCodeAt(0) !== previous.charCodeAt(0) + 1) close();
    run.push(line);
  }
  close();
  return ranges;
}

/** The letter of the only option whose words are these. */
function letterOfText(content: string, choices: readonly string[] | undefined): string | undefined {
  const key = textKey(content);
  const hits = (choices ?? []).flatMap((choice, index) =>
    textKey(choice) === key && key !== '' ? [letterOf(index)] : [],
  );
  return hits.length === 1 ? hits[0] : undefined;
}

/** The option's own text in the closing sentence, if exactly one option's text occurs there. */
function byOptionText(
  source: string,
  from: number,
  limit: number,
  choices: readonly string[] | undefined,
): (Candidate & { sureness: number })[] {
  if (choices === undefined) return [];
  const tailStart = Math.max(from, source.lastIndexOf('\n', limit - 2) + 1, limit - 400);
  const tail = source.slice(tailStart, limit).toLowerCase();
  const hits = choices.flatMap((choice, index) => {
    const words = choice.trim().toLowerCase();
    const at = words.length > 1 ? tail.lastIndexOf(words) : -1;
    return at < 0 ? [] : [{ index, at, length: words.length }];
  });
  const longest = hits.filter(
    (hit) =>
      !hits.some(
        (other) =>
          other !== hit &&
          other.length > hit.length &&
          other.at <= hit.at &&
          other.at + other.length >= hit.at + hit.length,
      ),
  );
  const [hit] = longest;
  if (hit === undefined || longest.length !== 1) return [];
  return [
    {
      text: letterOf(hit.index),
      start: tailStart + hit.at,
      end: tailStart + hit.at + hit.length,
      rule: 'choice',
      sureness: 1,
    },
  ];
}
