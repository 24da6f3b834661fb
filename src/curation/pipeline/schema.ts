import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { ROLES } from '../records/columns.js';
import { SOURCES } from '../records/sources.js';
import { ModelChoice } from '../models/plan.js';
import { STAGES } from '../stages/index.js';

export const PIPELINE_VERSION = 1;

const ColumnMapping = Type.Object(
  Object.fromEntries(ROLES.map((role) => [role, Type.Optional(Type.String({ minLength: 1 }))])),
  {
    additionalProperties: false,
    description: 'Role → column; what is not named is found by the names of the columns.',
  },
);

const PoolEntry = Type.Object(
  {
    path: Type.String({ minLength: 1, description: 'File or folder, relative to the pipeline.', 'x-file': 'pool' }),
    as: Type.Optional(
      Type.Union(
        SOURCES.map(({ name, title }) => Type.Literal(name, { description: title })),
        { description: 'A source of the s1 paper: its columns and filters are known.' },
      ),
    ),
    without: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'File whose questions are left out where they are exactly the same.',
        'x-file': 'data',
      }),
    ),
    with: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'File whose questions are taken too where the filter of the source leaves them out.',
        'x-file': 'data',
      }),
    ),
    columns: Type.Optional(ColumnMapping),
    source: Type.Optional(Type.String({ description: 'source_type of rows that do not say it.' })),
    kind: Type.Optional(Type.String({ description: 'cot_type of rows that do not say it.' })),
    licence: Type.Optional(Type.String({ description: 'Licence of rows that do not say it.' })),
  },
  { additionalProperties: false },
);

/** A stage as it stands in a pipeline: its name and those of its parameters that differ from their defaults. */
const StageEntry = Type.Union(
  STAGES.map((stage) =>
    Type.Object(
      { stage: Type.Literal(stage.name, { description: stage.about }), ...optional(stage.parameters.properties) },
      { additionalProperties: false, title: stage.title },
    ),
  ),
);

function optional(properties: Readonly<Record<string, TSchema>>): Record<string, TSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, Type.Optional(schema)]));
}

/** Training text of the selected rows. */
const TrainingChoice = Type.Object(
  { model: ModelChoice },
  {
    additionalProperties: false,
    description: "Writes training.jsonl: each selected row with a trace in this model's template and thinking format.",
  },
);
export type TrainingChoice = Static<typeof TrainingChoice>;

/** A pipeline file, `*.curate.yaml`: docs/curate.schema.json is made from this. */
export const Pipeline = Type.Object(
  {
    format: Type.Literal('think-harder/curate'),
    version: Type.Literal(PIPELINE_VERSION),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    description: Type.Optional(Type.String()),
    pool: Type.Array(PoolEntry, { minItems: 1, description: 'Where the questions come from, in this order.' }),
    stages: Type.Array(StageEntry, { minItems: 1, description: 'Steps, in this order.' }),
    traces: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Folder of the traces that models make, kept between runs; else "traces" beside the result.',
      }),
    ),
    training: Type.Optional(TrainingChoice),
    output: Type.Optional(
      Type.String({ minLength: 1, description: 'Folder of the result, relative to the pipeline; else its name.' }),
    ),
  },
  { additionalProperties: false, title: 'A pipeline of curation: from a pool of questions to a training set' },
);
export type Pipeline = Static<typeof Pipeline>;
export type PoolEntry = Static<typeof PoolEntry>;

/** What a stage's entry looks like to code that does not know which stage it is. */
export interface StageChoice {
  readonly stage: string;
  readonly [parameter: string]: unknown;
}
