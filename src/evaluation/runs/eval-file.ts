import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { LineCounter, parseDocument, isNode } from 'yaml';
import { at, EvaluationError } from '../errors.js';
import { Mapping } from '../tasks/mapping.js';

const oneOrMore = <T extends ReturnType<typeof Type.Union> | ReturnType<typeof Type.Integer>>(
  item: T,
  description: string,
) => Type.Union([item, Type.Array(item, { minItems: 1, uniqueItems: true })], { description });

const Cap = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]);
const Waits = Type.Integer({ minimum: 0, maximum: 1000 });
const strict = { additionalProperties: false };
const forcing = Type.Optional(
  Type.Boolean({ description: 'With budget forcing, so that the limit holds (default: false).', default: false }),
);
const limits = Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, uniqueItems: true });
const samples = Type.Integer({ minimum: 1, maximum: 4096, description: 'Samples a question.' });
const maxThinking = Type.Optional(
  Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], { description: 'Most thinking tokens of each sample.' }),
);
const batch = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 256, description: 'Samples side by side (default: 8).' }),
);

/** A method with its knob; each value of the knob is one run. */
export const MethodEntry = Type.Union(
  [
    Type.Object(
      { method: Type.Literal('none', { description: 'No forcing: thinks until it ends by itself.' }) },
      strict,
    ),
    Type.Object(
      {
        method: Type.Literal('budget-forcing', { description: 'A cap on thinking, and ends suppressed with "Wait".' }),
        maxThinking: Type.Optional(oneOrMore(Cap, 'Most thinking tokens; null: as many as the context allows.')),
        waits: Type.Optional(oneOrMore(Waits, 'How many ends of thinking are suppressed.')),
        rules: Type.Optional(
          Type.Union([Type.Literal('think-harder'), Type.Literal('s1-generate'), Type.Literal('s1-eval')], {
            description: "The product's rules, or one of the two published variants.",
          }),
        ),
      },
      strict,
    ),
    Type.Object(
      {
        method: Type.Literal('token-conditional', { description: 'The prompt names a number of tokens.' }),
        limits,
        forcing,
      },
      strict,
    ),
    Type.Object(
      {
        method: Type.Literal('step-conditional', { description: 'The prompt names a number of steps.' }),
        limits,
        forcing,
      },
      strict,
    ),
    Type.Object(
      {
        method: Type.Literal('class-conditional', { description: 'The prompt asks for short or long thinking.' }),
        classes: Type.Optional(
          Type.Array(Type.Union([Type.Literal('short'), Type.Literal('long')]), { minItems: 1, uniqueItems: true }),
        ),
        forcing,
        maxThinking,
        waits: Type.Optional(Waits),
      },
      strict,
    ),
    Type.Object(
      {
        method: Type.Literal('rejection-sampling', { description: 'Samples until a thought fits the limit.' }),
        limits,
        tries: Type.Optional(Type.Integer({ minimum: 1, description: 'Most attempts a question (default: 1000).' })),
      },
      strict,
    ),
    Type.Object(
      {
        method: Type.Literal('majority', { description: 'The answer that most samples give.' }),
        samples,
        maxThinking,
        batch,
      },
      strict,
    ),
    Type.Object(
      {
        method: Type.Literal('best-of-n', { description: 'The sample the model is surest of.' }),
        samples,
        maxThinking,
        batch,
      },
      strict,
    ),
    Type.Object(
      {
        method: Type.Literal('rebase', { description: 'Tree search by reward; here the own confidence.' }),
        width: Type.Integer({ minimum: 1, maximum: 1024, description: 'Paths kept (the paper: 16).' }),
        stepTokens: Type.Optional(Type.Integer({ minimum: 1 })),
        depth: Type.Optional(Type.Integer({ minimum: 1 })),
        rewardTemperature: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
        maxThinking,
        batch,
      },
      strict,
    ),
  ],
  { description: 'A method and its settings.' },
);
export type MethodEntry = Static<typeof MethodEntry>;

