import { ReasoningError } from '../errors.js';
import type { FormatClues, FormatEntry, ThinkingFormat } from './format.js';
import { gemma } from './gemma.js';
import { harmony } from './harmony.js';
import { imposed } from './imposed.js';
import { magistral } from './magistral.js';
import { s1 } from './s1.js';
import { s1Steps, s1StepsUntilZero } from './s1-steps.js';
import { think } from './think.js';

export { MARKER_TOKENS, type FormatClues, type MarkerToken, type ThinkingFormat } from './format.js';

/** Every thinking format, the most particular first: the first that recognises a model is its format. */
const FORMATS: readonly FormatEntry[] = [s1, harmony, gemma, magistral, think, imposed, s1Steps, s1StepsUntilZero];

export const THINKING_FORMAT_NAMES: readonly string[] = FORMATS.map((entry) => entry.name);

/** The thinking format of a model, from its chat template, name and vocabulary. */
export function detectThinkingFormat(clues: FormatClues): ThinkingFormat {
  for (const entry of FORMATS) {
    const format = entry.recognise(clues);
    if (format !== undefined) return format;
  }
  return imposed.format;
}

/**
 * The format called `name`, with what the model's template says of it where it says something.
 * @throws ReasoningError "bad-settings" for an unknown name.
 */
export function thinkingFormatNamed(name: string, clues: FormatClues): ThinkingFormat {
  const entry = FORMATS.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    throw new ReasoningError(
      'bad-settings',
      `There is no thinking format "${name}": use one of ${THINKING_FORMAT_NAMES.join(', ')}.`,
    );
  }
  return entry.recognise(clues) ?? entry.format;
}
