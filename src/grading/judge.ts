import { unknown, type Finding } from './verdict.js';

/** A language model that answers one prompt. The evaluation wraps an engine in this; grading itself knows no model. */
export interface Judge {
  ask(prompt: string, signal?: AbortSignal): Promise<string>;
}

/** A second opinion with everything needed to read it later. */
export interface JudgeOpinion extends Finding {
  readonly prompt: string;
  readonly reply: string;
}

/**
 * The prompt of a judge, after the s1 paper's pipeline: the judge does not say right or wrong but assigns the new answer
 * to one of the known ones, or to none. It is told to forgive form, units, number bases and order, and nothing else.
 */
export function judgePrompt(question: string | undefined, known: readonly string[], answer: string): string {
  const list = known.map((text, i) => `${i + 1}. ${quoted(text)}`).join('\n');
  return [
    'You sort final answers to one problem. Below are the answers seen so far, numbered, and one new answer.',
    'Decide which of the numbered answers says the same as the new one.',
    '',
    'Two answers say the same when a teacher would give both the same mark: another notation, an equivalent expression,',
    'a missing or converted unit, another number base, another order of a set, or words around the value do not matter.',
    'A different value, a different sign, another option or a missing part do matter. Do not solve the problem yourself.',
    ...(question === undefined ? [] : ['', `Problem:\n${quoted(question)}`]),
    '',
    `Numbered answers:\n${list}`,
    '',
    `New answer:\n${quoted(answer)}`,
    '',
    'First write one short sentence of reasoning. Then write on a line of its own the number of the matching answer, or -1 if none matches.',
  ].join('\n');
}

/** Answers are data: fenced, so that instructions inside them are not followed, and cut to a sane length. */
const quoted = (text: string): string => `"""${text.slice(0, 4000).replace(/"""/g, "'''")}"""`;

/** The number that the judge wrote last on a line of its own; undefined when there is none in range. */
export function readJudgement(reply: string, count: number): number | undefined {
  for (const line of reply.trim().split('\n').reverse()) {
    const match = /^[\s*#.`([]*(?:answer|index|match|number)?\s*[:#]?\s*\**(-?\d{1,4})\**[\s*.`)\]]*$/i.exec(line);
    if (match === null) continue;
    const value = Number(match[1]);
    return value === -1 || (value >= 1 && value <= count) ? value : undefined;
  }
  return undefined;
}

/** Asks the judge about one pair. Never throws: a judge that fails or rambles gives `unknown`. */
export async function askJudge(
  judge: Judge,
  gold: string,
  prediction: string,
  question?: string,
  signal?: AbortSignal,
): Promise<JudgeOpinion> {
  const prompt = judgePrompt(question, [gold], prediction);
  try {
    const reply = await judge.ask(prompt, signal);
    const choice = readJudgement(reply, 1);
    if (choice === undefined) return { ...unknown('the judge gave no number'), prompt, reply };
    return choice === 1
      ? { verdict: 'same', reason: 'the judge finds the answers the same', prompt, reply }
      : { verdict: 'different', reason: 'the judge finds the answers different', prompt, reply };
  } catch (error) {
    return {
      ...unknown(`the judge could not be asked: ${error instanceof Error ? error.message : String(error)}`),
      prompt,
      reply: '',
    };
  }
}
