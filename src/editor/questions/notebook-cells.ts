import * as vscode from 'vscode';
import { type CONTEXT_KEYS, PREFIX } from '../contributions.js';

const KEY = 'questionCells' satisfies keyof typeof CONTEXT_KEYS;

/** Which notebook cells hold questions, for the buttons in their toolbars: a rendered cell shows no lenses. */
export class NotebookCells {
  readonly #cells = new Map<string, readonly string[]>();
  #told = '';

  /** @param cells addresses of the cells of this notebook that hold a question */
  update(notebook: string, cells: readonly string[]): void {
    if (cells.length === 0) this.#cells.delete(notebook);
    else this.#cells.set(notebook, [...new Set(cells)]);
    const all = [...this.#cells.values()].flat();
    const now = all.join('\n');
    if (now === this.#told) return;
    this.#told = now;
    void vscode.commands.executeCommand('setContext', `${PREFIX}.${KEY}`, all);
  }
}
