import { EvaluationError } from '../errors.js';

/** Where the question goes. */
const PLACE = '{question}';

/** Ready prompt templates. `bare` is the paper's: the question and nothing else. */
export const PROMPTS = {
  bare: PLACE,
  boxed: `${PLACE}\n\nPut your final answer within \\boxed{}.`,
  'final-answer': `${PLACE}\n\nEnd with one line "Final Answer:" and the answer.`,
  letter: `${PLACE}\n\nAnswer with the letter of the right choice.`,
} as const;
export type PromptName = keyof typeof PROMPTS;

/**
 * The template called `name`, or `name` itself where it holds {question}.
 * @throws EvaluationError when it is neither
 */
export function promptTemplate(name: string): string {
  if (Object.hasOwn(PROMPTS, name)) return PROMPTS[name as PromptName];
  if (name.split(PLACE).length === 2) return name;
  throw new EvaluationError(
    `The prompt "${name.slice(0, 60)}" is not known: use ${Object.keys(PROMPTS).join(', ')}, or a text that holds {question} once.`,
  );
}

/** The question as it is asked: in its template; choices behind an empty line, lettered as in the paper. */
export function asked(question: string, choices: readonly string[] | undefined, template: string): string {
  const list = choices?.map((choice, i) => `${letter(i)}) ${choice}`).join('\n');
  const whole = list === undefined ? question : `${question}\n\n${list}`;
  return template.split(PLACE).join(whole);
}

export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}
