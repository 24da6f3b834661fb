import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isServerAddress, modelName } from '../reasoning/server-address.js';
import type { Memory } from './question-history.js';
import type { Settings } from './settings.js';

const KEY = 'recentModels';
const MOST = 10;

interface ModelItem extends vscode.QuickPickItem {
  /** What the setting becomes, or how that is found out. */
  readonly path: string | (() => Promise<string | undefined>);
}

/** Chooses the model: the embedded one, one used before, any GGUF file, or one that a server serves. */
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
        label: isServerAddress(path) ? `$(server) ${modelName(path)}` : `$(file-binary) ${basename(path)}`,
        description: path === now ? vscode.l10n.t('in use') : '',
        detail: path,
        path,
      })),
      {
        label: `$(folder-opened) ${vscode.l10n.t('Choose a GGUF file…')}`,
        alwaysShow: true,
        path: () => this.#browse(),
      },
      {
        label: `$(server) ${vscode.l10n.t('Use a server…')}`,
        detail: vscode.l10n.t('llama-server or vLLM, here or elsewhere: questions are sent to it'),
        alwaysShow: true,
        path: () => this.#askForServer(now),
      },
    ];
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Select Model'),
      placeHolder: vscode.l10n.t('Model that solves the next question'),
      matchOnDetail: true,
    });
    if (chosen === undefined) return;
    const path = typeof chosen.path === 'string' ? chosen.path : await chosen.path();
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

  async #askForServer(now: string): Promise<string | undefined> {
    const address = await vscode.window.showInputBox({
      title: vscode.l10n.t('Use a server'),
      prompt: vscode.l10n.t('Address of a llama-server or vLLM, with #name behind it where it serves several models'),
      placeHolder: 'http://127.0.0.1:8080',
      ...(isServerAddress(now) ? { value: now } : {}),
      validateInput: (text) =>
        isServerAddress(text.trim()) && URL.canParse(text.trim())
          ? undefined
          : vscode.l10n.t('Write it like http://127.0.0.1:8080'),
    });
    return address?.trim();
  }

  #recent(now: string): string[] {
    const kept = this.memory.get(KEY);
    const paths = Array.isArray(kept) ? kept.filter((path) => typeof path === 'string') : [];
    return now === '' || paths.includes(now) ? paths : [now, ...paths];
  }
}
