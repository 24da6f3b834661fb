import { Type, type Static } from '@sinclair/typebox';

/** Which fields of a row hold what. */
export const Mapping = Type.Object(
  {
    question: Type.String({ minLength: 1, description: 'Field with the question.' }),
    answer: Type.String({ minLength: 1, description: 'Field with the reference answer.' }),
    choices: Type.Optional(
      Type.Union([Type.String({ minLength: 1 }), Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })], {
        description: 'Field with the list of choices, or the fields that hold one each.',
      }),
    ),
    wrong: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description:
          'Fields with the wrong choices, where the answer field holds the right one (GPQA): they are shuffled.',
      }),
    ),
    id: Type.Optional(
      Type.String({ minLength: 1, description: 'Field that names the row; the line, where none does.' }),
    ),
  },
  { $id: 'Mapping', additionalProperties: false },
);
export type Mapping = Static<typeof Mapping>;

/** Names that fields go by, the likeliest first. Compared without case, spaces, "_" and "-". */
const NAMES = {
  question: ['problem', 'question', 'prompt', 'query', 'input', 'questiontext', 'instruction', '题目', '问题'],
  answer: [
    'answer',
    'finalanswer',
    'gold',
    'target',
    'label',
    'referenceanswer',
    'correctanswer',
    'expected',
    'solution',
    '答案',
  ],
  choices: ['choices', 'options', 'candidates', '选项'],
  id: ['id', 'uniqueid', 'questionid', 'problemid', 'recordid', 'uid', 'key'],
} as const;
const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');

/**
 * The mapping of a file, from its first rows: the field of a usual name that most of them have.
 * @returns undefined where question or answer cannot be told; a person then names them
 */
export function detectMapping(rows: readonly Readonly<Record<string, unknown>>[]): Mapping | undefined {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const fields = new Map([...names].map((name) => [plain(name), name]));
  const find = (names: readonly string[], fits: (value: unknown) => boolean) =>
    names
      .map((name) => fields.get(name))
      .find(
        (field): field is string =>
          field !== undefined && rows.filter((row) => fits(row[field])).length * 2 > rows.length,
      );
  const question = find(NAMES.question, isText);
  const answer = find(NAMES.answer, isAnswer);
  if (question === undefined || answer === undefined) return undefined;
  const id = find(NAMES.id, (value) => isText(value) || typeof value === 'number');
  const wrong = [...fields].filter(([name]) => /^incorrectanswer\d+$/.test(name)).map(([, field]) => field);
  const choices = find(NAMES.choices, Array.isArray) ?? lettered(fields);
  return {
    question,
    answer,
    ...(id === undefined ? {} : { id }),
    ...(wrong.length > 0 ? { wrong } : choices === undefined ? {} : { choices }),
  };
}

/** Fields called A, B, C, …, at least two of them. */
function lettered(fields: ReadonlyMap<string, string>): string[] | undefined {
  const found: string[] = [];
  for (const letter of LETTERS) {
    const field = fields.get(letter) ?? fields.get(`option${letter}`);
    if (field === undefined) break;
    found.push(field);
  }
  return found.length >= 2 ? found : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isAnswer(value: unknown): boolean {
  return isText(value) || typeof value === 'number' || typeof value === 'boolean' || Array.isArray(value);
}
