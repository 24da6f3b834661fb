import { text, type Fields } from './source-mapping.js';

/** The subsets with choices that the paper takes, by their names in baber/agieval. */
const KINDS: ReadonlyMap<string, 'english' | 'math'> = new Map([
  ['sat_en', 'english'],
  ['lsat_ar', 'english'],
  ['lsat_lr', 'english'],
  ['lsat_rc', 'english'],
  ['sat_math', 'math'],
  ['logiqa', 'math'],
  ['aqua_rat', 'math'],
]);

const NOT_TAKEN = /^(gaokao_\w+|jec_qa_\w+|logiqa_zh|sat_en_without_passage|math_agieval)$/;

/**
 * The subset a file holds, which no row says: "data/v1/logiqa-en.jsonl" of AGIEval's own files, or
 * "sat_en/test-00000-of-00001.parquet" and "sat_en_test.parquet" of copies.
 */
function subsetOf(file: string): string | undefined {
  const names = file.split('/').map((part) => {
    const [name = ''] = part.toLowerCase().replaceAll('-', '_').split('.');
    return name.replace(/_(test|few_shot).*$/, '').replace(/^logiqa_en$/, 'logiqa');
  });
  return names.findLast((name) => KINDS.has(name) || NOT_TAKEN.test(name));
}

/** A file whose name says nothing is taken for what the pipeline says it is. */
export function agievalSkip({ options }: Fields, file: string): string | undefined {
  const subset = subsetOf(file);
  if (subset !== undefined && !KINDS.has(subset)) return `of ${subset}, which the paper does not take`;
  return options === null || options === undefined ? 'has no choices' : undefined;
}

export function agievalSource(_: Fields, file: string): string {
  const subset = subsetOf(file);
  return subset === undefined ? 'baber/agieval' : `baber/agieval/${subset}`;
}

export function agievalKind(_: Fields, file: string): string | undefined {
  const subset = subsetOf(file);
  return subset === undefined ? undefined : KINDS.get(subset);
}

/** With its passage, which may be empty, and its choices; AQuA's are left out, as the code does. */
export function agievalQuestion({ passage, question, options }: Fields, file: string): string | undefined {
  const asked = text(question);
  if (asked === undefined || subsetOf(file) === 'aqua_rat') return asked;
  if (!Array.isArray(options) || typeof passage !== 'string') return asked;
  return `${`${passage}\n\n`.trim()}${asked}\n${options.join('\n')}`;
}

/** A column of its own in baber/agieval; AGIEval's own files have it in `other`, which LSAT leaves empty. */
function nested(fields: Fields, name: 'solution' | 'level'): unknown {
  return fields[name] ?? (fields.other as Fields | null | undefined)?.[name];
}

export function agievalSolution(fields: Fields): string | undefined {
  return text(nested(fields, 'solution'));
}

export function agievalLevel(fields: Fields): string | undefined {
  const level = nested(fields, 'level');
  return typeof level === 'string' || typeof level === 'number' || typeof level === 'bigint' ? `${level}` : undefined;
}

/** The right choice's letter: AGIEval's own files have it, baber/agieval its index. */
export function agievalAnswer({ label }: Fields): string | undefined {
  const given = typeof label === 'number' || typeof label === 'bigint' ? `${label}` : text(label)?.trim();
  return given !== undefined && /^\d$/.test(given) ? 'ABCDEFGHIJ'[Number(given)] : given;
}
