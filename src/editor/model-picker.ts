import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Memory } from './question-history.js';
import type { Settings } from './settings.js';

const KEY = 'recentModels';
const MOST = 10;

interface ModelItem extends vscode.QuickPickItem {
  /** What the setting becomes; undefined: a file is chosen. */
  readonly path?: string;
}

/** Chooses the model: the embedded one, one used before, or any GGUF file. */
export class ModelPicker {
  constructor(
    private readonly settings: Settings,
    private readonly memory: Memory,
  ) {}

  async pick(): Promise<void> {
    const now = this.settings.values().modelPath.trim();
    const items: ModelItem[] = [
      {
        label: `$(package) ${vscode.l10n.t('Embedded teaching model')}`,
        description: now === '' ? vscode.l10n.t('in use') : '',
        detail: vscode.l10n.t('Small, needs no download, knows the kinds of questions it was trained for'),
        path: '',
      },
      ...this.#recent(now).map((path) => ({
        label: `$(file-binary) ${basename(path)}`,
        description: path === now ? vscode.l10n.t('in use') : '',
        detail: path,
        path,
      })),
      { label: `$(folder-opened) ${vscode.l10n.t('Choose a GGUF file…')}`, alwaysShow: true },
    ];
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Select Model'),
      placeHolder: vscode.l10n.t('Model that solves the next question'),
      matchOnDetail: true,
    });
    if (chosen === undefined) return;
    const path = chosen.path ?? (await this.#browse());
    if (path === undefined) return;
    if (path !== '')
      await this.memory.update(KEY, [path, ...this.#recent(path).filter((p) => p !== path)].slice(0, MOST));
    await this.settings.write('modelPath', path);
  }

  async #browse(): Promise<string | undefined> {
    const picked = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a GGUF file'),
      openLabel: vscode.l10n.t('Use This Model'),
      filters: { GGUF: ['gguf'], [vscode.l10n.t('All files')]: ['*'] },
    });
    return picked?.[0]?.fsPath;
  }

  #recent(now: string): string[] {
    const kept = this.memory.get(KEY);
    const paths = Array.isArray(kept) ? kept.filter((path) => typeof path === 'string') : [];
    return now === '' || paths.includes(now) ? paths : [now, ...paths];
  }
}
