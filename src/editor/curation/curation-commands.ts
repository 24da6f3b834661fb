import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { METHODS, type DecontaminationMethod } from '../../curation/decontaminate/detectors.js';
import type { CURATION_COMMANDS, HandlersOf } from '../contributions.js';
import type { DataClients } from './data-clients.js';
import { requireTrust, type DataSetEditor } from './data-set-editor.js';
import type { Dialogs } from '../dialogs.js';
import type { CurationHost } from './host.js';
import { freePipelineFile, mappingOf, pipelineText, ROLES, type Mapping } from './new-pipeline.js';
import type { PipelineRuns } from './pipeline-runs.js';
import type { SearchFolders } from './search-folders.js';

/** Files that can be read as data. */
const DATA = ['jsonl', 'ndjson', 'json', 'csv', 'parquet', 'gz'];
const VIEW = 'thinkHarder.dataSet';
const PIPELINE = /\.curate\.ya?ml$/i;

/** What the commands need of the other parts. */
export interface CommandParts {
  readonly clients: DataClients;
  readonly runs: PipelineRuns;
  readonly host: CurationHost;
  readonly dialogs: Dialogs;
  readonly searches: SearchFolders;
  /** The data set that is shown in front. */
  readonly active: () => DataSetEditor | undefined;
}

/** Handlers of the commands about data. Each takes a file where there is one, and asks where there is none. */
export function curationCommands(parts: CommandParts): HandlersOf<typeof CURATION_COMMANDS> {
  const { runs, host, dialogs, active } = parts;
  return {
    openDataSet: async (given) => {
      const uri = fileOf(given) ?? (await pickData(vscode.l10n.t('Open as Data Set'), dialogs));
      if (uri !== undefined) await openDataSet(uri);
    },
    curateNew: async (given) => newPipeline(fileOf(given), parts),
    curateRun: async (given) => run(await pipelineOf(given, dialogs), parts),
    curateResume: async (given) => run(await pipelineOf(given, dialogs), parts),
    curateCancel: async (given) => {
      const file = fileOf(given)?.fsPath ?? (runs.running.length === 1 ? runs.running[0] : activePipeline()?.fsPath);
      if (file === undefined || !runs.cancel(file)) {
        host.notifications.missing(vscode.l10n.t('No pipeline is running: there is nothing to cancel.'));
      }
    },
    curateOpenResult: async (given) => {
      const uri = await pipelineOf(given, dialogs);
      if (uri === undefined) return;
      await runs.look(uri.fsPath);
      const { result } = runs.stateOf(uri.fsPath);
      if (result !== null) await openDataSet(vscode.Uri.file(result));
      else host.notifications.missing(vscode.l10n.t('{0} has no result yet: run it first.', basename(uri.fsPath)));
    },
    addSelectionToPool: async () => {
      const editor = active();
      if (editor !== undefined) await editor.appendSelection();
      else host.notifications.missing(vscode.l10n.t('Open data as a data set first, then choose rows of it.'));
    },
    findContamination: async (pool, tasks) => findContamination(fileOf(pool), filesOf(tasks), parts),
  };
}

export async function openDataSet(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, VIEW);
}

function fileOf(given: unknown): vscode.Uri | undefined {
  return given instanceof vscode.Uri && given.scheme === 'file' ? given : undefined;
}

function filesOf(given: unknown): vscode.Uri[] | undefined {
  if (!Array.isArray(given)) return undefined;
  const files = given.map(fileOf).filter((uri) => uri !== undefined);
  return files.length > 0 ? files : undefined;
}

async function pickData(title: string, dialogs: Dialogs): Promise<vscode.Uri | undefined> {
  const picked = await dialogs.openFiles({ title, filters: { [vscode.l10n.t('Data')]: DATA } });
  return picked?.[0];
}

function activePipeline(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' && PIPELINE.test(uri.path) ? uri : undefined;
}

/** The pipeline that is meant: given, in front, or chosen of the workspace's. */
async function pipelineOf(given: unknown, dialogs: Dialogs): Promise<vscode.Uri | undefined> {
  const meant = fileOf(given) ?? activePipeline();
  if (meant !== undefined) return meant;
  const found = await vscode.workspace.findFiles('**/*.curate.{yaml,yml}', '**/node_modules/**', 100);
  if (found.length === 0)
    throw new Error(vscode.l10n.t('There is no *.curate.yaml here: make a new pipeline from data.'));
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const chosen = await dialogs.pick(items, { title: vscode.l10n.t('Which pipeline?') });
  return chosen?.uri;
}

async function run(uri: vscode.Uri | undefined, { runs, host }: CommandParts): Promise<string | undefined> {
  if (uri === undefined) return undefined;
  requireTrust();
  // What runs is what stands in the editor.
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (document?.isDirty === true) await document.save();
  const result = await runs.run(uri.fsPath);
  if (result === undefined) return undefined;
  host.notifications.missing(vscode.l10n.t('{0} is done.', basename(uri.fsPath)), {
    label: vscode.l10n.t('Open Result'),
    run: () => openDataSet(vscode.Uri.file(result)),
  });
  return result;
}

