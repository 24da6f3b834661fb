/**
 * The one table of everything the extension contributes: commands, settings, context keys. package.json is written from
 * it (`npm run contributions`) and checked against it in both directions (`npm run check`); the types below make the
 * compiler find a command without a handler and a setting that is read as the wrong type. No 'vscode' here: scripts
 * load this file. Texts are keys of package.nls.json, made from the ids: `command.ID`, `setting.ID`, `setting.ID.VALUE`.
 */
import { DEFAULT_BUDGET } from '../reasoning/budget.js';

export const PREFIX = 'thinkHarder';

export interface CommandSpec {
  /** Codicon shown where the command is a button, e.g. "play". */
  readonly icon?: string;
  /** `when` clause outside which the command is greyed out; it may name CONTEXT_KEYS only. */
  readonly enablement?: string;
}

/** Solving one question in the sidebar. */
export const SOLVING_COMMANDS = {
  solveAtCursor: { icon: 'lightbulb-sparkle' },
  solveQuestion: {},
  thinkHarder: { icon: 'lightbulb-sparkle' },
  thinkHarderWith: {},
  answerNow: {},
  stop: { icon: 'debug-stop' },
  selectModel: { icon: 'settings' },
  unloadModel: {},
  openTrace: {},
  showLog: {},
  clear: { icon: 'clear-all' },
  gradeAnswers: {},
} as const satisfies Record<string, CommandSpec>;

/** Questions where they stand in documents. Each takes a `QuestionRef`, a notebook cell, or what is at the cursor. */
export const QUESTION_COMMANDS = {
  questionSolve: { icon: 'lightbulb' },
  questionThinkHarder: { icon: 'lightbulb-sparkle' },
  questionCheck: { icon: 'checklist' },
  questionStop: { icon: 'debug-stop' },
  questionTrace: { icon: 'list-tree' },
  insertAnswer: { icon: 'check' },
  insertSolution: { icon: 'note' },
  solveAll: { icon: 'run-all' },
  solveFolder: { icon: 'run-all' },
  checkAll: { icon: 'checklist' },
  stopAll: { icon: 'debug-stop' },
  restartLanguageServer: {},
} as const satisfies Record<string, CommandSpec>;

/** Evaluations. Each takes the address of a `*.eval.yaml` or a node of the tree; without one, what is in the editor. */
export const EVALUATION_COMMANDS = {
  evaluationNew: { icon: 'add' },
  evaluationRun: { icon: 'play' },
  evaluationResume: { icon: 'debug-continue' },
  evaluationPause: { icon: 'debug-pause' },
  evaluationCancel: { icon: 'debug-stop' },
  evaluationReport: { icon: 'graph' },
  evaluationCompare: { icon: 'diff' },
  evaluationExport: { icon: 'export' },
} as const satisfies Record<string, CommandSpec>;

/** Data sets and pipelines. Each takes a file's address, or asks for one. */
export const CURATION_COMMANDS = {
  openDataSet: { icon: 'table' },
  curateNew: {},
  curateRun: { icon: 'play' },
  curateResume: { icon: 'debug-continue' },
  curateCancel: { icon: 'debug-stop' },
  curateOpenResult: { icon: 'table' },
  addSelectionToPool: { icon: 'add' },
  findContamination: {},
} as const satisfies Record<string, CommandSpec>;

/** Every command: `thinkHarder.NAME`. Each part of the editor brings the handlers of its own table. */
export const COMMANDS = {
  ...SOLVING_COMMANDS,
  ...QUESTION_COMMANDS,
  ...EVALUATION_COMMANDS,
  ...CURATION_COMMANDS,
} as const satisfies Record<string, CommandSpec>;
export type CommandName = keyof typeof COMMANDS;
/** The compiler asks for a handler for each command of the table. */
export type HandlersOf<Table> = Readonly<Record<keyof Table, (...args: unknown[]) => unknown>>;

/** Who may set it. "machine": never a workspace. "machine-overridable": a workspace may, once it is trusted. */
export type SettingScope = 'machine' | 'machine-overridable' | 'window' | 'resource' | 'language-overridable';

interface SettingBase {
  /** Section of the settings page; a key of SETTING_GROUPS. */
  readonly group: SettingGroup;
  readonly scope: SettingScope;
  /** Taken from a workspace only when it is trusted: it names a program, a file, or costs memory. */
  readonly restricted?: true;
}
interface BooleanSetting extends SettingBase {
  readonly type: 'boolean';
  readonly default: boolean;
}
interface TextSetting extends SettingBase {
  readonly type: 'string';
  readonly default: string;
  readonly maxLength: number;
}
interface ChoiceSetting extends SettingBase {
  readonly type: 'choice';
  readonly values: readonly string[];
  readonly default: string;
}
interface NumberSetting extends SettingBase {
  readonly type: 'integer' | 'number';
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}
/** null means: chosen by Think Harder. */
interface OptionalNumberSetting extends Omit<NumberSetting, 'type' | 'default'> {
  readonly type: 'integer?' | 'number?';
  readonly default: null;
}
export type SettingSpec = BooleanSetting | TextSetting | ChoiceSetting | NumberSetting | OptionalNumberSetting;

/** Sections of the settings page, in order. */
export const SETTING_GROUPS = ['model', 'thinking', 'questions', 'traces'] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

