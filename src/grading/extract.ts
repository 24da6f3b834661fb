import { choiceCandidates } from './extract-choice.js';
import { FIRMNESS, type Candidate, type ExtractionRule, type ExtractOptions, type Extraction } from './extraction.js';
import { s1Candidate } from './s1-rules.js';
import {
  boxesIn,
  formulas,
  isValue,
  lastNumber,
  sentenceEnd,
  statedValue,
  trimmed,
  type Span,
} from './value-in-text.js';

/** Of longer responses only the end is searched for boxes, and less of it for everything else. */
const SEARCHED = 200_000;
const SEARCHED_FOR_WORDS = 40_000;

/** Places of one kind that are looked at, the last ones: a model that loops may state an answer ten thousand times. */
const MAX_PLACES = 20;

const lastOf = (text: string, pattern: RegExp): RegExpMatchArray[] => [...text.matchAll(pattern)].slice(-MAX_PLACES);

/** Marks that end the thinking; the answer is what follows the last of them. */
// prettier-ignore
const THINKING_ENDS = ['</think>', '</thinking>', '[/THINK]', '<|im_start|>answer', '<|channel|>final<|message|>', '</reasoning>', '<|end_of_thought|>', '◁/think▷'];
const THINKING_STARTS = /^\s*(?:<think>|<thinking>|\[THINK\]|<\|im_start\|>think|<reasoning>|<\|channel\|>analysis)/;

