import type { SameOptions } from '../../grading/index.js';
import type { Mapping } from './mapping.js';
import type { PromptName } from './prompts.js';

/** A task that needs only its file. One entry a task; a new one is one more. */
export interface TaskDefinition {
  readonly title: string;
  readonly mapping: Mapping;
  readonly prompt: PromptName;
  /** How its answers are compared. */
  readonly grading: SameOptions;
  /** Takes the reference out of its field where it is not the whole of it. */
  readonly reference?: (answer: string) => string;
  /** Rows that are not part of the task. */
  readonly leaveOut?: (row: Readonly<Record<string, unknown>>) => boolean;
  /** Its authors ask not to publish questions: exports leave their text out. */
  readonly closed?: true;
}

const math: SameOptions = { kind: 'math' };

/** GSM8K's solutions end in a line "#### 42". */
const afterHashes = (answer: string) => answer.slice(answer.lastIndexOf('####') + 4).trim();

/** OlympiadBench keeps a list with one answer, as JSON in CSV exports. */
const onlyOne = (answer: string) => answer.replace(/^\[\s*"?|"?\s*\]$/g, '');

export const TASKS: Readonly<Record<string, TaskDefinition>> = {
  aime24: {
    title: 'AIME 2024',
    mapping: { id: 'id', question: 'problem', answer: 'answer' },
    prompt: 'bare',
    grading: math,
  },
  aime25: {
    title: 'AIME 2025',
    mapping: { id: 'id', question: 'problem', answer: 'answer' },
    prompt: 'bare',
    grading: math,
  },
  math500: {
    title: 'MATH-500',
    mapping: { id: 'unique_id', question: 'problem', answer: 'answer' },
    prompt: 'bare',
    grading: math,
  },
  'gpqa-diamond': {
    title: 'GPQA Diamond',
    mapping: {
      id: 'Record ID',
      question: 'Question',
      answer: 'Correct Answer',
      wrong: ['Incorrect Answer 1', 'Incorrect Answer 2', 'Incorrect Answer 3'],
    },
    prompt: 'bare',
    grading: { kind: 'choice' },
    closed: true,
  },
  gsm8k: {
    title: 'GSM8K',
    mapping: { question: 'question', answer: 'answer' },
    prompt: 'bare',
    grading: math,
    reference: afterHashes,
  },
  'mmlu-pro': {
    title: 'MMLU-Pro',
    mapping: { id: 'question_id', question: 'question', answer: 'answer', choices: 'options' },
    prompt: 'bare',
    grading: { kind: 'choice' },
  },
  theoremqa: {
    title: 'TheoremQA',
    mapping: { id: 'id', question: 'Question', answer: 'Answer' },
    prompt: 'bare',
    // Its own evaluation takes numbers within 4 % of the reference; rows with pictures need eyes.
    grading: { relativeTolerance: 0.04 },
    leaveOut: (row) => row.Picture !== undefined && row.Picture !== null && row.Picture !== '',
  },
  'omni-math': {
    title: 'Omni-MATH',
    mapping: { question: 'problem', answer: 'answer' },
    prompt: 'bare',
    grading: math,
  },
  olympiadbench: {
    title: 'OlympiadBench',
    mapping: { id: 'id', question: 'question', answer: 'final_answer' },
    prompt: 'bare',
    grading: math,
    reference: onlyOne,
    leaveOut: (row) => typeof row.image_1 === 'string' && row.image_1 !== '',
  },
};