/** A `*.eval.yaml` file: a task, a model, and the methods to compare. */
export const EvalFile = Type.Object(
  {
    title: Type.Optional(Type.String({ description: 'Heading of the report.' })),
    model: Type.Optional(
      Type.String({
        description:
          'GGUF file, from the folder of this file on, or the address of a server (llama.cpp, vLLM) like http://127.0.0.1:8080; absent: the embedded model.',
        'x-file': 'model',
      }),
    ),
    task: Type.Optional(
      Type.String({
        description:
          'A ready task: aime24, aime25, math500, gpqa-diamond, gsm8k, mmlu-pro, theoremqa, omni-math, olympiadbench.',
      }),
    ),
    file: Type.String({
      minLength: 1,
      description: 'The task: JSONL, JSON, CSV, TSV or Parquet, from the folder of this file on.',
      'x-file': 'task',
    }),
    mapping: Type.Optional(Mapping),
    prompt: Type.Optional(
      Type.String({ description: "bare (the paper's), boxed, final-answer, letter, or a text with {question} in it." }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, description: 'At most so many questions, from the first on.' })),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 0xffffffff, description: 'Of samples and choices (default: 1).' }),
    ),
    samples: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        description: 'Samples a question of methods that draw one (default: 1).',
      }),
    ),
    sampling: Type.Optional(
      Type.Object(
        {
          temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 5 })),
          topK: Type.Optional(Type.Integer({ minimum: 0 })),
          topP: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
          minP: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
        },
        { ...strict, description: "What is missing comes from the model family's recommendation." },
      ),
    ),
    thinkingFormat: Type.Optional(Type.String()),
    contextSize: Type.Optional(Type.Integer({ minimum: 64 })),
    answerReserve: Type.Optional(Type.Integer({ minimum: 1, description: 'Most tokens of an answer (default: 512).' })),
    continuation: Type.Optional(
      Type.String({ maxLength: 2000, description: 'Text in place of a suppressed end (default: Wait).' }),
    ),
    finalCue: Type.Optional(Type.String({ maxLength: 2000 })),
    endLoops: Type.Optional(
      Type.Boolean({ description: 'Whether thinking that repeats itself is ended (default: false, as published).' }),
    ),
    extraction: Type.Optional(
      Type.Union([Type.Literal('usual'), Type.Literal('s1')], {
        description: 'How answers are found; s1: by the rules of the paper.',
      }),
    ),
    trainingExamples: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'Examples that the model was finetuned on to reason: its place in the figure of accuracy over them.',
      }),
    ),
    methods: Type.Array(MethodEntry, { minItems: 1 }),
  },
  {
    $id: 'https://think-harder.invalid/eval.schema.json',
    title: 'Think Harder evaluation',
    additionalProperties: false,
  },
);
export type EvalFile = Static<typeof EvalFile>;

/**
 * Reads the text of a `*.eval.yaml` file.
 * @throws EvaluationError naming file and line
 */
export function parseEvalFile(text: string, file: string): EvalFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new EvaluationError(`${at(file, lines.linePos(error.pos[0]).line)} is not valid YAML: ${error.message}`, {
      cause: error,
    });
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (Value.Check(EvalFile, value)) return value;
  const { path, message } = firstError(value);
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  let line = 1;
  for (let n = keys.length; n > 0; n--) {
    const node = document.getIn(keys.slice(0, n), true);
    if (!isNode(node) || node.range === null || node.range === undefined) continue;
    line = lines.linePos(node.range[0]).line;
    break;
  }
  throw new EvaluationError(
    `${at(file, line)}: ${path === '' ? 'the file' : keys.join('.')} does not fit: ${message}.`,
  );
}

/** The first error; within a method, of the kind that the entry names. */
function firstError(value: unknown): { path: string; message: string } {
  const first = Value.Errors(EvalFile, value).First();
  if (first === undefined) return { path: '', message: 'unknown' };
  const entry = /^\/methods\/(\d+)$/.exec(first.path);
  if (entry !== null && typeof first.value === 'object' && first.value !== null && 'method' in first.value) {
    const { method } = first.value;
    const kind = MethodEntry.anyOf.find((option) => option.properties.method.const === method);
    if (kind === undefined) {
      const known = MethodEntry.anyOf.map((option) => option.properties.method.const).join(', ');
      return {
        path: `${first.path}/method`,
        message: `there is no method ${JSON.stringify(method)}; use one of ${known}`,
      };
    }
    const inner = Value.Errors(kind, first.value).First();
    if (inner !== undefined) return { path: first.path + inner.path, message: inner.message.toLowerCase() };
  }
  return { path: first.path, message: first.message.toLowerCase() };
}