const MOST_TOKENS = 1_048_576; // the largest context any known GGUF is trained for

/** Every setting: `thinkHarder.NAME`, in the order of the settings page. */
export const SETTINGS = {
  /** Empty: the embedded model. */
  modelPath: {
    group: 'model',
    type: 'string',
    default: '',
    maxLength: 4096,
    scope: 'machine-overridable',
    restricted: true,
  },
  gpu: {
    group: 'model',
    type: 'choice',
    values: ['auto', 'metal', 'cuda', 'vulkan', 'cpu'],
    default: 'auto',
    scope: 'machine',
  },
  gpuLayers: { group: 'model', type: 'integer?', default: null, minimum: 0, maximum: 1000, scope: 'machine' },
  contextSize: {
    group: 'model',
    type: 'integer?',
    default: null,
    minimum: 256,
    maximum: MOST_TOKENS,
    scope: 'machine-overridable',
    restricted: true,
  },
  kvType: { group: 'model', type: 'choice', values: ['f16', 'q8_0'], default: 'f16', scope: 'machine' },
  threads: { group: 'model', type: 'integer?', default: null, minimum: 1, maximum: 512, scope: 'machine' },
  idleMinutes: { group: 'model', type: 'integer', default: 10, minimum: 0, maximum: 1440, scope: 'machine' },

  maxThinking: {
    group: 'thinking',
    type: 'integer?',
    default: null,
    minimum: 0,
    maximum: MOST_TOKENS,
    scope: 'resource',
  },
  minThinking: {
    group: 'thinking',
    type: 'integer',
    default: DEFAULT_BUDGET.minThinking,
    minimum: 0,
    maximum: MOST_TOKENS,
    scope: 'resource',
  },
  waits: {
    group: 'thinking',
    type: 'integer',
    default: DEFAULT_BUDGET.waits,
    minimum: 0,
    maximum: 1000,
    scope: 'resource',
  },
  continuation: {
    group: 'thinking',
    type: 'string',
    default: DEFAULT_BUDGET.continuation,
    maxLength: 2000,
    scope: 'resource',
  },
  finalCue: { group: 'thinking', type: 'string', default: DEFAULT_BUDGET.finalCue, maxLength: 2000, scope: 'resource' },
  answerReserve: {
    group: 'thinking',
    type: 'integer',
    default: DEFAULT_BUDGET.answerReserve,
    minimum: 1,
    maximum: MOST_TOKENS,
    scope: 'resource',
  },
  endLoops: { group: 'thinking', type: 'boolean', default: DEFAULT_BUDGET.endLoops, scope: 'resource' },
  rules: {
    group: 'thinking',
    type: 'choice',
    values: ['think-harder', 's1-generate', 's1-eval'],
    default: DEFAULT_BUDGET.rules,
    scope: 'resource',
  },
  temperature: { group: 'thinking', type: 'number?', default: null, minimum: 0, maximum: 5, scope: 'resource' },
  seed: { group: 'thinking', type: 'integer?', default: null, minimum: 0, maximum: 0xffffffff, scope: 'resource' },

  solveAllMaxThinking: {
    group: 'questions',
    type: 'integer?',
    default: null,
    minimum: 0,
    maximum: MOST_TOKENS,
    scope: 'resource',
  },
  questionLenses: { group: 'questions', type: 'boolean', default: true, scope: 'language-overridable' },
  questionHints: { group: 'questions', type: 'boolean', default: true, scope: 'language-overridable' },
  questionHovers: { group: 'questions', type: 'boolean', default: true, scope: 'language-overridable' },
  questionActions: { group: 'questions', type: 'boolean', default: true, scope: 'language-overridable' },
  questionDiagnostics: { group: 'questions', type: 'boolean', default: true, scope: 'language-overridable' },
  questionCompletion: { group: 'questions', type: 'boolean', default: true, scope: 'language-overridable' },
  questionOutline: { group: 'questions', type: 'boolean', default: true, scope: 'language-overridable' },

  foldThinking: { group: 'traces', type: 'boolean', default: true, scope: 'window' },
  saveTraces: {
    group: 'traces',
    type: 'choice',
    values: ['extension', 'workspace'],
    default: 'extension',
    scope: 'window',
    restricted: true,
  },
  keepTraces: { group: 'traces', type: 'integer', default: 200, minimum: 1, maximum: 10_000, scope: 'machine' },
} as const satisfies Record<string, SettingSpec>;
export type SettingName = keyof typeof SETTINGS;

type ValueOf<S extends SettingSpec> = S extends ChoiceSetting
  ? S['values'][number]
  : S extends TextSetting
    ? string
    : S extends BooleanSetting
      ? boolean
      : S extends OptionalNumberSetting
        ? number | null
        : number;

/** What each setting holds, by name. */
export type SettingValues = { readonly [K in SettingName]: ValueOf<(typeof SETTINGS)[K]> };

/**
 * Every context key that `when` clauses may name, as `thinkHarder.NAME`, with the type of its value. Each is used in
 * package.json or in an `enablement`, or the check says so.
 */
export const CONTEXT_KEYS = {
  /** A question is being solved. */
  running: 'boolean',
  /** There is an answer that one can think harder about. */
  answered: 'boolean',
  /** Addresses of notebook cells that hold a question. */
  questionCells: 'list',
} as const satisfies Record<string, 'boolean' | 'list'>;
