/** Rows of a JSONL data set: the field that holds the question, its options and its reference answer. */
import { offsetsOf, readJson, type JsonNode, type JsonString } from './json-text.js';
import { linesOf } from './markdown.js';
import type { Question } from './question.js';

const QUESTION_FIELDS = [
  'question',
  'problem',
  'Question',
  'Problem',
  'prompt',
  'query',
  'input',
  'instruction',
  'text',
  'question_text',
  'problem_text',
  'question_stem',
  'stem',
  'body',
  'task',
  'question_content',
  'statement',
  '题目',
  '问题',
  '题干',
  'content',
];
const OPTION_FIELDS = [
  'options',
  'choices',
  'Options',
  'Choices',
  'answer_choices',
  'candidates',
  'option',
  '选项',
  'multiple_choice',
];
const ANSWER_FIELDS = [
  'answer',
  'Answer',
  'final_answer',
  'target',
  'reference',
  'reference_answer',
  'gold',
  'correct_answer',
  'answerKey',
  'answer_key',
  'correct',
  'label',
  'expected',
  'output',
  'response',
  'ground_truth',
  '答案',
  '参考答案',
  'solution',
  'Solution',
  'answer_index',
  'answer_idx',
  'correct_option',
  'gold_answer',
];

export type FindInText = (text: string) => { readonly questions: readonly Question[] };

/** Is the row's text a task? Decided by the same rules as everywhere, with the certainty that a field gives. */
export type JudgeField = (
  text: string,
  options: readonly string[],
  hasReference: boolean,
) => { kind: Question['kind']; start: number; end: number; options: readonly string[]; reference?: string } | undefined;

/** Rows kept by content: an edit changes one of them. */
export class JsonlFinder {
  #now = new Map<string, readonly Question[]>();
  #before = new Map<string, readonly Question[]>();

  constructor(readonly judge: JudgeField) {}

  find(source: string): Question[] {
    this.#before = this.#now;
    this.#now = new Map();
    const found: Question[] = [];
    for (const line of linesOf(source)) {
      if (line.end - line.start < 5) continue;
      const text = source.slice(line.start, line.end);
      const kept = this.#now.get(text) ?? this.#before.get(text) ?? this.#row(text);
      this.#now.set(text, kept);
      for (const question of kept) {
        found.push({
          ...question,
          start: question.start + line.start,
          end: question.end + line.start,
          bodyEnd: question.bodyEnd + line.start,
          extent: question.extent + line.start,
          ...(question.referenceRange === undefined
            ? {}
            : {
                referenceRange: {
                  start: question.referenceRange.start + line.start,
                  end: question.referenceRange.end + line.start,
                },
              }),
        });
      }
    }
    return found;
  }

  #row(text: string): Question[] {
    const row = readJson(text);
    if (row?.kind !== 'object') return [];
    const field = questionField(row.fields) ?? conversation(row.fields);
    if (field === undefined || field.value.trim() === '') return [];
    const options = optionsOf(row.fields);
    const answer = answerOf(row.fields, options);
    const verdict = this.judge(field.value, options, answer !== undefined);
    if (verdict === undefined) return [];
    const offsets = offsetsOf(text, field);
    const reference = answer?.text ?? verdict.reference;
    return [
      {
        text: field.value.slice(verdict.start, verdict.end),
        kind: verdict.kind,
        start: offsets[verdict.start] ?? field.start,
        end: offsets[verdict.end] ?? field.end,
        options: verdict.options,
        ...(reference === undefined ? {} : { reference }),
        ...(answer?.range === undefined ? {} : { referenceRange: answer.range }),
        bodyEnd: text.length,
        extent: text.length,
      },
    ];
  }
}

function questionField(fields: ReadonlyMap<string, JsonNode>): JsonString | undefined {
  for (const name of QUESTION_FIELDS) {
    const node = fields.get(name);
    if (node?.kind === 'string' && node.value.trim() !== '') return node;
    if (node?.kind === 'object') {
      const inner = node.fields.get('stem') ?? node.fields.get('text');
      if (inner?.kind === 'string') return inner;
    }
  }
  return undefined;
}

