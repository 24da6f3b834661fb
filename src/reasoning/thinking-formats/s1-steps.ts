import type { FormatEntry, ThinkingFormat } from './format.js';

export const STEPS_FORMAT = 's1-steps';
export const STEPS_UNTIL_ZERO_FORMAT = 's1-steps-until-zero';

/**
 * The paper's step-conditional models (s1-facts section 4): each step of thinking is a ChatML turn that counts down,
 * `<|im_start|>{k} steps left`. The first count is the model's own.
 */
const STEPS: ThinkingFormat = {
  name: STEPS_FORMAT,
  description: '<|im_start|>7 steps left … <|im_start|>answer (step-conditional models of the s1 paper)',
  open: '<|im_start|>',
  close: '<|im_start|>answer',
  ends: ['<|im_start|>answer'],
  reopen: [],
  afterClose: '\n',
};

/** With budget forcing the countdown's 0 ends thinking as well. Counts have no leading zeros, so 0 is 0. */
const UNTIL_ZERO: ThinkingFormat = {
  ...STEPS,
  name: STEPS_UNTIL_ZERO_FORMAT,
  description: 'the same, ended where the count reaches 0',
  ends: ['<|im_start|>answer', '<|im_start|>0'],
};

/** Named only: nothing in a model file tells how it was trained. */
export const s1Steps: FormatEntry = { name: STEPS.name, format: STEPS, recognise: () => undefined };
export const s1StepsUntilZero: FormatEntry = {
  name: UNTIL_ZERO.name,
  format: UNTIL_ZERO,
  recognise: () => undefined,
};
