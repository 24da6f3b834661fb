import { basename, dirname, extname, join, relative } from 'node:path';
import { stringify } from 'yaml';
import { TASKS } from '../../evaluation/tasks/definitions.js';
import { t } from '../texts.js';

/** Methods to begin with. */
export interface Preset {
  readonly id: 'quick' | 'curve' | 'waits' | 'parallel' | 'all';
  readonly label: string;
  readonly detail: string;
  readonly methods: readonly Readonly<Record<string, unknown>>[];
}

const CAPS = [64, 128, 256, 512, 1024, null];

export function presets(): readonly Preset[] {
  const none = { method: 'none' };
  return [
    {
      id: 'curve',
      label: t('Accuracy by thinking tokens'),
      detail: t('Budget forcing at six caps, from one pass of thinking'),
      methods: [none, { method: 'budget-forcing', maxThinking: CAPS }],
    },
    {
      id: 'waits',
      label: t('What “Wait” does'),
      detail: t('The end of thinking suppressed 0, 1, 2 and 4 times'),
      methods: [{ method: 'budget-forcing', waits: [0, 1, 2, 4] }],
    },
    {
      id: 'parallel',
      label: t('Thinking longer or sampling more'),
      detail: t('Budget forcing beside a majority of 16 samples'),
      methods: [
        { method: 'budget-forcing', maxThinking: CAPS },
        { method: 'majority', samples: 16 },
      ],
    },
    {
      id: 'all',
      label: t('Every method of the s1 paper'),
      detail: t('Control by tokens, steps and classes, rejection sampling, voting, tree search'),
      methods: [
        none,
        { method: 'budget-forcing', maxThinking: CAPS },
        { method: 'budget-forcing', waits: [0, 2, 4] },
        { method: 'token-conditional', limits: [128, 256, 512] },
        { method: 'token-conditional', limits: [128, 256, 512], forcing: true },
        { method: 'step-conditional', limits: [4, 8, 16] },
        { method: 'class-conditional', classes: ['short', 'long'] },
        { method: 'rejection-sampling', limits: [256, 512], tries: 20 },
        { method: 'majority', samples: 8 },
        { method: 'best-of-n', samples: 8 },
        { method: 'rebase', width: 8 },
      ],
    },
    {
      id: 'quick',
      label: t('A first look'),
      detail: t('The first 20 questions without forcing'),
      methods: [none],
    },
  ];
}

/** Ready tasks by the names that their files go by. */
const NAMES: readonly (readonly [RegExp, keyof typeof TASKS])[] = [
  [/aime.*(24|2024)/i, 'aime24'],
  [/aime.*(25|2025)/i, 'aime25'],
  [/math.?500/i, 'math500'],
  [/gpqa.*diamond|diamond.*gpqa/i, 'gpqa-diamond'],
  [/gsm.?8k/i, 'gsm8k'],
  [/mmlu.?pro/i, 'mmlu-pro'],
  [/theorem.?qa/i, 'theoremqa'],
  [/omni.?math/i, 'omni-math'],
  [/olympiad.?bench/i, 'olympiadbench'],
];

export function taskOf(dataFile: string): string | undefined {
  return NAMES.find(([pattern]) => pattern.test(basename(dataFile)))?.[1];
}

/** Where the file goes when nobody says otherwise: beside its data. */
export function suggestedPath(dataFile: string, preset: Preset): string {
  return join(dirname(dataFile), `${basename(dataFile, extname(dataFile))}-${preset.id}.eval.yaml`);
}

/** The text of a new `*.eval.yaml`. Paths count from its folder on. */
export function evaluationText(dataFile: string, preset: Preset, target: string): string {
  const task = taskOf(dataFile);
  const file = relative(dirname(target), dataFile).split('\\').join('/');
  const name = task === undefined ? basename(dataFile) : (TASKS[task]?.title ?? task);
  const head = stringify({
    title: `${preset.label}: ${name}`,
    ...(task === undefined ? {} : { task }),
    file: file === '' || file.startsWith('..') ? dataFile.split('\\').join('/') : file,
    ...(preset.id === 'quick' ? { limit: 20 } : {}),
    seed: 1,
  });
  const methods = preset.methods.map((method) => `  - ${flow(method)}\n`).join('');
  return `${head}# ${t('model: a GGUF file; without it, the embedded model')}\nmethods:\n${methods}`;
}

/** One method on one line, as people write it. */
function flow(method: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(method).map(
    ([key, value]) => `${key}: ${JSON.stringify(value).replace(/"/g, '').replace(/,/g, ', ')}`,
  );
  return `{ ${pairs.join(', ')} }`;
}
