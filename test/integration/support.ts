import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PREFIX, type SettingName } from '../../src/editor/contributions.js';
import type { ExtensionApi } from '../../src/extension.js';

export { until } from '../support/until.js';

/** The extension, activated. */
export async function activated(): Promise<ExtensionApi> {
  const extension = vscode.extensions.getExtension<ExtensionApi>('think-harder.think-harder');
  assert.ok(extension);
  return extension.activate();
}

/** Sets settings for the user; undefined: back to the default. */
export async function configure(settings: Readonly<Partial<Record<SettingName, unknown>>>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(PREFIX);
  for (const [name, value] of Object.entries(settings)) {
    await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  }
}