/** A pipeline for data, its columns mapped by inspection and confirmed. */
async function newPipeline(given: vscode.Uri | undefined, { clients, host, dialogs }: CommandParts): Promise<void> {
  requireTrust();
  const title = vscode.l10n.t('New Pipeline from Data');
  const data = given ?? (await pickData(title, dialogs));
  if (data === undefined) return;
  const { shown } = clients;
  const { handle, columns } = await shown.open({ path: data.fsPath, indexFolder: join(host.storage, 'data-sets') });
  await shown.close(handle);
  const names = columns.filter(({ role }) => role !== 'length').map(({ name }) => name);
  const confirmed = await confirmColumns(title, mappingOf(columns), names, dialogs);
  if (confirmed === undefined) return;
  const folder = vscode.workspace.getWorkspaceFolder(data)?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const suggested = freePipelineFile(
    folder === undefined ? dirname(data.fsPath) : dirnameIn(folder, data),
    data.fsPath,
  );
  const target = await dialogs.saveFile({
    title,
    defaultUri: vscode.Uri.file(suggested),
    filters: { YAML: ['yaml', 'yml'] },
  });
  if (target === undefined) return;
  await writeFile(target.fsPath, pipelineText(target.fsPath, data.fsPath, confirmed));
  await vscode.window.showTextDocument(target);
}

/** Beside the data where they are in the workspace, else in the workspace. */
function dirnameIn(folder: vscode.Uri, data: vscode.Uri): string {
  return data.path.startsWith(`${folder.path}/`) ? dirname(data.fsPath) : folder.fsPath;
}

/** Shows what each column seems to mean; a person takes it or changes it. undefined: not at all. */
async function confirmColumns(
  title: string,
  mapping: Mapping,
  columns: readonly string[],
  dialogs: Dialogs,
): Promise<Mapping | undefined> {
  let current = mapping;
  for (;;) {
    const take = { label: `$(check) ${vscode.l10n.t('Take these columns')}`, role: '' };
    const items = ROLES.map((role) => ({
      label: role,
      description: current[role] ?? vscode.l10n.t('(none)'),
      role,
    }));
    const chosen = await dialogs.pick([take, ...items], {
      title,
      placeHolder: vscode.l10n.t('What the columns mean, by a look at the data; choose one to change it'),
      ignoreFocusOut: true,
    });
    if (chosen === undefined) return undefined;
    if (chosen.role === '') return current;
    const none = vscode.l10n.t('(none)');
    const labels = [none, ...columns].map((label) => ({ label }));
    const column = (await dialogs.pick(labels, { title: chosen.role, ignoreFocusOut: true }))?.label;
    if (column === undefined) continue;
    const others = Object.fromEntries(Object.entries(current).filter(([role]) => role !== chosen.role));
    current = column === none ? others : { ...others, [chosen.role]: column };
  }
}

/** Compares two files of questions and opens what they share. */
async function findContamination(
  given: vscode.Uri | undefined,
  against: vscode.Uri[] | undefined,
  { clients, searches, dialogs }: CommandParts,
): Promise<string | undefined> {
  requireTrust();
  const pool = given ?? (await pickData(vscode.l10n.t('Find Contamination: the data that must be clean'), dialogs));
  if (pool === undefined) return undefined;
  const tasks =
    against ??
    (await dialogs.openFiles({
      title: vscode.l10n.t('Find Contamination: the evaluation tasks'),
      filters: { [vscode.l10n.t('Data')]: DATA },
      canSelectMany: true,
    }));
  if (tasks === undefined || tasks.length === 0) return undefined;
  const method = against === undefined ? await pickMethod(dialogs) : 'ngram8';
  if (method === undefined) return undefined;
  // In the extension's own storage: a search writes nothing beside anybody's data.
  await searches.sweep();
  const out = searches.folderFor(pool.fsPath);
  const title = vscode.l10n.t('Looking for contamination in {0}', basename(pool.fsPath));
  const location = vscode.ProgressLocation.Notification;
  const stop = new AbortController();
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_progress, token) => {
    token.onCancellationRequested(() => stop.abort());
    try {
      const params = { job: randomUUID(), pool: pool.fsPath, tasks: tasks.map(({ fsPath }) => fsPath), method, out };
      await clients.working.decontaminate(params, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) return undefined;
      throw error;
    }
    const hits = join(out, 'hits.jsonl');
    await openDataSet(vscode.Uri.file(hits));
    return hits;
  });
}

async function pickMethod(dialogs: Dialogs): Promise<DecontaminationMethod | undefined> {
  const details: Readonly<Record<DecontaminationMethod, string>> = {
    ngram8: vscode.l10n.t('one shared run of 8 words, as the s1 paper has it'),
    ngram13: vscode.l10n.t('one shared run of 13 words'),
    minhash: vscode.l10n.t('alike as a whole'),
  };
  const chosen = await dialogs.pick(
    METHODS.map((method) => ({ label: method, description: details[method], method })),
    { title: vscode.l10n.t('What counts as shared?') },
  );
  return chosen?.method;
}
