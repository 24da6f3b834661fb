import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isServerAddress } from '../../reasoning/server-address.js';
import { EvaluationError } from '../errors.js';
import { openTask, type Task } from '../tasks/read-task.js';
import { parseEvalFile, type EvalFile } from './eval-file.js';
import { firstRecord } from './journal.js';
import type { ModelFacts } from './model-facts.js';
import { DEFAULT_SEED, SAMPLES_FOLDER, type RunRecord } from './runner.js';

export interface Evaluation {
  /** With absolute paths. */
  readonly file: EvalFile;
  readonly task: Task;
  /** Where samples and report go. */
  readonly folder: string;
}

/**
 * Reads a `*.eval.yaml` file and looks at its task.
 * @param folder absolute; null: beside the file, its name with ".results"
 * @throws EvaluationError naming file and line
 */
export async function openEvaluation(path: string, folder: string | null): Promise<Evaluation> {
  const file = await readEvalFile(path);
  const { task: name, mapping, prompt, limit, seed } = file;
  const task = await openTask({
    file: file.file,
    seed: seed ?? DEFAULT_SEED,
    ...(name === undefined ? {} : { name }),
    ...(mapping === undefined ? {} : { mapping }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(limit === undefined ? {} : { limit }),
  });
  return { file, task, folder: folder ?? resultsFolder(path) };
}

/** Where the results of an evaluation go when nothing else is said. */
export function resultsFolder(path: string): string {
  return `${path.replace(/(\.eval)?\.ya?ml$/i, '')}.results`;
}

/** The file, with the paths in it made absolute: they count from its folder on. */
async function readEvalFile(path: string): Promise<EvalFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new EvaluationError(`The evaluation ${path} cannot be read: give a file like my.eval.yaml.`, { cause });
  }
  const file = parseEvalFile(text, basename(path));
  const from = (other: string) => resolve(dirname(path), other);
  return {
    ...file,
    file: from(file.file),
    ...(file.model === undefined ? {} : { model: isServerAddress(file.model) ? file.model : from(file.model) }),
  };
}

/**
 * What the newest run in a results folder knows of its model: enough to report without loading one.
 * @returns undefined where no run has begun
 */
export async function factsIn(folder: string): Promise<ModelFacts | undefined> {
  const samples = join(folder, SAMPLES_FOLDER);
  const names = await readdir(samples).catch(() => []);
  let newest: RunRecord | undefined;
  for (const name of names.filter((file) => file.endsWith('.jsonl'))) {
    const record = (await firstRecord(join(samples, name))) as RunRecord | undefined;
    if (record?.type === 'run' && (newest === undefined || record.created > newest.created)) newest = record;
  }
  return newest?.facts;
}
