import { loadBegan } from './editor/load-clock.js';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { AnswerGrading } from './editor/answer-grading.js';
import { AnswerCheck } from './editor/answer-check.js';
import { BackendService } from './editor/backend-service.js';
import { Commands } from './editor/commands.js';
import { EvaluationFeature } from './editor/evaluation/evaluation-feature.js';
import { ContextKeys } from './editor/context-keys.js';
import { CurationFeature } from './editor/curation/curation-feature.js';
import { ContextPicker } from './editor/context-picker.js';
import type { Feature } from './editor/feature.js';
import { KnownContexts } from './editor/known-contexts.js';
import { ModelPicker } from './editor/model-picker.js';
import { Notifications } from './editor/notifications.js';
import { QuestionFeature } from './editor/questions/question-feature.js';
import { QuestionHistory } from './editor/question-history.js';
import { ReasoningController } from './editor/reasoning-controller.js';
import { ReasoningViewProvider } from './editor/reasoning-view.js';
import { SampleWorkspace } from './editor/sample-workspace.js';
import { SessionMemory } from './editor/session-memory.js';
import { Settings } from './editor/settings.js';
import { StatusBar } from './editor/status-bar.js';
import { useTranslation } from './editor/texts.js';
import { TracePicker } from './editor/trace-picker.js';
import { TraceStore } from './editor/trace-store.js';
import { SolvingCommands } from './editor/solving-commands.js';
import { ViewActions } from './editor/view-actions.js';

/** What tests in the extension host look at; no promise to other extensions. */
export interface ExtensionApi {
  readonly controller: ReasoningController;
  readonly traces: TraceStore;
  readonly backendPid: () => Promise<number | undefined>;
  readonly curation: CurationFeature;
  readonly questions: QuestionFeature;
  readonly evaluations: EvaluationFeature;
  /** Milliseconds that activation took. */
  readonly activationMs: number;
}

/** Milliseconds from the bundle's first line to here, its last: what loading it cost. */
const LOAD_MS = performance.now() - loadBegan;

let backend: BackendService | undefined;
let curation: CurationFeature | undefined;
let questionsInDocuments: QuestionFeature | undefined;

/** The composition root: builds the parts and connects them. It starts no process and loads no model. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const started = performance.now();
  useTranslation((text, ...args) => vscode.l10n.t(text, ...args));
  const log = vscode.window.createOutputChannel('Think Harder', { log: true });
  const settings = new Settings(context.extensionPath);
  const notifications = new Notifications();
  const history = new QuestionHistory(context.globalState);
  const traces = new TraceStore(
    () => traceFolder(context, settings),
    () => settings.values().keepTraces,
  );
  const tracePicker = new TracePicker(traces);
  const models = new ModelPicker(settings, context.globalState);
  const service = new BackendService(context, settings, log);
  backend = service;
  const contexts = new KnownContexts((load) => settings.contextBeforeLoading(load));
  const controller = new ReasoningController({
    backend: service,
    settings: () => settings.forRun(),
    traces,
    log: (level, text) => log[level](text),
    now: () => performance.now(),
    newId: () => randomUUID(),
    contexts,
  });
  const grading = new AnswerGrading(() => service.connect(), notifications, log);
  const contextPicker = new ContextPicker(settings, () => service.connect());
  const check = new AnswerCheck({
    grade: async (params) => (await service.connect()).gradeTrace(params),
    ask: async () =>
      vscode.window.showInputBox({
        title: vscode.l10n.t('Check the Answer'),
        prompt: vscode.l10n.t('The right answer, in LaTeX or plain text'),
      }),
  });
  const actions = new ViewActions(controller, models, settings, contextPicker, check, traces, notifications, log);
  const view = new ReasoningViewProvider(context.extensionUri, controller, settings, history, actions, check, log);
  const questions = new QuestionFeature({
    extensionPath: context.extensionPath,
    storage: (context.storageUri ?? context.globalStorageUri).fsPath,
    controller,
    backend: () => service.connect(),
    runSettings: (resource, many) => settings.forRun(resource, many),
    traces,
    tracePicker,
    history,
    notifications,
    log,
    showView: () => view.show(),
  });
  questionsInDocuments = questions;
  const solving = new SolvingCommands(
    controller,
    view,
    actions,
    models,
    tracePicker,
    history,
    notifications,
    log,
    grading,
    questions,
  );
  const evaluations = new EvaluationFeature({
    extensionUri: context.extensionUri,
    backend: () => service.connect(),
    defaults: () => ({ ...settings.forRun().load, path: settings.embeddedModel }),
    notifications,
    log,
  });
  const data = new CurationFeature({
    extensionUri: context.extensionUri,
    storage: context.globalStorageUri.fsPath,
    traceMaker: async () => {
      const { ClientTraceMaker } = await import('./backend/client-trace-maker.js');
      const { load } = settings.forRun();
      return new ClientTraceMaker(await service.connect(), (model) => ({ ...load, path: model ?? load.path }));
    },
    notifications,
    log,
  });
  curation = data;
  const features: Feature[] = [
    data,
    view,
    new Commands(
      { ...solving.handlers, ...questions.handlers, ...evaluations.handlers, ...data.handlers },
      notifications,
      log,
    ),
    questions,
    new StatusBar(controller, settings, questions),
    evaluations,
    new ContextKeys(controller),
    new SampleWorkspace(view, context.workspaceState),
    new SessionMemory(controller, context.workspaceState, context.globalState, traces, tracePicker, contexts, log),
  ];
  context.subscriptions.push(
    log,
    settings.onDidChange('maxThinking', () => controller.forgetBudget()),
  );
  for (const feature of features) {
    try {
      context.subscriptions.push(feature.register());
    } catch (error) {
      log.error(`${feature.constructor.name} could not be registered.`, error); // the others still work
    }
  }
  const activationMs = performance.now() - started;
  log.info(`Activated in ${activationMs.toFixed(1)} ms (bundle loaded in ${LOAD_MS.toFixed(1)} ms).`);
  return {
    controller,
    traces,
    questions,
    evaluations,
    curation: data,
    backendPid: () => service.pid(),
    activationMs,
  };
}

/** Lets the processes end in order. */
export async function deactivate(): Promise<void> {
  await questionsInDocuments?.[Symbol.asyncDispose]();
  await curation?.[Symbol.asyncDispose]();
  await backend?.[Symbol.asyncDispose]();
}

/** The extension's own storage; a folder of the workspace only when the setting says so and the workspace is trusted. */
function traceFolder(context: vscode.ExtensionContext, settings: Settings): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const inWorkspace = settings.values().saveTraces === 'workspace' && vscode.workspace.isTrusted;
  if (inWorkspace && folder?.scheme === 'file') return join(folder.fsPath, '.think-harder', 'traces');
  return join(context.globalStorageUri.fsPath, 'traces');
}
