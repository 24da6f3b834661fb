import * as vscode from 'vscode';
import type { Features } from '../../language-server/protocol.js';
import { PREFIX, type SettingName } from '../contributions.js';
import { QUESTION_LANGUAGES } from './languages.js';

const SETTINGS = {
  lenses: 'questionLenses',
  hints: 'questionHints',
  hovers: 'questionHovers',
  actions: 'questionActions',
  diagnostics: 'questionDiagnostics',
  completion: 'questionCompletion',
  outline: 'questionOutline',
} as const satisfies Record<keyof Features, SettingName>;

/** The switches of each language, as the settings have them for it. */
export function features(): Record<string, Features> {
  return Object.fromEntries(QUESTION_LANGUAGES.map((languageId) => [languageId, featuresOf({ languageId })]));
}

/** Did any of the switches change? */
export function changesFeatures(event: vscode.ConfigurationChangeEvent): boolean {
  return Object.values(SETTINGS).some((name) => event.affectsConfiguration(`${PREFIX}.${name}`));
}

function featuresOf(scope: vscode.ConfigurationScope): Features {
  const configuration = vscode.workspace.getConfiguration(PREFIX, scope);
  return Object.fromEntries(
    Object.entries(SETTINGS).map(([feature, name]) => [feature, configuration.get(name) !== false]),
  );
}
