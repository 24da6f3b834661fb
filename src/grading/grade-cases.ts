import { extract } from './extract.js';
import { isValue } from './value-in-text.js';
import type { Grader } from './grader.js';
import type { AnswerKind, Comparison, SameOptions } from './verdict.js';

/** One line of a cases file, checked. */
export interface GradeCase {
  readonly gold: string;
  readonly prediction: string;
  readonly options: SameOptions;
}

/** A graded case as the command line prints it: one line of JSON. */
export type GradedCase = Comparison;

/** A line that is no case: what is wrong with it, for the user. */
export class CaseError extends Error {
  constructor(
    readonly line: number,
    problem: string,
  ) {
    super(`line ${line}: ${problem}`);
  }
}

// prettier-ignore
const KINDS: Readonly<Record<string, AnswerKind>> = {
  math: 'math', number: 'math', numeric: 'math', expression: 'math', free: 'math', choice: 'choice', mcq: 'choice', multiple_choice: 'choice', 'multiple-choice': 'choice', text: 'text',
};

/**
 * Reads one line of a JSON Lines file of cases: `gold`, `prediction`, and where given `kind` and `options` (a list of
 * option texts, or an object of conventions: choices, decimals, relativeTolerance, units, percent). Unknown kinds are left to the shape of the answers.
 * @throws {CaseError} naming the line and the field.
 */
export function parseCase(text: string, line: number): GradeCase {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CaseError(line, 'is not JSON');
  }
  if (!isRecord(value)) throw new CaseError(line, 'is not a JSON object with the fields gold and prediction');
  const gold = answerField(value, 'gold', line);
  const prediction = answerField(value, 'prediction', line);
  const kind = typeof value.kind === 'string' ? KINDS[value.kind.toLowerCase()] : undefined;
  return {
    gold,
    prediction,
    options: { ...(kind === undefined ? {} : { kind }), ...conventions(value.options, line) },
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function answerField(record: Record<string, unknown>, name: string, line: number): string {
  const value = record[name];
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(String).join(', ')}]`;
  throw new CaseError(
    line,
    value === undefined ? `has no field "${name}"` : `the field "${name}" is neither text nor a number`,
  );
}

function conventions(value: unknown, line: number): SameOptions {
  if (value === undefined || value === null) return {};
  if (Array.isArray(value)) return { choices: value.map(String) };
  if (!isRecord(value)) throw new CaseError(line, 'the field "options" is neither a list nor an object');
  const { choices, decimals, relativeTolerance, units, percent } = value;
  if (choices !== undefined && !Array.isArray(choices)) throw new CaseError(line, '"options.choices" is not a list');
  if (decimals !== undefined && !(typeof decimals === 'number' && Number.isInteger(decimals)))
    throw new CaseError(line, '"options.decimals" is not a whole number');
  if (relativeTolerance !== undefined && !(typeof relativeTolerance === 'number' && relativeTolerance >= 0))
    throw new CaseError(line, '"options.relativeTolerance" is not a share such as 0.01');
  if (units !== undefined && units !== 'optional' && units !== 'required')
    throw new CaseError(line, '"options.units" is neither "optional" nor "required"');
  if (percent !== undefined && percent !== 'exact' && percent !== 'optional')
    throw new CaseError(line, '"options.percent" is neither "exact" nor "optional"');
  return {
    ...(choices === undefined ? {} : { choices: choices.map(String) }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(relativeTolerance === undefined ? {} : { relativeTolerance }),
    ...(units === undefined ? {} : { units }),
    ...(percent === undefined ? {} : { percent }),
  };
}

/** Longer texts without a marked answer are responses, shorter ones may be the answer itself. */
const SHORT_ANSWER = 200;

/**
 * The answer within a whole response, by the rules of `extract` with both fallbacks on: the thinking, and the closing
 * value. A short text in which nothing is marked is the answer itself.
 * @returns undefined when the response is unparsable.
 */
export function answerWithin(response: string, options: SameOptions): string | undefined {
  if (isBareAnswer(response, options)) return response;
  const { chosen } = extract(response, {
    ...(options.kind === undefined ? {} : { kind: options.kind }),
    ...(options.choices === undefined ? {} : { choices: options.choices }),
    thinkingFallback: true,
    lastValue: true,
  });
  if (chosen !== undefined) return chosen.text;
  const text = response.trim();
  return text.length <= SHORT_ANSWER && !text.includes('\n') ? text : undefined;
}

/** Words and marks that extraction looks for. */
const MARKS = /box|answer|####|final|答案|ans\b|therefore|thus|hence|so\b|因此|所以|:\s|\bis\b|\*\*|<|\n/i;

/** A short text without any mark that reads as a value is an answer, not a response: most cases, and quickly told. */
function isBareAnswer(text: string, { kind }: SameOptions): boolean {
  return kind !== 'choice' && text.length <= SHORT_ANSWER && !MARKS.test(text) && isValue(text.trim());
}

/** Grades one case; with `extractFirst` both sides may be whole responses. */
export async function gradeCase(
  grader: Grader,
  { gold, prediction, options }: GradeCase,
  extractFirst: boolean,
): Promise<GradedCase> {
  if (!extractFirst) return grader.same(gold, prediction, options);
  const start = performance.now();
  const reference = answerWithin(gold, options) ?? gold;
  const answer = answerWithin(prediction, options);
  if (answer === undefined) {
    return {
      verdict: 'unknown',
      reason: 'no answer was found in the response (unparsable)',
      gold: reference,
      prediction: '',
      ms: performance.now() - start,
    };
  }
  const compared = await grader.same(reference, answer, options);
  return { ...compared, ms: performance.now() - start };
}
