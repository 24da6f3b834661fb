import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LoadOptions } from '../backend/protocol.js';
import { isServerAddress } from '../reasoning/server-address.js';
import { PREFIX, type SettingName, type SettingValues } from './contributions.js';
import type { RunSettings } from './reasoning-controller.js';
import { settingValues } from './setting-values.js';

/** The embedded model, relative to the extension. */
const EMBEDDED_MODEL = join('media', 'models', 'think-harder-teaching.gguf');

/** Tokens that the embedded model was trained for; a test reads them from its file. */
export const EMBEDDED_CONTEXT = 1024;

/** The extension's settings, read where they are needed: nothing keeps a copy. */
export class Settings {
  constructor(private readonly extensionPath: string) {}

  /** @param resource document that the settings are for; the one in front by default */
  values(resource: vscode.Uri | undefined = activeResource()): SettingValues {
    const configuration = vscode.workspace.getConfiguration(PREFIX, resource);
    return settingValues((name) => configuration.get(name));
  }

  /** What a run needs. @param many the question is one of many that are solved together */
  forRun(resource?: vscode.Uri, many = false): RunSettings {
    const values = this.values(resource);
    return {
      load: {
        path: this.modelPath(values),
        gpu: values.gpu,
        gpuLayers: values.gpuLayers,
        contextSize: values.contextSize,
        kvType: values.kvType,
        threads: values.threads,
      },
      budget: {
        maxThinking: many ? (values.solveAllMaxThinking ?? values.maxThinking) : values.maxThinking,
        minThinking: values.minThinking,
        waits: values.waits,
        continuation: values.continuation,
        finalCue: values.finalCue,
        answerReserve: values.answerReserve,
        endLoops: values.endLoops,
        rules: values.rules,
      },
      sampling: {
        ...(values.temperature === null ? {} : { temperature: values.temperature }),
        ...(values.seed === null ? {} : { seed: values.seed }),
      },
    };
  }

  get embeddedModel(): string {
    return join(this.extensionPath, EMBEDDED_MODEL);
  }

  /** Tokens of the context of a model that was never loaded: known of the embedded one. */
  contextBeforeLoading({ path, contextSize }: Pick<LoadOptions, 'path' | 'contextSize'>): number | null {
    return path === this.embeddedModel ? Math.min(contextSize ?? EMBEDDED_CONTEXT, EMBEDDED_CONTEXT) : null;
  }

  /** Absolute path of the model in force, or a server's address: a relative path counts from the workspace. */
  modelPath({ modelPath }: Pick<SettingValues, 'modelPath'> = this.values()): string {
    const path = modelPath.trim();
    if (path === '') return this.embeddedModel;
    if (isServerAddress(path)) return path;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const relative = !/^([\\/]|[A-Za-z]:[\\/])/.test(path);
    return relative && folder?.scheme === 'file' ? join(folder.fsPath, path) : path;
  }

  /** Writes a setting where it is in force: in the workspace when that has one of its own, else for the user. */
  async write<K extends SettingName>(name: K, value: SettingValues[K]): Promise<void> {
    const configuration = vscode.workspace.getConfiguration(PREFIX);
    const inspected = configuration.inspect(name);
    const target =
      inspected?.workspaceValue === undefined
        ? vscode.ConfigurationTarget.Global
        : vscode.ConfigurationTarget.Workspace;
    await configuration.update(name, value, target);
  }

  onDidChange(name: SettingName, listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${PREFIX}.${name}`)) listener();
    });
  }
}

function activeResource(): vscode.Uri | undefined {
  return vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
}
