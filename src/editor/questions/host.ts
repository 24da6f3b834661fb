import type * as vscode from 'vscode';
import type { QUESTION_COMMANDS, HandlersOf } from '../contributions.js';
import type { Notifications } from '../notifications.js';
import type { QuestionHistory } from '../question-history.js';
import type { ReasoningBackend } from '../reasoning-backend.js';
import type { AskedQuestion, ReasoningController, RunSettings } from '../reasoning-controller.js';
import type { TracePicker } from '../trace-picker.js';
import type { TraceStore } from '../trace-store.js';

/** What the extension lends to the bundle about questions, which is loaded when a document or a command asks for it. */
export interface QuestionHost {
  readonly extensionPath: string;
  /** Folder of this workspace's storage, or of the extension's where no folder is open. */
  readonly storage: string;
  readonly controller: ReasoningController;
  readonly backend: () => Promise<ReasoningBackend>;
  /** Settings of a run for a document, and the budget of one question where many are solved. */
  readonly runSettings: (resource: vscode.Uri | undefined, many: boolean) => RunSettings;
  readonly traces: TraceStore;
  readonly tracePicker: TracePicker;
  readonly history: QuestionHistory;
  readonly notifications: Notifications;
  readonly log: vscode.LogOutputChannel;
  readonly showView: () => Promise<void>;
}

/** How the language server is, and how far solving all questions is; for the status bar. */
export interface QuestionStatus {
  readonly server: 'off' | 'starting' | 'running' | 'down';
  readonly queue: { readonly done: number; readonly total: number } | null;
}

/** The part about questions, once it is loaded. */
export interface QuestionService extends AsyncDisposable {
  readonly commands: HandlersOf<typeof QUESTION_COMMANDS>;
  readonly status: QuestionStatus;
  readonly onDidChangeStatus: (listener: () => void) => { dispose(): void };
  /** The question at the cursor, or what is selected; undefined where there is none. */
  questionAtCursor(editor: vscode.TextEditor): Promise<AskedQuestion | undefined>;
  /** Starts the language server, unless it runs. */
  start(): void;
  /** Process id of the language server while it runs; for tests and the log. */
  readonly serverPid: number | undefined;
}

/** What the bundle exports. */
export interface QuestionBundle {
  readonly createQuestionService: (host: QuestionHost) => QuestionService;
}
