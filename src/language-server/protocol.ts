/**
 * What the language server and its client say to each other beyond the Language Server Protocol. Everything is plain
 * data. docs/language-server.md describes it for people who write a client.
 *
 * The server finds questions and shows answers; it never solves. The client runs questions and tells the server what
 * became of them (`RunsChanged`, `ResultsChanged`); the server puts that where the question stands. A question is named
 * by its hash, which depends on what a model is asked and on nothing else: it survives every edit around the question.
 */
import {
  NotificationType,
  RequestType,
  RequestType0,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import type { QuestionKind } from '../questions/question.js';

/** What a person can do with a question. A lens or an action is offered only where the client has a command for it. */
export const ACTIONS = ['solve', 'thinkHarder', 'check', 'stop', 'openTrace'] as const;
export type Action = (typeof ACTIONS)[number];

/** Switches of one language; what is missing is on. */
export interface Features {
  readonly lenses?: boolean;
  readonly hints?: boolean;
  readonly hovers?: boolean;
  readonly actions?: boolean;
  readonly diagnostics?: boolean;
  readonly completion?: boolean;
  readonly outline?: boolean;
}

/** `initializationOptions` of the client. Everything is optional. */
export interface InitializationOptions {
  /** The client's command for each action. It is called with one argument, a `QuestionRef`. */
  readonly commands?: Partial<Record<Action, string>>;
  /** Show `$(name)` icons in lenses. */
  readonly icons?: boolean;
  /** The client opens `command:` links in hovers that name its own commands. */
  readonly commandLinks?: boolean;
  /** The client answers `SolveForCompletion`. */
  readonly solveForCompletion?: boolean;
  /** By language identifier; '*' for all others. */
  readonly features?: Readonly<Record<string, Features>>;
}

/** Which question a command is about. */
export interface QuestionRef {
  readonly uri: string;
  readonly hash: string;
}

export interface QuestionInfo extends QuestionRef {
  readonly range: Range;
  /** Where the question ends with options, answer and solution. */
  readonly extent: Range;
  /** What a model is asked: stem, task and options. */
  readonly prompt: string;
  readonly text: string;
  readonly kind: QuestionKind;
  readonly options: readonly string[];
  readonly stem?: string;
  readonly reference?: string;
  readonly label?: string;
  /** It was solved, but its text has changed since. */
  readonly stale: boolean;
}

/** What goes on with a question. `idle` takes the state back. */
export type RunState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'queued' }
  | { readonly kind: 'running'; readonly tokens: number }
  | { readonly kind: 'failed'; readonly message: string };

/** An answer that the client has. The client keeps results over restarts and sends all of them after `initialized`. */
export interface Result {
  readonly hash: string;
  /** The bare answer: "42", "x = 3", "B"; empty where there is only a solution, as for a proof. */
  readonly answer: string;
  /** The worked solution in Markdown, for "Insert worked solution". */
  readonly solution?: string;
  /** Thinking tokens and milliseconds that it took. */
  readonly tokens: number;
  readonly milliseconds: number;
  /** Thinking tokens that were allowed; null: no limit. */
  readonly budget: number | null;
  /** How the thinking ended, as the trace has it. */
  readonly thinkingEnd: 'natural' | 'budget' | 'user' | 'context' | 'loop' | null;
  readonly model?: string;
  /** ISO 8601. */
  readonly solved?: string;
}

/** Client → server: states of runs, at most a few a second for each. */
export const RunsChanged = new NotificationType<{
  readonly runs: readonly { readonly hash: string; readonly state: RunState }[];
}>('thinkHarder/runsChanged');
/** Client → server: results that are new, and hashes whose result is forgotten. */
export const ResultsChanged = new NotificationType<{
  readonly results: readonly Result[];
  readonly forgotten?: readonly string[];
}>('thinkHarder/resultsChanged');
/** Client → server: the switches changed. */
export const FeaturesChanged = new NotificationType<{ readonly features: Readonly<Record<string, Features>> }>(
  'thinkHarder/featuresChanged',
);

/** Client → server: the questions of an open document, a notebook or a cell, in order. */
export const Questions = new RequestType<
  { readonly uri: string },
  { readonly version: number; readonly questions: readonly QuestionInfo[] },
  void
>('thinkHarder/questions');
/** Client → server: the question at a position, or null. */
export const QuestionAt = new RequestType<
  { readonly uri: string; readonly position: { readonly line: number; readonly character: number } },
  QuestionInfo | null,
  void
>('thinkHarder/questionAt');
/** Client → server: the question with this hash in the document, as it stands there now, or null. */
export const QuestionByHash = new RequestType<QuestionRef, QuestionInfo | null, void>('thinkHarder/questionByHash');
/** Client → server: questions of files on disk, for solving a folder. Files that cannot be read are named in `failed`. */
export const QuestionsInFiles = new RequestType<
  { readonly uris: readonly string[] },
  {
    readonly files: readonly { readonly uri: string; readonly questions: readonly QuestionInfo[] }[];
    readonly failed: readonly { readonly uri: string; readonly reason: string }[];
  },
  void
>('thinkHarder/questionsInFiles');
/** What is to be written into the document. In a notebook a solution becomes a cell below `after`. */
export type Insertion =
  /** `version`: of the document that the edit was made for; in any other it would hit the wrong text. */
  | { readonly kind: 'edit'; readonly edit: WorkspaceEdit; readonly version: number }
  | { readonly kind: 'cell'; readonly after: string; readonly markdown: string };
/** Client → server: how to insert the answer or the worked solution; null where there is none (any more). */
export const Insert = new RequestType<QuestionRef & { readonly what: 'answer' | 'solution' }, Insertion | null, void>(
  'thinkHarder/insert',
);
/** How the model's answer and the document's compare, as mathematics. */
export interface Checked {
  readonly agreement: 'same' | 'different' | 'unknown';
  readonly given: string;
  readonly found: string;
}
/** Client → server: does the document's answer agree with the model's? null where one of them is missing. */
export const Check = new RequestType<QuestionRef, Checked | null, void>('thinkHarder/check');
/** Client → server: is the server well? */
export const Health = new RequestType0<
  { readonly documents: number; readonly questions: number; readonly uptime: number; readonly memory: number },
  void
>('thinkHarder/health');

/** Server → client: the questions of a document are not those of before. At most twice a second for each document. */
export const QuestionsChanged = new NotificationType<{
  readonly uri: string;
  readonly version: number;
  readonly hashes: readonly string[];
}>('thinkHarder/questionsChanged');
/** Server → client: inline completion was asked for explicitly: solve this now. Cancelled when nobody waits any more. */
export const SolveForCompletion = new RequestType<QuestionRef, { readonly answer: string } | null, void>(
  'thinkHarder/solveForCompletion',
);
