import { sameDate, sameTime } from './calendar.js';
import { letterOf, readChoice, type Choice } from './choice.js';
import { cleanAnswer } from './clean.js';
import { withUnits } from './compare-units.js';
import { compareMath } from './compare.js';
import type { Expr } from './expression.js';
import { normalForm } from './normal-form.js';
import { parseMath } from './parser.js';
import { fromDecimal } from './rational.js';
import { isWordLike, letters, readAnswer, type Answer, type Reading } from './reading.js';
import { different, same, unknown, type Comparison, type Context, type Finding } from './verdict.js';

/** A comparison together with the answers as read, so that a slower method can go on where this one gave up. */
export interface FastResult extends Comparison {
  readonly goldAnswer: Answer;
  readonly predictionAnswer: Answer;
}

/**
 * Decides most pairs of answers at once, without a computer algebra system: exact fractions, rational functions, sets,
 * units, dates, words, choices; closed forms to 50 digits; other functions at fixed sample points.
 * Never throws; `unknown` means that neither equality nor difference was shown.
 */
export function sameFast(gold: string, prediction: string, options: Context = {}): FastResult {
  const start = performance.now();
  if (
    options.kind !== 'choice' &&
    options.choices === undefined &&
    PLAIN_INTEGER.test(gold) &&
    PLAIN_INTEGER.test(prediction)
  ) {
    const integers = plainIntegers(gold, prediction, options);
    if (integers !== undefined) return { ...integers, ms: performance.now() - start };
  }
  let goldAnswer: Answer = { text: gold, readings: [] };
  let predictionAnswer: Answer = { text: prediction, readings: [] };
  let result: Finding;
  try {
    goldAnswer = readAnswer(gold);
    predictionAnswer = readAnswer(prediction);
    result = decide(gold, prediction, goldAnswer, predictionAnswer, options);
  } catch (error) {
    result = unknown(
      error instanceof RangeError
        ? 'the answer is nested or computed beyond all limits'
        : `the comparison failed: ${String(error)}`,
    );
  }
  return {
    ...result,
    gold: describe(goldAnswer),
    prediction: describe(predictionAnswer),
    ms: performance.now() - start,
    goldAnswer,
    predictionAnswer,
  };
}

