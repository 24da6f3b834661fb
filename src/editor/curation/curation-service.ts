import { join } from 'node:path';
import * as vscode from 'vscode';
import SCHEMA from '../../../docs/curate.schema.json' with { type: 'json' };
import { pipelineLanguage } from '../../curation/pipeline/language.js';
import { surroundings } from '../../curation/pipeline/rules.js';
import { t, useTranslation } from '../texts.js';
import type { Schema } from '../../yaml-files/schema.js';
import { YamlSupport } from '../yaml-support.js';
import { curationCommands } from './curation-commands.js';
import { DataClients } from './data-clients.js';
import { DataSetEditor } from './data-set-editor.js';
import { vscodeDialogs } from '../dialogs.js';
import type { CurationHost, CurationService } from './host.js';
import { pipelineLenses } from './pipeline-lenses.js';
import { PipelineRuns } from './pipeline-runs.js';
import { SearchFolders } from './search-folders.js';

const PIPELINES = '**/*.curate.{yaml,yml}';

/** Entry of the bundle about data: builds its parts and connects them. It starts no process. */
export function createCurationService(host: CurationHost): CurationService {
  useTranslation((text, ...args) => vscode.l10n.t(text, ...args));
  const dialogs = vscodeDialogs();
  const clients = new DataClients(host, dialogs);
  const runs = new PipelineRuns(clients, host);
  const searches = new SearchFolders(join(host.storage, 'contamination'));
  const support = new YamlSupport({
    name: 'think-harder-curation',
    pattern: PIPELINES,
    language: pipelineLanguage(SCHEMA as Schema, t),
    surroundings: (file, value) => surroundings(file, value, t),
  });
  const shown = new Map<string, DataSetEditor>();
  let front: string | undefined;
  return {
    commands: curationCommands({ clients, runs, host, dialogs, searches, active: () => shown.get(front ?? '') }),
    async show(uri, panel) {
      if (uri.scheme !== 'file') {
        throw new Error(vscode.l10n.t('Only files of this machine can be opened as a data set: save a copy first.'));
      }
      const path = uri.fsPath;
      void searches.opened(path);
      const editor = new DataSetEditor(path, panel, { clients, runs, host, dialogs });
      shown.set(path, editor);
      front = path;
      panel.onDidChangeViewState(() => {
        if (panel.active) front = path;
      });
      panel.onDidDispose(() => {
        if (shown.get(path) === editor) shown.delete(path);
      });
    },
    lenses: (document) => pipelineLenses(document, runs),
    onDidChangeLenses: (listener) => runs.onDidChange(listener),
    get pids() {
      return clients.pids;
    },
    shown,
    dialogs,
    async [Symbol.asyncDispose]() {
      support.dispose();
      await clients[Symbol.asyncDispose]();
    },
  };
}
