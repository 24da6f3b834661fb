import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import { faultAt, faultsOf, type Fault } from '../../yaml-files/check.js';
import { readYaml } from '../../yaml-files/document.js';
import { fileFaults } from '../../yaml-files/files.js';
import { jsonSchema, type FileLanguage, type PlacedFault } from '../../yaml-files/language.js';
import type { Path } from '../../yaml-files/schema.js';
import { english } from '../../yaml-files/texts.js';
import { CurationError } from '../errors.js';
import { filesOf } from '../records/files.js';
import { refuseOverlap } from '../records/places.js';
import { stageNamed } from '../stages/index.js';
import type { Stage } from '../stages/stage.js';
import { pipelineLanguage } from './language.js';
import { placesOf } from './output-place.js';
import { folderFaults, outputFaults } from './rules.js';
import { Pipeline, type PoolEntry, type StageChoice, type TrainingChoice } from './schema.js';

/** A stage with all its parameters. */
export interface PlannedStage {
  readonly stage: Stage;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A pipeline that was checked, its paths absolute. */
export interface LoadedPipeline {
  readonly file: string;
  /** The file as it was read: a copy goes to the result. */
  readonly text: string;
  readonly name: string;
  readonly description: string;
  readonly folder: string;
  readonly pool: readonly PoolEntry[];
  readonly stages: readonly PlannedStage[];
  readonly output: string;
  /** Folder of the traces that models make, kept between runs. */
  readonly traces: string;
  /** The model whose training text is written; undefined: none is. */
  readonly training: TrainingChoice | undefined;
  /** What may not do what was meant: sentences with file and line. */
  readonly warnings: readonly string[];
}

/** What the command line can put in place of the pipeline's own paths, absolute. */
export interface PipelineOverrides {
  readonly pool?: string;
  /** Evaluation tasks of every decontamination stage. */
  readonly tasks?: readonly string[];
  readonly output?: string;
}

/**
 * Reads and checks a pipeline.
 * @throws CurationError 'no-file', 'bad-pipeline', each with file and line
 */
export async function loadPipeline(file: string, overrides: PipelineOverrides = {}): Promise<LoadedPipeline> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new CurationError('no-file', `There is no pipeline ${file}: check its name.`, { cause });
  }
  const folder = dirname(resolve(file));
  const language: FileLanguage = { ...pipelineLanguage(jsonSchema(Pipeline), english), definition: Pipeline };
  const say = sentences(file, text);
  const isInForce = ({ path }: { readonly path: Path }) => !isReplaced(path, overrides);
  const flaws = faultsOf(language, text).filter((fault) => !fault.isWarning || isInForce(fault));
  refuse('bad-pipeline', flaws, say);
  const yaml = readYaml(text);
  const value = yaml.value as Pipeline; // the language's own definition
  const placed = (fault: PlacedFault) => faultAt(yaml, fault);
  refuse('no-file', (await fileFaults(language, value, folder)).filter(isInForce).map(placed), say);
  await refuseMissing(overrides);
  const places = placesOf(file, value, overrides);
  // What the command line gives stands nowhere in the file.
  if (Object.values(overrides).some((given) => given !== undefined)) {
    await refuseOverlap([...places.pool, ...places.read], places.output);
  }
  refuse('bad-pipeline', (await folderFaults(places, language.t)).map(placed), say);
  const siblings = (await outputFaults(file, places.output, language.t)).filter(isInForce).map(placed);
  return {
    file,
    text,
    name: value.name,
    description: value.description ?? '',
    folder,
    pool: overrides.pool === undefined ? value.pool : [{ path: overrides.pool }],
    stages: (value.stages as readonly StageChoice[]).map((choice) => planned(choice, overrides)),
    output: places.output,
    traces: places.traces,
    training: value.training,
    warnings: [...flaws, ...siblings].map(say),
  };
}

/** @throws CurationError where the command line gives what cannot be read */
async function refuseMissing({ pool, tasks = [] }: PipelineOverrides): Promise<void> {
  if (pool !== undefined) await filesOf(pool);
  for (const task of tasks) {
    const [file] = await filesOf(task);
    if (file !== task) throw new CurationError('unknown-format', `${task} is a folder: name a file.`);
  }
}

/** A fault as a sentence with file and line. */
function sentences(file: string, text: string): (fault: Fault) => string {
  return ({ message, span, path }) => {
    const line = text.slice(0, span.start).split('\n').length;
    const setting = path.findLast((step) => typeof step === 'string');
    const named = setting === undefined || message.split(/[^\w-]+/).includes(setting) ? '' : `${path.join('.')}: `;
    return `${file}:${line}: ${named}${message}`;
  };
}

/** @throws CurationError with the first error, as it stands in the file */
function refuse(kind: 'bad-pipeline' | 'no-file', faults: readonly Fault[], say: (fault: Fault) => string): void {
  const errors = faults.filter(({ isWarning }) => !isWarning);
  const [first] = [...errors].sort((a, b) => a.span.start - b.span.start);
  if (first !== undefined) throw new CurationError(kind, say(first));
}

/** What is found out about a pipeline's setting only while it runs, with the file and line where it stands. */
export function faultWhileRunning(
  { file, text }: Pick<LoadedPipeline, 'file' | 'text'>,
  fault: PlacedFault,
): CurationError {
  return new CurationError('bad-pipeline', sentences(file, text)(faultAt(readYaml(text), fault)));
}

/** Whether the command line gives something else in this place. */
function isReplaced([first, , third]: Path, { pool, tasks, output }: PipelineOverrides): boolean {
  if (first === 'pool') return pool !== undefined;
  if (first === 'output') return output !== undefined;
  return first === 'stages' && third === 'tasks' && tasks !== undefined;
}

function planned({ stage: name, ...given }: StageChoice, { tasks }: PipelineOverrides): PlannedStage {
  const stage = stageNamed(name);
  const parameters = Value.Default(stage.parameters, { ...given }) as Record<string, unknown>;
  return { stage, parameters: tasks !== undefined && 'tasks' in parameters ? { ...parameters, tasks } : parameters };
}
