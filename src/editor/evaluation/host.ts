import type * as vscode from 'vscode';
import type { BackendClient } from '../../backend/client.js';
import type { LoadOptions } from '../../backend/protocol.js';
import type { EVALUATION_COMMANDS, HandlersOf } from '../contributions.js';
import type { Dialogs } from '../dialogs.js';
import type { Notifications } from '../notifications.js';

/** Ids of the view and of the panels of reports, as package.json has them. */
export const EVALUATION_VIEW = 'thinkHarder.evaluation';
export const REPORT_PANEL = 'thinkHarder.report';

/** What of the backend an evaluation needs. */
export type EvaluationBackend = Pick<BackendClient, 'evaluate' | 'pauseEvaluation' | 'regrade' | 'traces'>;

/** What the extension lends to the bundle about evaluations, which is loaded when a view, a file or a command asks. */
export interface EvaluationHost {
  readonly extensionUri: vscode.Uri;
  readonly backend: () => Promise<EvaluationBackend>;
  /** How the model is loaded where a file does not say it: the embedded one. */
  readonly defaults: () => LoadOptions;
  readonly notifications: Notifications;
  readonly log: vscode.LogOutputChannel;
}

/** The part about evaluations, once it is loaded. */
export interface EvaluationService {
  dispose(): void;
  readonly commands: HandlersOf<typeof EVALUATION_COMMANDS>;
  /** What it asks with: a test answers in a person's place. */
  readonly dialogs: Dialogs;
  readonly tree: vscode.TreeDataProvider<unknown>;
  /** A view of a report that was open when the window was. */
  restorePanel(panel: vscode.WebviewPanel, state: unknown): void;
  /** Resolves when no evaluation runs. For tests. */
  settled(): Promise<void>;
}

/** What the bundle exports. */
export interface EvaluationBundle {
  readonly createEvaluationService: (host: EvaluationHost) => EvaluationService;
}
