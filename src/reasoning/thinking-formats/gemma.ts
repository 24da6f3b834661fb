import type { FormatEntry, ThinkingFormat } from './format.js';

/** Gemma 4: a thought channel, `<|channel>thought` … `<channel|>`. */
const GEMMA: ThinkingFormat = {
  name: 'gemma',
  description: '<|channel>thought … <channel|> (Gemma)',
  open: '<|channel>thought\n',
  close: '<channel|>',
  ends: ['<channel|>'],
  reopen: ['<|channel>thought'],
  afterClose: '',
};

export const gemma: FormatEntry = {
  name: GEMMA.name,
  format: GEMMA,
  recognise: ({ chatTemplate, hasToken }) =>
    hasToken('<|channel>') || chatTemplate.includes('<|channel>') ? GEMMA : undefined,
};
