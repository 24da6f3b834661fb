import type { FormatClues, FormatEntry, ThinkingFormat } from './format.js';

/** `<think>` … `</think>`: Qwen3, QwQ, DeepSeek-R1 and its distillations, the embedded model. */
const THINK: ThinkingFormat = {
  name: 'think',
  description: '<think> … </think> (Qwen3, DeepSeek-R1 and others)',
  open: '<think>\n',
  close: '</think>',
  ends: ['</think>'],
  reopen: ['<think>'],
  afterClose: '\n\n',
};

/** The line breaks that a template writes behind `</think>` in past turns are what the model saw in training. */
function afterCloseOf(template: string): string {
  const found = /<\/think>((?:\\n|\n){1,4})/.exec(template)?.[1];
  return found === undefined ? THINK.afterClose : found.replaceAll('\\n', '\n');
}

export const think: FormatEntry = {
  name: THINK.name,
  format: THINK,
  recognise: ({ chatTemplate, hasToken }: FormatClues) =>
    chatTemplate.includes('think>') || (hasToken('<think>') && hasToken('</think>'))
      ? { ...THINK, afterClose: afterCloseOf(chatTemplate) }
      : undefined,
};
