import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { isRecord } from '../../yaml-files/schema.js';
import type { PlacedFault } from '../../yaml-files/language.js';
import type { Translate } from '../../yaml-files/texts.js';
import { CurationError } from '../errors.js';
import { budgetOf, samplingOf, type TracePlan } from '../models/plan.js';
import { OutputFolder } from '../records/output-folder.js';
import { isInside, meeting, realPlace } from '../records/places.js';
import type { GraderChoice } from '../stages/graders.js';
import { CURATE_FILES } from './output-files.js';
import { outputPlace, placesOf, type PipelinePlaces } from './output-place.js';
import type { Pipeline, StageChoice } from './schema.js';

/** What the schema of a pipeline cannot say, of one that fits it. */
export function pipelineRules(pipeline: Pipeline, t: Translate): PlacedFault[] {
  return [
    ...twice(
      pipeline.pool.map(({ path, as }) => JSON.stringify([join('.', path), as])),
      (i) => ({
        path: ['pool', i, 'path'],
        message: t('{0} stands in the pool twice: leave one of them out.', pipeline.pool[i]?.path ?? ''),
        isWarning: true,
      }),
    ),
    ...(pipeline.stages as readonly StageChoice[]).flatMap((stage, i) => stageRules(stage, ['stages', i], t)),
  ];
}

function stageRules(stage: StageChoice, path: readonly (string | number)[], t: Translate): PlacedFault[] {
  switch (stage.stage) {
    case 'decontamination':
      return taskRules((stage.tasks ?? []) as readonly string[], path, t);
    case 'difficulty':
      return difficultyRules(stage, path, t);
    default:
      return [];
  }
}

function taskRules(tasks: readonly string[], path: readonly (string | number)[], t: Translate): PlacedFault[] {
  if (tasks.length === 0) {
    const message = t('No evaluation task is named, so nothing is looked for: name files under “tasks:”.');
    return [{ path: [...path, 'tasks'], message, isWarning: true }];
  }
  return twice(
    tasks.map((task) => join('.', task)),
    (i) => ({ path: [...path, 'tasks', i], message: t('{0} stands here twice.', tasks[i] ?? ''), isWarning: true }),
  );
}

function difficultyRules(
  { by, graders: given, levels }: StageChoice,
  path: readonly (string | number)[],
  t: Translate,
): PlacedFault[] {
  const graders = (given ?? []) as readonly GraderChoice[];
  const faults: PlacedFault[] = [];
  if (by === 'graders' && graders.length === 0) {
    faults.push({ path: [...path, 'by'], message: t('Nobody is named who grades: add “graders:” with one or more.') });
  }
  if (by !== 'graders' && graders.length > 0) {
    const message = t('These graders are not asked: add “by: graders”, or leave them out.');
    faults.push({ path: [...path, 'graders'], message, atKey: true, isWarning: true });
  }
  if (by === 'level' && (levels === undefined || (Array.isArray(levels) && levels.length === 0))) {
    const message = t('No level is named, so no question is too easy: add “levels:”.');
    faults.push({ path: [...path, 'by'], message, isWarning: true });
  }
  const names = twice(
    graders.map(({ name }) => name),
    (i) => ({
      path: [...path, 'graders', i, 'name'],
      message: t('There are two graders “{0}”: give each a name of its own.', graders[i]?.name ?? ''),
    }),
  );
  const plans = twice(graders.map(planOf), (i, first) => ({
    path: [...path, 'graders', i],
    message: t(
      '“{0}” is the same model with the same budget and sampling as “{1}”: change one of them, or leave it out.',
      graders[i]?.name ?? '',
      graders[first]?.name ?? '',
    ),
  }));
  return [...faults, ...names, ...plans];
}

/** Who is asked, and how: the same answers come of the same. */
function planOf({ name: _name, leastTokens: _least, model, ...plan }: GraderChoice): string {
  const asked: TracePlan = plan;
  const where = typeof model === 'string' ? join('.', model) : model;
  return JSON.stringify([where, Object.entries(budgetOf(asked)).sort(), Object.entries(samplingOf(asked)).sort()]);
}

/** A fault for every entry that an earlier one is equal to. */
function twice(keys: readonly string[], fault: (at: number, first: number) => PlacedFault): PlacedFault[] {
  return keys.flatMap((key, i) => {
    const first = keys.indexOf(key);
    return first < i ? [fault(i, first)] : [];
  });
}

/** What is wrong with where a pipeline writes: where it reads, or into its own result. */
export async function folderFaults(
  { output, traces, pool, read }: PipelinePlaces,
  t: Translate,
): Promise<PlacedFault[]> {
  const inPool = t('The result would stand in the pool, and the next run would read it: name another “output:”.');
  const faults: PlacedFault[] = [];
  for (const input of [...pool, ...read]) {
    const met = await meeting(input, output);
    if (met === undefined) continue;
    const over = t('The result would take the place of {0}, which is read for it: name another “output:”.', input);
    faults.push({ path: ['output'], message: met === 'output inside' ? inPool : over });
    break;
  }
  const kept = await realPlace(traces);
  if (isInside(kept, await realPlace(output))) {
    faults.push({ path: ['traces'], message: t('Traces cannot be kept in the result’s own folder: name another.') });
  }
  for (const path of pool) {
    if (faults.length > 0 || !isInside(kept, await realPlace(path))) continue; // they stand beside the result by default
    const message = t('Traces would stand in the pool, and the next run would read them: name another “traces:”.');
    faults.push({ path: ['traces'], message });
  }
  return faults;
}

/** What stands around a pipeline and is in its way, for an editor: a run says it when it begins. */
export async function surroundings(file: string, value: unknown, t: Translate): Promise<PlacedFault[]> {
  const places = placesOf(file, value as Pipeline);
  const taken = await OutputFolder.check(places.output, CURATE_FILES).catch((error: unknown) => error);
  return [
    ...(await folderFaults(places, t)),
    ...(taken instanceof CurationError ? [{ path: ['output'], message: taken.message }] : []),
    ...(await outputFaults(file, places.output, t)),
  ];
}

/** Pipelines beside this one with the same result: whichever runs last replaces what the other has made. */
export async function outputFaults(file: string, output: string, t: Translate): Promise<PlacedFault[]> {
  const folder = dirname(resolve(file));
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.curate\.ya?ml$/i.test(name));
  const faults: PlacedFault[] = [];
  for (const name of names.sort()) {
    if (name === basename(file) || (await outputOf(join(folder, name))) !== output) continue;
    const message = t('{0} has the same result: whichever runs last replaces it. Name another “output:”.', name);
    faults.push({ path: ['output'], message, isWarning: true });
  }
  return faults;
}

/** Where the result of a pipeline is; undefined: it is none, or not one yet. */
export async function outputOf(file: string): Promise<string | undefined> {
  try {
    const value: unknown = parse(await readFile(file, 'utf8'), { maxAliasCount: 100 });
    if (!isRecord(value)) return undefined;
    return outputPlace(file, typeof value.output === 'string' ? value.output : undefined);
  } catch {
    return undefined;
  }
}
