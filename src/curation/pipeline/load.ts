import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Value, type ValueError } from '@sinclair/typebox/value';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { CurationError } from '../errors.js';
import { stageNamed } from '../stages/index.js';
import type { Stage } from '../stages/stage.js';
import { outputPlace } from './output-place.js';
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
}

/** What the command line can put in place of the pipeline's own paths, absolute. */
export interface PipelineOverrides {
  readonly pool?: string;
  /** Evaluation tasks of every decontamination stage. */
  readonly tasks?: readonly string[];
  readonly output?: string;
}

/** @throws CurationError 'no-file', 'bad-pipeline', each with file and line */
export async function loadPipeline(file: string, overrides: PipelineOverrides = {}): Promise<LoadedPipeline> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new CurationError('no-file', `There is no pipeline ${file}: check its name.`, { cause });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [flaw] = document.errors;
  if (flaw !== undefined) {
    const line = flaw.linePos?.[0].line ?? 1;
    throw new CurationError('bad-pipeline', `${file}:${line}: ${firstLine(flaw.message)}`, { cause: flaw });
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (!Value.Check(Pipeline, value)) throw refusal(file, document, lines, value);
  const folder = dirname(resolve(file));
  const output = overrides.output ?? outputPlace(file, value.output);
  return {
    file,
    text,
    name: value.name,
    description: value.description ?? '',
    folder,
    pool: overrides.pool === undefined ? value.pool : [{ path: overrides.pool }],
    stages: (value.stages as readonly StageChoice[]).map((choice) => planned(choice, overrides)),
    output,
    traces: value.traces === undefined ? join(dirname(output), 'traces') : resolve(folder, value.traces),
    training: value.training,
  };
}

function planned({ stage: name, ...given }: StageChoice, { tasks }: PipelineOverrides): PlannedStage {
  const stage = stageNamed(name);
  const parameters = Value.Default(stage.parameters, { ...given }) as Record<string, unknown>;
  return { stage, parameters: tasks !== undefined && 'tasks' in parameters ? { ...parameters, tasks } : parameters };
}

/** The deepest thing that is wrong, with the line it stands on. */
function refusal(file: string, document: Document, lines: LineCounter, value: unknown): CurationError {
  const error = deepest([...Value.Errors(Pipeline, value)], value);
  const path = (error?.path ?? '').split('/').slice(1);
  let node = document.getIn(path, true);
  for (let up = path; !isNode(node) && up.length > 0; node = document.getIn(up, true)) up = up.slice(0, -1);
  const line = isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
  const where = path.length === 0 ? 'the pipeline' : path.join('.');
  return new CurationError('bad-pipeline', `${file}:${line}: ${where}: ${error?.message ?? 'not a pipeline'}.`);
}

/** Of a union the errors of the stage that is meant, by its name. */
function deepest(errors: readonly ValueError[], value: unknown): ValueError | undefined {
  const [error] = errors;
  const stage = stageOf(value, error?.path ?? '');
  if (error === undefined || stage === undefined) return error;
  const index = stageIndex(stage);
  const inner = index < 0 ? [] : [...(error.errors[index] ?? [])];
  return inner[0] ?? error;
}

function stageOf(value: unknown, path: string): string | undefined {
  const match = /^\/stages\/(\d+)$/.exec(path);
  if (match === null) return undefined;
  const stages = (value as { stages: readonly unknown[] }).stages;
  const entry = stages[Number(match[1])];
  const named = typeof entry === 'object' && entry !== null && 'stage' in entry ? entry.stage : undefined;
  return typeof named === 'string' ? named : undefined;
}

function stageIndex(name: string): number {
  const { anyOf } = Pipeline.properties.stages.items as unknown as {
    anyOf: readonly { properties: { stage: { const: string } } }[];
  };
  return anyOf.findIndex(({ properties }) => properties.stage.const === name);
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.replace(/:$/, '.') ?? message;
}
