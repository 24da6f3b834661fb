import { EvalFile } from '../../evaluation/runs/eval-file.js';
import { TASKS } from '../../evaluation/tasks/definitions.js';
import { isServerAddress } from '../../reasoning/server-address.js';
import { THINKING_FORMAT_NAMES } from '../../reasoning/thinking-formats/index.js';
import { jsonSchema, type FileLanguage } from '../../yaml-files/language.js';
import { t } from '../texts.js';

const SCHEMA = jsonSchema(EvalFile);

/** `*.eval.yaml`, as a run of an evaluation reads it. */
export function evalLanguage(): FileLanguage {
  return {
    definition: EvalFile,
    schema: SCHEMA,
    t,
    noSetting: (name) => t('“{0}” is no setting of an evaluation.', name),
    known: {
      task: Object.entries(TASKS).map(([value, { title }]) => ({ value, about: title })),
      prompt: [
        { value: 'bare', about: 'The question alone, as in the s1 paper.' },
        { value: 'boxed', about: 'Asks for the answer in \\boxed{}.' },
        { value: 'final-answer', about: 'Asks for a line “Final answer: …”.' },
        { value: 'letter', about: 'Asks for the letter of a choice.' },
      ],
      thinkingFormat: THINKING_FORMAT_NAMES.map((value) => ({ value, about: '' })),
    },
    unknown: unknownName,
    files: {
      task: { pattern: /\.(jsonl|json|csv|tsv|parquet)$/i },
      model: { pattern: /\.gguf$/i, isElsewhere: isServerAddress },
    },
  };
}

function unknownName(setting: string, value: string, known: string): string | undefined {
  switch (setting) {
    case 'task':
      return t('There is no ready task “{0}”: use one of {1}, or leave it out.', value, known);
    case 'prompt':
      return value.split('{question}').length === 2
        ? undefined
        : t('There is no prompt “{0}”: use one of {1}, or a text that holds {question} once.', value, known);
    case 'thinkingFormat':
      return t('There is no thinking format “{0}”: use one of {1}, or leave it out.', value, known);
    default:
      return undefined;
  }
}