/** A new question or turn: what follows is not the response any more. */
const NEW_TURN =
  /(?:^|\n)[ \t]{0,12}(?:\*\*|#{1,6} ?)?(?:Question|Problem|Q|问题|题目|Exercise)\s*(?:\d+\s*)?(?:\*\*)?\s*[:：]|<\|im_start\|>(?!answer|think)|<\|im_end\|>|<\|endoftext\|>|<\|eot_id\|>|<\|start_header_id\|>|<end_of_turn>|<\/s>|(?:^|\n)[ \t]{0,12}(?:Human|User|Assistant)\s*:/g;

/**
 * Takes the answer out of a response. Only the text after the thinking counts, up to a turn that starts a new question.
 * Firm marks (a box, "Final Answer:", ####, JSON, answer tags) go before "the answer is …", that before a closing
 * sentence; of equally firm ones the last wins and the earlier ones are reported. Nothing found: `chosen` is undefined.
 */
export function extract(response: string, options: ExtractOptions = {}): Extraction {
  if (options.mode === 's1') {
    const candidate = s1Candidate(response);
    return { chosen: candidate, candidates: candidate === undefined ? [] : [candidate], scope: 'answer' };
  }
  const { from, thinkingOnly } = answerStart(response);
  const answer = thinkingOnly ? undefined : search(response, from, response.length, options);
  if (answer?.chosen !== undefined) return { ...answer, scope: 'answer' };
  if (options.thinkingFallback === true) {
    const end = thinkingOnly ? response.length : from;
    const thought = search(response, 0, end, options);
    if (thought.chosen !== undefined) return { ...thought, scope: 'thinking' };
  }
  return { chosen: undefined, candidates: answer?.candidates ?? [], scope: 'answer' };
}

/** Where the answer starts, and whether the response never leaves its thinking. */
export function answerStart(response: string): { from: number; thinkingOnly: boolean } {
  let from = -1;
  for (const mark of THINKING_ENDS) {
    const at = response.lastIndexOf(mark);
    if (at >= 0) from = Math.max(from, at + mark.length);
  }
  if (from >= 0) return { from, thinkingOnly: false };
  return { from: 0, thinkingOnly: THINKING_STARTS.test(response) };
}

interface Found {
  readonly chosen: Candidate | undefined;
  readonly candidates: Candidate[];
}

function search(response: string, from: number, end: number, options: ExtractOptions): Found {
  const start = Math.max(from, end - SEARCHED);
  const turns = [...response.slice(start, end).matchAll(NEW_TURN)].map((match) => start + match.index);
  let searchedTo = start;
  for (const limit of [...turns, end]) {
    // A response may open with the question itself: a turn with nothing before it ends nothing.
    if (response.slice(searchedTo, limit).trim() === '') continue;
    const found = searchIn(response, start, limit, options);
    if (found.chosen !== undefined) return found;
    searchedTo = start;
  }
  return { chosen: undefined, candidates: [] };
}

function searchIn(response: string, start: number, limit: number, options: ExtractOptions): Found {
  const choosing = options.kind === 'choice' || (options.choices !== undefined && options.choices.length > 0);
  if (choosing) {
    const letters = choiceCandidates(response, Math.max(start, limit - SEARCHED_FOR_WORDS), limit, options.choices);
    const best = surest(letters);
    if (best !== undefined)
      return {
        chosen: best,
        candidates: letters.map(({ text, start: a, end: b, rule }) => ({ text, start: a, end: b, rule })),
      };
    if (options.choices === undefined) return { chosen: undefined, candidates: [] };
  }
  const candidates = statedCandidates(response, start, limit);
  if (!candidates.some((candidate) => FIRMNESS[candidate.rule] >= 3))
    candidates.push(...closingCandidates(response, start, limit));
  if (candidates.length === 0 && options.lastValue === true) candidates.push(...closingValue(response, start, limit));
  candidates.sort((a, b) => a.start - b.start);
  return { chosen: firmest(candidates), candidates };
}

const firmest = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.reduce<Candidate | undefined>(
    (best, candidate) => (best === undefined || FIRMNESS[candidate.rule] >= FIRMNESS[best.rule] ? candidate : best),
    undefined,
  );

function surest(letters: readonly (Candidate & { sureness: number })[]): Candidate | undefined {
  const best = letters.reduce<(Candidate & { sureness: number }) | undefined>(
    (top, letter) => (top === undefined || letter.sureness >= top.sureness ? letter : top),
    undefined,
  );
  return best === undefined ? undefined : { text: best.text, start: best.start, end: best.end, rule: best.rule };
}

const FINAL = /\bfinal\s+answer\s*(?:\}|\*\*)*\s*(?:[:：]|\bis\b|\n)/gi;
const ANSWER =
  /(?:\b(?:the|my|our)\s+(?:(?:correct|right|best|final)\s+)?(?:answer|solution|result)\s*(?:\*\*)?\s*(?:is|are|would be|should be|must be|=|:)|\b(?:answer|réponse|respuesta|antwort|ans|solution)\s*(?:\*\*)?\s*(?:[:：=]|\bis\b|\best\b)|(?:正确)?答案\s*(?:\*\*)?\s*(?:是|为|应为|应该是|[:：])|(?:\bAnswer\b)(?=\s*(?:\$|\\\(|\\\[)))/gi;
const HASH = /^[ \t]{0,12}####[ \t]*([^\n]+)$/gm;
const TAG = /<answer>([\s\S]*?)<\/answer>/gi;
const JSON_ANSWER = /"(?:final_?\s?)?answer"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|\[[^\][]*\]|true|false)/gi;

function statedCandidates(source: string, start: number, limit: number): Candidate[] {
  const from = Math.max(start, limit - SEARCHED_FOR_WORDS);
  const text = source.slice(from, limit);
  const found: Candidate[] = [];
  const put = (value: Span | undefined, rule: ExtractionRule): void => {
    if (value !== undefined && value.text.trim() !== '') found.push({ ...value, rule });
  };
  boxCandidates(source, start, limit, put);
  for (const match of lastOf(text, HASH)) put(group(source, from, match, match[1]), 'hash');
  for (const match of lastOf(text, TAG)) {
    const inside = group(source, from, match, match[1]);
    put(boxesIn(source, inside.start, inside.end) ?? inside, 'answer-tag');
  }
  for (const match of lastOf(text, JSON_ANSWER)) put(jsonValue(group(source, from, match, match[1])), 'json');
  const finals = lastOf(text, FINAL);
  finals.forEach((match) =>
    put(statedValue(source, from + (match.index ?? 0) + match[0].length, limit), 'final-answer'),
  );
  for (const match of lastOf(text, ANSWER)) {
    const after = from + (match.index ?? 0) + match[0].length;
    if (/[A-Za-z]$/.test(match[0]) && /^[A-Za-z]/.test(source.slice(after, after + 1))) continue;
    put(statedValue(source, after, limit), 'answer-is');
  }
  return found;
}

function group(source: string, offset: number, match: RegExpMatchArray, inner: string | undefined): Span {
  const at = offset + (match.index ?? 0) + match[0].lastIndexOf(inner ?? '');
  return trimmed(source, at, at + (inner ?? '').length);
}

/** Each group of boxes that belong together is one candidate. */
function boxCandidates(
  source: string,
  start: number,
  limit: number,
  put: (value: Span | undefined, rule: ExtractionRule) => void,
): void {
  let end = limit;
  for (let i = 0; i < MAX_PLACES; i++) {
    const value = boxesIn(source, start, end);
    if (value === undefined) return;
    put(value, 'boxed');
    const opening = Math.max(source.lastIndexOf('\\boxed', value.start), source.lastIndexOf('\\fbox', value.start));
    end = opening >= start ? Math.min(opening, value.start) : value.start;
    if (end <= start) return;
  }
}

function jsonValue(value: Span): Span | undefined {
  try {
    const parsed: unknown = JSON.parse(value.text);
    if (typeof parsed === 'string') return { ...value, text: parsed };
    if (Array.isArray(parsed)) return { ...value, text: parsed.map(String).join(', ') };
    return { ...value, text: String(parsed) };
  } catch {
    return { ...value, text: value.text.replace(/^"|"$/g, '') }; // LaTeX in JSON is often not escaped
  }
}

const CONCLUDING =
  /(?:^|[\n.。!?]\s{0,8})(?:\*\*)?(?:therefore|thus|hence|so|consequently|in conclusion|this means|finally|donc|ainsi|en conclusion|por lo tanto|also|因此|所以|故|综上(?:所述)?|于是|从而|这样)/gi;
const BOLD = /\*\*([^*\n]{1,200})\*\*/g;

/** Where nothing is marked: bold values and display formulas at the end, and the closing "therefore …" sentence. */
function closingCandidates(source: string, start: number, limit: number): Candidate[] {
  const found: Candidate[] = [];
  const tail = Math.max(start, lastParagraph(source, start, limit));
  const bold = [...source.slice(tail, limit).matchAll(BOLD)].at(-1);
  if (bold?.[1] !== undefined) {
    const inside = group(source, tail, bold, bold[1].replace(/[.:：]$/, ''));
    if (isValue(inside.text)) found.push({ ...inside, rule: 'bold' });
  }
  const conclusion = [...source.slice(tail, limit).matchAll(CONCLUDING)].at(-1);
  if (conclusion !== undefined) {
    const from = tail + conclusion.index + conclusion[0].length;
    const value = concluded(source, from, sentenceEnd(source, from, limit));
    if (value !== undefined) found.push({ ...value, rule: 'conclusion' });
  }
  const display = formulas(source, tail, limit).at(-1);
  if (
    display !== undefined &&
    found.length === 0 &&
    /^\$\$|^\\\[/.test(display.text) &&
    source.slice(display.end, limit).trim().length < 4
  ) {
    found.push({ ...display, rule: 'display-math' });
  }
  return found;
}

/** Start of the last paragraph that holds more than a courtesy. */
function lastParagraph(source: string, start: number, limit: number): number {
  const trimmedEnd = start + source.slice(start, limit).trimEnd().length;
  const at = source.lastIndexOf('\n\n', trimmedEnd - 1);
  return at < start ? start : at;
}

function concluded(source: string, from: number, end: number): Span | undefined {
  const found = formulas(source, from, end).at(-1);
  if (found !== undefined && source.slice(found.end, end).trim().length < 30 && isValue(found.text)) return found;
  const value = lastNumber(source, from, end);
  return value !== undefined && isValue(value.text) ? value : undefined;
}

/** The last value of the last sentence that has one. */
function closingValue(source: string, start: number, limit: number): Candidate[] {
  const text = trimmed(source, Math.max(start, limit - 3000), limit);
  const whole = text.text.length < 200 && !text.text.includes('\n') && isValue(text.text) ? text : undefined;
  if (whole !== undefined) return [{ ...whole, rule: 'last-value' }];
  const formula = formulas(source, text.start, text.end).at(-1);
  const number = lastNumber(source, text.start, text.end);
  const best =
    formula !== undefined && (number === undefined || formula.end >= number.end) && isValue(formula.text)
      ? formula
      : number;
  return best === undefined ? [] : [{ ...best, rule: 'last-value' }];
}
