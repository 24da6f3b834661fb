import * as vscode from 'vscode';
import type { BackendClient } from '../backend/client.js';
import type { Settings } from './settings.js';

interface SizeItem extends vscode.QuickPickItem {
  /** Tokens; null: chosen at each load. */
  readonly size: number | null;
}

/** Chooses how much the context holds, from what the model was trained for, with the memory that each size takes. */
export class ContextPicker {
  constructor(
    private readonly settings: Settings,
    private readonly backend: () => Promise<Pick<BackendClient, 'describe'>>,
  ) {}

  /** @returns whether the setting was changed. */
  async pick(): Promise<boolean> {
    const now = this.settings.values().contextSize;
    const model = await (await this.backend()).describe(this.settings.modelPath());
    const inUse = (size: number | null) => (size === now ? ` · ${vscode.l10n.t('in use')}` : '');
    const items: SizeItem[] = [
      {
        label: vscode.l10n.t('As large as the model and memory allow'),
        description: inUse(null).slice(3),
        size: null,
      },
      ...model.memory.map(({ contextSize, bytes }) => ({
        label: vscode.l10n.t('{0} tokens', contextSize.toLocaleString()),
        description: vscode.l10n.t('{0} MB of memory', Math.round(bytes / 1e6).toLocaleString()) + inUse(contextSize),
        size: contextSize,
      })),
    ];
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Context Size'),
      placeHolder: vscode.l10n.t(
        '{0} was trained for {1} tokens: question, thinking and answer together',
        model.title,
        model.trainContextSize.toLocaleString(),
      ),
    });
    if (chosen === undefined || chosen.size === now) return false;
    await this.settings.write('contextSize', chosen.size);
    return true;
  }
}
