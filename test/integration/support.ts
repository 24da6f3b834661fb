import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PREFIX, type SettingName } from '../../src/editor/contributions.js';
import type { ExtensionApi } from '../../src/extension.js';

/** The extension, activated. */
export async function activated(): Promise<ExtensionApi> {
  const extension = vscode.extensions.getExtension<ExtensionApi>('think-harder.think-harder');
  assert.ok(extension);
  return extension.activate();
}

/** Waits until `holds`, or fails with `what` after a while. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(`Waited ${ms / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Sets settings for the user; undefined: back to the default. */
export async function configure(settings: Readonly<Partial<Record<SettingName, unknown>>>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(PREFIX);
  for (const [name, value] of Object.entries(settings)) {
    await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  }
}
