import { Template } from '@huggingface/jinja';
import type { ModelInfo, Tokenizer } from './engine.js';
import { buildPrompt } from './prompt.js';
import type { ThinkingFormat } from './thinking-formats/index.js';

/** A question with its thinking and answer, as a model of one thinking format is trained on it. */
export interface TrainingText {
  /** The whole conversation. It begins with `prompt`; training on the rest alone is what s1 does (its loss mask). */
  readonly text: string;
  readonly prompt: string;
  /** By the model's own tokenizer; delimiters and the end of the turn are in `total` alone. */
  readonly tokens: {
    readonly prompt: number;
    readonly thinking: number;
    readonly answer: number;
    readonly total: number;
  };
}

/** Stands for the assistant's words while the template is rendered. */
const PLACE = 'TH7A1nswerPlace9X';

/**
 * As s1 writes its training text (train/sft.py, data/tokenization.py): prompt with thinking opened, trimmed thinking on
 * lines of its own, the end of thinking, the trimmed answer, the end of the turn; in the model's own template and format.
 * @throws ReasoningError empty-question, question-too-long, no-template, bad-template.
 */
export async function trainingText(
  { question, thinking, answer }: { readonly question: string; readonly thinking: string; readonly answer: string },
  model: ModelInfo,
  format: ThinkingFormat,
  tokenizer: Tokenizer,
): Promise<TrainingText> {
  const prompt = await buildPrompt(question, model, format, tokenizer);
  const thought = `${thinking.trim()}\n`;
  const close = format.close + format.afterClose;
  const reply = answer.trim();
  const end = endOfTurn(model);
  const thoughtTokens = (await tokenizer.encodeText(thought)).length;
  const replyTokens = (await tokenizer.encodeText(reply)).length;
  const structure = (await tokenizer.encodeTemplate(close)).length + (await tokenizer.encodeTemplate(end)).length;
  return {
    text: prompt.text + thought + close + reply + end,
    prompt: prompt.text,
    tokens: {
      prompt: prompt.tokens.length,
      thinking: thoughtTokens,
      answer: replyTokens,
      total: prompt.tokens.length + thoughtTokens + replyTokens + structure,
    },
  };
}

/** What the template writes behind an assistant's words; else the model's end-of-turn token. */
function endOfTurn({ chatTemplate = '', bosText = '', eosText = '' }: ModelInfo): string {
  try {
    const rendered = new Template(chatTemplate).render({
      messages: [
        { role: 'user', content: 'question' },
        { role: 'assistant', content: PLACE },
      ],
      add_generation_prompt: false,
      bos_token: bosText,
      eos_token: eosText,
    });
    const end = rendered.split(PLACE)[1]?.trimEnd() ?? '';
    return end === '' ? eosText : end;
  } catch {
    return eosText; // a template that takes no assistant's words
  }
}