function describe(answer: Answer): string {
  const text = normalForm(answer);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

function decide(gold: string, prediction: string, a: Answer, b: Answer, options: Context): Finding {
  if (b.text === '') return a.text === '' ? same('both empty') : different('no answer');
  const choice =
    options.kind === 'math' || options.kind === 'text' ? undefined : compareChoices(gold, prediction, a, b, options);
  if (choice !== undefined) return choice;
  if (a.text === b.text) return same('the same text');
  if (options.kind === 'text') return compareKeys(a, b);
  return compareAnswers(a, b, options);
}

/** Compares two answers as read, each reading of one with each of the other. */
export function compareAnswers(gold: Answer, prediction: Answer, options: Context): Finding {
  let first: Finding | undefined;
  let doubt: Finding | undefined;
  const times = gold.readings.some((r) => r.form === 'time') && prediction.readings.some((r) => r.form === 'time');
  for (const a of gold.readings) {
    for (const b of prediction.readings) {
      if (a.form !== b.form || (times && a.form !== 'time')) continue;
      const found = compareReadings(a, b, options);
      if (found.verdict === 'same') return withConditions(found, gold, prediction);
      if (found.verdict === 'unknown') doubt ??= found;
      // The text of a formula says less than the formula.
      if (a.form !== 'text') first ??= found;
      else doubt = first === undefined && found.verdict === 'different' ? found : doubt;
    }
  }
  return first ?? doubt ?? unlike(gold, prediction);
}

/** Signs that words do not have: a text with them is a formula that could not be read. */
const FORMULA_SIGNS = /\\[A-Za-z]{2,}|[_^=+*|<>{}\\]|\(\(/;

/** No reading of one side has the form of any reading of the other: a word against a number. */
function unlike(gold: Answer, prediction: Answer): Finding {
  for (const answer of [gold, prediction]) {
    if (answer.readings.some((reading) => reading.form !== 'text')) continue;
    const shown = answer.text.slice(0, 60);
    if (FORMULA_SIGNS.test(answer.text.replace(/\\text\s*\{[^{}]*\}/g, '')) || answer.text.length > 200)
      return unknown(`"${shown}" could not be read`);
    if (answer.text.length > 40 && /\d/.test(answer.text)) return unknown(`"${shown}…" is a sentence`);
  }
  return different('answers of different kinds');
}

function withConditions(found: Finding, gold: Answer, prediction: Answer): Finding {
  const [a, b] = [gold.condition, prediction.condition];
  if (a === undefined || b === undefined || a === b || !/[\d=<>]/.test(a + b)) return found;
  return unknown('the same answer under conditions that were not compared');
}

function compareReadings(a: Reading, b: Reading, options: Context): Finding {
  if (a.form === 'math' && b.form === 'math') return compareQuantities(a, b, options);
  if (a.form === 'time' && b.form === 'time')
    return sameTime(a.time, b.time) ? same('the same time') : different('different times');
  if (a.form === 'date' && b.form === 'date')
    return sameDate(a.date, b.date) ? same('the same date') : different('different dates');
  if (a.form === 'text' && b.form === 'text') return compareText(a.key, b.key);
  return different('answers of different kinds');
}

type Quantity = Reading & { form: 'math' };

function compareQuantities(a: Quantity, b: Quantity, options: Context): Finding {
  if (a.unit !== undefined && b.unit !== undefined)
    return withUnits(a.expr, a.unit, b.expr, b.unit, options, compareMath);
  const value = compareMath(a.expr, b.expr, options);
  if (a.unit === undefined && b.unit === undefined) {
    // The product abc is bca, but the word "act" is not "cat".
    if (value.verdict === 'same' && isWordLike(a.expr) && letters(a.expr) !== letters(b.expr))
      return unknown('the same letters in another order');
    if (value.verdict === 'same' && a.noun !== undefined && b.noun !== undefined && !sameNoun(a.noun, b.noun))
      return unknown(`${a.noun} against ${b.noun}`);
    return value;
  }
  if (value.verdict !== 'same') return value;
  if (options.units === 'required') return different('the unit is missing');
  const counted = a.noun ?? b.noun;
  if (counted !== undefined && counted !== '') return unknown(`a unit against ${counted}`);
  const guessed = (a.unit !== undefined && a.unitCertain !== true) || (b.unit !== undefined && b.unitCertain !== true);
  return guessed
    ? different('letters after the number on one side only')
    : same('the same value; one side has no unit');
}

const stem = (noun: string): string =>
  noun
    .replace(/\b(?:of|the|in|per)\b.*$/, '')
    .trim()
    .replace(/(?:es|s)$/, '');

const sameNoun = (a: string, b: string): boolean =>
  a === '' || b === '' || stem(a) === stem(b) || a.includes(stem(b)) || b.includes(stem(a));

const constant = (x: number): Expr => ({ k: 'num', value: fromDecimal(String(x)) });

function compareKeys(a: Answer, b: Answer): Finding {
  const key = (answer: Answer): string =>
    answer.readings.find((reading) => reading.form === 'text')?.key ?? answer.text.toLowerCase();
  return compareText(key(a), key(b));
}

/** The yes or no that a text opens with. */
function yesOrNo(key: string): 'yes' | 'no' | undefined {
  const opening = /^(?:yes|no|true|false)\b|^(?:是|否|不是|对|错)/.exec(key)?.[0];
  return opening === undefined ? undefined : /^(?:yes|true|是|对)$/.test(opening) ? 'yes' : 'no';
}

/** Texts: equal keys, or a leading yes or no; short ones that differ are different, long ones are left to a judge. */
function compareText(a: string, b: string): Finding {
  if (a === b) return same('the same words');
  if (a.replace(/\s/g, '') === b.replace(/\s/g, '')) return same('the same words');
  const [yesA, yesB] = [yesOrNo(a), yesOrNo(b)];
  if (yesA !== undefined && yesB !== undefined && (a === yesA || b === yesB))
    return yesA === yesB ? same('the same yes or no') : different('yes against no');
  const wordsA = a.split(' ');
  const wordsB = b.split(' ');
  const shared = wordsA.filter((word) => wordsB.includes(word)).length;
  if (shared === 0 && Math.min(wordsA.length, wordsB.length) <= 4) return different('different words');
  if (shared === wordsA.length || shared === wordsB.length) return unknown('one text contains the other');
  return wordsA.length <= 3 && wordsB.length <= 3
    ? different('different words')
    : unknown('texts that differ in wording');
}

/** Multiple choice: by letter, by the option's text, or by the text that stands with the letter. */
function compareChoices(gold: string, prediction: string, a: Answer, b: Answer, options: Context): Finding | undefined {
  const last =
    options.choices === undefined || options.choices.length === 0 ? 'Z' : letterOf(options.choices.length - 1);
  const asked = options.kind === 'choice' || (options.choices !== undefined && options.choices.length > 0);
  const goldChoice = readChoice(a.text, last) ?? readChoice(lastLine(gold), last);
  const predictionChoice = readChoice(b.text, last);
  const goldLetters = asked ? (goldChoice?.letters ?? byText(a, options)) : goldChoice?.letters;
  if (asked) {
    const letters = predictionChoice?.letters ?? byText(b, options);
    if (goldLetters === undefined) return undefined;
    if (letters === undefined) return different(`"${prediction.trim().slice(0, 60)}" is none of the options`);
    return letters === goldLetters ? same(`option ${letters}`) : different(`option ${goldLetters} against ${letters}`);
  }
  if (goldChoice === undefined || predictionChoice === undefined)
    return oneSided(goldChoice, predictionChoice, a, b, options);
  if (!comparable(goldChoice, predictionChoice)) return undefined;
  return goldChoice.letters === predictionChoice.letters
    ? same(`option ${goldChoice.letters}`)
    : different(`option ${goldChoice.letters} against ${predictionChoice.letters}`);
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? text;

/** Without knowing the task, letters count as options where at least one side is marked as one, or has the option's text. */
function comparable(a: Choice, b: Choice): boolean {
  return a.marked || b.marked || (a.text !== '') !== (b.text !== '');
}

/** "(A) 12" against "12": the letter's own text is the answer. */
function oneSided(
  goldChoice: Choice | undefined,
  predictionChoice: Choice | undefined,
  a: Answer,
  b: Answer,
  options: Context,
): Finding | undefined {
  const choice = goldChoice ?? predictionChoice;
  if (choice?.marked !== true || choice.text === '') return undefined;
  const text = readAnswer(choice.text);
  const found = goldChoice === undefined ? compareAnswers(a, text, options) : compareAnswers(text, b, options);
  return found.verdict === 'same' ? same(`the text of option ${choice.letters}`) : undefined;
}

/** The letter of the only option whose text is this answer. */
function byText(answer: Answer, options: Context): string | undefined {
  const matches: string[] = [];
  (options.choices ?? []).forEach((choice, index) => {
    const own = readChoice(choice);
    const text = own?.marked === true && own.text !== '' && own.letters === letterOf(index) ? own.text : choice;
    const candidate = readAnswer(text);
    if (candidate.text === answer.text || compareAnswers(candidate, answer, {}).verdict === 'same')
      matches.push(letterOf(index));
  });
  return matches.length === 1 ? matches[0] : undefined;
}

const PLAIN_INTEGER = /^\s*-?\d{1,15}\s*$/;

/** Two integers without tolerance, the commonest case of all, need no reading. */
function plainIntegers(
  gold: string,
  prediction: string,
  { decimals, relativeTolerance }: Context,
): FastResult | undefined {
  if (decimals !== undefined || relativeTolerance !== undefined) return undefined;
  const [a, b] = [Number(gold), Number(prediction)];
  const finding = a === b ? same('the same value') : different('different values');
  const answer = (x: number): Answer => ({ text: String(x), readings: [{ form: 'math', expr: constant(x) }] });
  return {
    ...finding,
    gold: String(a),
    prediction: String(b),
    ms: 0,
    goldAnswer: answer(a),
    predictionAnswer: answer(b),
  };
}

/** The cleaned text of an answer, for callers that key on it (majority voting, caches). */
export const answerText = (text: string): string => cleanAnswer(text);

/** Whether a LaTeX or plain formula is readable: what `same` cannot read it can only compare as text. */
export const readsAsMath = (latex: string): boolean =>
  parseMath(latex, { thousands: true, decimalComma: false, scientific: true }) !== undefined;
