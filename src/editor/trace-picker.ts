import * as vscode from 'vscode';
import type { Trace } from '../reasoning/trace.js';
import type { TraceStore } from './trace-store.js';

interface TraceItem extends vscode.QuickPickItem {
  readonly path?: string;
}

/** At most so many saved traces are read for their questions: each is a file. */
const MOST = 100;

/** Chooses a saved trace, or any trace file. Reading one loads the schema, so that is done when it is asked for. */
export class TracePicker {
  constructor(private readonly traces: TraceStore) {}

  /** @throws TraceFormatError for a file that is no trace. */
  async pick(): Promise<Trace | undefined> {
    const files = (await this.traces.list()).slice(0, MOST);
    const items: TraceItem[] = await Promise.all(
      files.map(async (file) => ({
        label: await this.#question(file.path),
        description: file.saved.toLocaleString(vscode.env.language),
        path: file.path,
      })),
    );
    items.push({ label: `$(folder-opened) ${vscode.l10n.t('Choose a trace file…')}`, alwaysShow: true });
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Open Saved Trace'),
      placeHolder: vscode.l10n.t('Questions solved before, the newest first'),
    });
    if (chosen === undefined) return undefined;
    const path = chosen.path ?? (await this.#browse());
    return path === undefined ? undefined : this.read(path);
  }

  async read(path: string): Promise<Trace> {
    const { parseTrace } = await import('../reasoning/trace.js');
    return parseTrace(await this.traces.read(path));
  }

  async #question(path: string): Promise<string> {
    try {
      const { question } = JSON.parse(await this.traces.read(path)) as { question?: { text?: unknown } };
      const text = typeof question?.text === 'string' ? question.text : '';
      return text.replace(/\s+/g, ' ').slice(0, 120) || vscode.l10n.t('(no question)');
    } catch {
      return vscode.l10n.t('(cannot be read)');
    }
  }

  async #browse(): Promise<string | undefined> {
    const picked = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a trace file'),
      filters: { JSON: ['json'], [vscode.l10n.t('All files')]: ['*'] },
    });
    return picked?.[0]?.fsPath;
  }
}