/** Chat rows: the first message of the user. */
function conversation(fields: ReadonlyMap<string, JsonNode>): JsonString | undefined {
  const list = fields.get('messages') ?? fields.get('conversations');
  if (list?.kind !== 'array') return undefined;
  for (const message of list.items) {
    if (message.kind !== 'object') continue;
    const role = message.fields.get('role') ?? message.fields.get('from');
    const content = message.fields.get('content') ?? message.fields.get('value');
    if (role?.kind === 'string' && /^(?:user|human)$/.test(role.value) && content?.kind === 'string') return content;
  }
  return undefined;
}

function optionsOf(fields: ReadonlyMap<string, JsonNode>): string[] {
  for (const name of OPTION_FIELDS) {
    const node = fields.get(name);
    if (node?.kind === 'array') {
      const texts = node.items.map((item) =>
        item.kind === 'string'
          ? item.value
          : item.kind === 'object'
            ? stringOf(item.fields.get('text'))
            : item.kind === 'other'
              ? String(item.value)
              : '',
      );
      if (texts.every((text) => text !== '')) return texts.map(withoutLetter);
    }
    if (node?.kind === 'object') {
      const list = node.fields.get('text');
      if (list?.kind === 'array') return list.items.map(stringOf).map(withoutLetter);
      const values = [...node.fields.entries()].filter(([key]) => /^[A-J]$/i.test(key));
      if (values.length >= 2) return values.map(([, value]) => withoutLetter(stringOf(value)));
    }
  }
  const lettered = ['A', 'B', 'C', 'D', 'E', 'F']
    .map((key) => fields.get(key) ?? fields.get(`option_${key.toLowerCase()}`) ?? fields.get(`option${key}`))
    .filter((node) => node?.kind === 'string');
  return lettered.length >= 3 ? lettered.map(stringOf).map(withoutLetter) : [];
}

function withoutLetter(text: string): string {
  return text.replace(/^\s*\(?[A-J][.)．、:]\)?\s+/, '').trim();
}

function stringOf(node: JsonNode | undefined): string {
  if (node?.kind === 'string') return node.value;
  return node?.kind === 'other' && node.value !== null ? String(node.value) : '';
}

function answerOf(
  fields: ReadonlyMap<string, JsonNode>,
  options: readonly string[],
): { text: string; range?: { start: number; end: number } } | undefined {
  for (const name of ANSWER_FIELDS) {
    const node = fields.get(name);
    if (node?.kind === 'other' && typeof node.value === 'number') {
      const index =
        /index|idx|label|answer|correct/i.test(name) &&
        options.length > node.value &&
        Number.isInteger(node.value) &&
        node.value >= 0;
      return { text: index ? String.fromCharCode(65 + node.value) : String(node.value) };
    }
    if (node?.kind === 'other' && typeof node.value === 'boolean') return { text: node.value ? 'True' : 'False' };
    if (node?.kind === 'array' && node.items.length > 0) return { text: node.items.map(stringOf).join(', ') };
    if (node?.kind !== 'string' || node.value.trim() === '') continue;
    const marked = /####\s*([^\n]+)\s*$/.exec(node.value);
    if (marked !== null) return { text: (marked[1] ?? '').trim() };
    if (/solution|output|response/i.test(name) || node.value.length > 200) {
      const boxed = boxedIn(node.value);
      if (boxed !== undefined) return { text: boxed };
      if (/solution/i.test(name)) continue;
    }
    return { text: node.value.trim(), range: { start: node.start, end: node.end } };
  }
  return undefined;
}

/** Content of the last \boxed{…}. */
function boxedIn(text: string): string | undefined {
  const at = text.lastIndexOf('\\boxed{');
  if (at === -1) return undefined;
  let depth = 1;
  for (let i = at + 7; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return text.slice(at + 7, i);
  }
  return undefined;
}
