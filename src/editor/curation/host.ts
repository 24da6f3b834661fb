import type * as vscode from 'vscode';
import type { TraceMaker } from '../../curation/models/trace-maker.js';
import type { CURATION_COMMANDS, HandlersOf } from '../contributions.js';
import type { Dialogs } from '../dialogs.js';
import type { Notifications } from '../notifications.js';

/** What the extension lends to the bundle about data, which is loaded when data or a pipeline is opened. */
export interface CurationHost {
  readonly extensionUri: vscode.Uri;
  /** Folder of the extension's storage: indexes of data sets stand there. */
  readonly storage: string;
  /** The editor's own backend as curation's models; the model in force where a pipeline names none. */
  readonly traceMaker: () => Promise<TraceMaker>;
  readonly notifications: Notifications;
  readonly log: vscode.LogOutputChannel;
}

/** The part about data, once it is loaded. */
export interface CurationService extends AsyncDisposable {
  readonly commands: HandlersOf<typeof CURATION_COMMANDS>;
  /** Shows a data set in an editor's panel. */
  show(uri: vscode.Uri, panel: vscode.WebviewPanel): Promise<void>;
  lenses(document: vscode.TextDocument): vscode.CodeLens[];
  /** Something that lenses say has changed. */
  readonly onDidChangeLenses: (listener: () => void) => { dispose(): void };
  /** Process ids of the data processes that run; for tests. */
  readonly pids: readonly number[];
  /** Data sets that are shown, by the paths of their files; for tests. */
  readonly shown: ReadonlyMap<string, ShownDataSet>;
  /** What asks a person; for tests, which answer. */
  readonly dialogs: Dialogs;
}

/** A data set in an editor, as tests see it: what its view would ask. */
export interface ShownDataSet {
  /** Whether the view has asked for rows to draw. */
  readonly isDrawn: boolean;
  answer(request: unknown): Promise<unknown>;
}

/** What the bundle exports. */
export interface CurationBundle {
  readonly createCurationService: (host: CurationHost) => CurationService;
}
