import type { FormatEntry, ThinkingFormat } from './format.js';

/**
 * The format of the paper's own models (s1-facts sections 2 and 3): both parts are ChatML turns. The evaluation fork
 * stops thinking at any `<|im_start|>` and puts `<|im_start|>answer` itself.
 */
const S1: ThinkingFormat = {
  name: 's1',
  description: '<|im_start|>think … <|im_start|>answer (s1-32B, s1.1)',
  open: '<|im_start|>think\n',
  close: '<|im_start|>answer',
  ends: ['<|im_start|>answer', '<|im_start|>'],
  reopen: ['<|im_start|>think'],
  afterClose: '\n',
};

export const s1: FormatEntry = {
  name: S1.name,
  format: S1,
  // The template is Qwen2.5's: only the name tells.
  recognise: ({ title, hasToken }) => (/^s1(\.1)?([-_ ]|$)/i.test(title) && hasToken('<|im_start|>') ? S1 : undefined),
};
