import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CaseError, gradeCase, Grader, parseCase, type GradedCase, type SameOptions } from '../grading/index.js';
import { EXIT, UsageError, type CliIo, type CliPlaces } from './io.js';

export interface GradeOptions {
  readonly file?: string;
  readonly extract?: boolean;
  readonly kind?: string;
  readonly decimals?: string;
  readonly tolerance?: string;
  readonly requireUnits?: boolean;
}

/** Grades one pair, or every line of a cases file; prints one line of JSON each. @returns the exit code */
export async function grade(
  gold: string | undefined,
  prediction: string | undefined,
  options: GradeOptions,
  io: CliIo,
  places: CliPlaces,
): Promise<number> {
  const shared = sharedOptions(options);
  using grader = new Grader(places.gradingWorker === undefined ? {} : { workerUrl: places.gradingWorker });
  const print = (graded: GradedCase): void => {
    const { verdict, reason, gold: reference, prediction: answer, ms } = graded;
    io.stdout.write(
      `${JSON.stringify({ verdict, reason, gold: reference, prediction: answer, ms: Math.round(ms * 1000) / 1000 })}\n`,
    );
  };
  if (options.file === undefined) {
    if (gold === undefined || prediction === undefined)
      throw new UsageError('Give two answers or a file: think-harder grade "1/2" "0.5", or grade --file cases.jsonl');
    print(await gradeCase(grader, { gold, prediction, options: shared }, options.extract === true));
    return EXIT.ok;
  }
  if (gold !== undefined) throw new UsageError('Give either two answers or --file, not both.');
  await grader.warm(); // otherwise the first case that needs algebra would be timed with its loading
  await eachLine(options.file, io, async (text, line) => {
    const one = parseCase(text, line);
    print(await gradeCase(grader, { ...one, options: { ...shared, ...one.options } }, options.extract === true));
  });
  return EXIT.ok;
}

async function eachLine(file: string, io: CliIo, use: (text: string, line: number) => Promise<void>): Promise<void> {
  const path = resolve(io.cwd, file);
  const input = file === '-' ? io.stdin : createReadStream(path, 'utf8');
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line++;
      if (text.trim() !== '') await use(text, line);
    }
  } catch (cause) {
    if (cause instanceof CaseError) throw new UsageError(`${file}, ${cause.message}`, { cause });
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'EACCES') throw cause;
    throw new UsageError(`The file ${path} cannot be read: give a JSON Lines file of cases.`, { cause });
  }
}

function sharedOptions({ kind, decimals, tolerance, requireUnits }: GradeOptions): SameOptions {
  if (kind !== undefined && kind !== 'math' && kind !== 'choice' && kind !== 'text')
    throw new UsageError('--kind is math, choice or text.');
  const places = decimals === undefined ? undefined : Number(decimals);
  if (places !== undefined && !(Number.isInteger(places) && places >= 0 && places <= 15))
    throw new UsageError('--decimals is a whole number from 0 to 15.');
  const share = tolerance === undefined ? undefined : Number(tolerance);
  if (share !== undefined && !(share >= 0 && share < 1))
    throw new UsageError('--tolerance is a share of the reference, such as 0.01.');
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(places === undefined ? {} : { decimals: places }),
    ...(share === undefined ? {} : { relativeTolerance: share }),
    ...(requireUnits === true ? { units: 'required' } : {}),
  };
}
