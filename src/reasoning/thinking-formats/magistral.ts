import type { FormatEntry, ThinkingFormat } from './format.js';

/** `[THINK]` … `[/THINK]`: Magistral and later Mistral models. */
const MAGISTRAL: ThinkingFormat = {
  name: 'magistral',
  description: '[THINK] … [/THINK] (Magistral)',
  open: '[THINK]',
  close: '[/THINK]',
  ends: ['[/THINK]'],
  reopen: ['[THINK]'],
  afterClose: '',
};

export const magistral: FormatEntry = {
  name: MAGISTRAL.name,
  format: MAGISTRAL,
  recognise: ({ chatTemplate, hasToken }) =>
    hasToken('[THINK]') || chatTemplate.includes('[THINK]') ? MAGISTRAL : undefined,
};
