import type { FormatEntry, ThinkingFormat } from './format.js';

/**
 * For models that were never trained to think: the prompt asks for it and opens it. The delimiters are ordinary text to
 * such a model, usually of several tokens, sometimes merged with the text around them.
 */
const IMPOSED: ThinkingFormat = {
  name: 'imposed',
  description: 'asked for in the prompt (models without a thinking format of their own)',
  open: '<think>\n',
  close: '</think>',
  ends: ['</think>', '</ think>', '</thinking>'],
  reopen: ['<think>'],
  afterClose: '\n\n',
  instruction: '\n\nThink step by step between <think> and </think> first. After </think>, give only the final answer.',
};

export const imposed: FormatEntry = { name: IMPOSED.name, format: IMPOSED, recognise: () => IMPOSED };
