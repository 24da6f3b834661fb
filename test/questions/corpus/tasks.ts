/** Reads the shared tasks beside the checkout; nothing of them is copied into the project. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Item } from './builder.js';
import type { TaskRows } from './corpus.js';

const FOLDER = fileURLToPath(new URL('../../../../shared/data/tasks/', import.meta.url));
const FALLBACK = fileURLToPath(new URL('../../../../../shared/data/tasks/', import.meta.url));

/** The folder, or undefined where the checkout stands alone. */
export function tasksFolder(): string | undefined {
  return [FOLDER, FALLBACK].find((folder) => existsSync(folder));
}

const lines = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const string = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** A text that a layout can hold in one piece: figures, tables and very long texts are left out. */
const fits = (text: string): boolean =>
  text.length > 20 &&
  text.length < 700 &&
  !/\[asy\]|\bhint\b|\((?:a|i|1|A|I)\)|\ba\)|\\begin\{|<[^>]*,|\n\s*\n|`|\*\*|^\s*[-*#>]|True or False|_{3,}/im.test(
    text,
  ) &&
  !/^\s*\(?[a-zA-Z0-9]{1,2}[.)]\s/m.test(text);

export function readTasks(folder: string): TaskRows {
  const words = lines(`${folder}/gsm8k_test.jsonl`).map((row): Item => ({
    text: string(row.question).replace(/\s+/g, ' '),
    kind: 'free',
    reference: string(row.answer).split('####').pop()?.trim() ?? '',
  }));
  const free = ['math500', 'omni_math_numeric500'].flatMap((name) =>
    lines(`${folder}/${name}.jsonl`).map((row): Item => ({
      text: string(row.problem),
      kind: /\b(?:prove|show) that\b/i.test(string(row.problem)) ? 'proof' : 'free',
      reference: string(row.answer),
    })),
  );
  const choice = lines(`${folder}/mmlu_pro_stem1000.jsonl`).map((row): Item => ({
    text: string(row.question),
    kind: 'choice',
    options: (row.options as string[]).slice(0, 4).map((option) => option.trim()),
    reference: 'ABCD'[Number(row.question_id) % 4] ?? 'A',
  }));
  return {
    words: words.filter((item) => fits(item.text)),
    free: free.filter((item) => fits(item.text) && item.kind === 'free'),
    choice: choice.filter(
      (item) =>
        fits(item.text) &&
        item.options!.every(
          (option) => option.length > 0 && option.length < 120 && !option.startsWith('[') && !option.includes('\n'),
        ),
    ),
  };
}
