import type { FormatEntry, ThinkingFormat } from './format.js';

/** gpt-oss: thinking is a message in the analysis channel, the answer one in the final channel. */
const HARMONY: ThinkingFormat = {
  name: 'harmony',
  description: 'analysis and final channels (gpt-oss)',
  open: '<|channel|>analysis<|message|>',
  close: '<|end|><|start|>assistant<|channel|>final<|message|>',
  ends: ['<|end|>', '<|start|>assistant', '<|channel|>final'],
  reopen: ['<|channel|>analysis<|message|>'],
  afterClose: '',
};

export const harmony: FormatEntry = {
  name: HARMONY.name,
  format: HARMONY,
  recognise: ({ chatTemplate, hasToken }) =>
    hasToken('<|channel|>') && hasToken('<|message|>') && chatTemplate.includes('<|channel|>') ? HARMONY : undefined,
};
