import { Template } from '@huggingface/jinja';
import type { ModelInfo, Token, Tokenizer } from './engine.js';
import { ReasoningError } from './errors.js';
import type { ThinkingFormat } from './thinking-formats/index.js';

/** Longest question, in UTF-16 units: far beyond any exam, and what keeps a pasted file from stalling the tokenizer. */
export const LONGEST_QUESTION = 100_000;

/** Stands for the user's words while the template is rendered. Letters and digits only, so no filter changes it. */
const PLACE = 'TH7Q2uestionPlace9X';

export interface Prompt {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/**
 * The prompt for `question`: the model's own chat template with thinking opened. Template and words are tokenised apart,
 * so that words which spell a delimiter stay words (issue 3).
 * @throws ReasoningError empty-question, question-too-long, no-template, bad-template.
 */
export async function buildPrompt(
  question: string,
  model: ModelInfo,
  format: ThinkingFormat,
  tokenizer: Tokenizer,
): Promise<Prompt> {
  const words = checkedQuestion(question) + (format.instruction ?? '');
  const rendered = renderTemplate(model);
  const [before, after, ...more] = rendered.split(PLACE);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new ReasoningError(
      'bad-template',
      `The chat template of ${model.name} does not show the question once: choose another file of this model.`,
      { cause: new Error(`the question's place appears ${more.length + (after === undefined ? 0 : 1)} times`) },
    );
  }
  const head = withBegin(before, model);
  const tail = openedThinking(after, format);
  return {
    text: head + words + tail,
    tokens: [
      ...(await tokenizer.encodeTemplate(head)),
      ...(await tokenizer.encodeText(words)),
      ...(await tokenizer.encodeTemplate(tail)),
    ],
  };
}

function checkedQuestion(question: string): string {
  const text = question.trim();
  if (text === '')
    throw new ReasoningError('empty-question', 'There is no question: type one, or put the cursor into one.');
  if (text.length > LONGEST_QUESTION) {
    throw new ReasoningError(
      'question-too-long',
      `The question has ${text.length.toLocaleString('en')} characters; at most ${LONGEST_QUESTION.toLocaleString('en')} fit: select the part to solve.`,
    );
  }
  return text;
}

function renderTemplate(model: ModelInfo): string {
  if (model.chatTemplate === undefined || model.chatTemplate.trim() === '') {
    throw new ReasoningError(
      'no-template',
      `${model.name} has no chat template, so it is not known how to ask it: choose an instruction-tuned GGUF file.`,
    );
  }
  try {
    return new Template(model.chatTemplate).render({
      messages: [{ role: 'user', content: PLACE }],
      add_generation_prompt: true,
      enable_thinking: true,
      bos_token: model.bosText ?? '',
      eos_token: model.eosText ?? '',
    });
  } catch (cause) {
    throw new ReasoningError(
      'bad-template',
      `The chat template of ${model.name} cannot be read: choose another file of this model.`,
      { cause },
    );
  }
}

function withBegin(head: string, model: ModelInfo): string {
  const begin = model.bosText;
  return model.addBos && begin !== undefined && !head.startsWith(begin) ? begin + head : head;
}

/** The end of the prompt with thinking open: some templates open it, some close it again, most leave it to the model. */
function openedThinking(tail: string, format: ThinkingFormat): string {
  const open = format.open.trimEnd();
  const closed = tail.lastIndexOf(format.close);
  const opened = tail.lastIndexOf(open);
  if (opened > closed && tail.slice(opened + open.length).trim() === '') {
    return tail.endsWith(format.open) ? tail : tail.slice(0, opened) + format.open;
  }
  if (closed > opened && opened >= 0 && tail.slice(opened + open.length, closed).trim() === '') {
    return tail.slice(0, opened) + format.open; // an empty thought: "thinking off" spelled out by the template
  }
  return tail + format.open;
}
