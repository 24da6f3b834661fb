import * as vscode from 'vscode';
import type { Feature } from './feature.js';
import type { ReasoningViewProvider } from './reasoning-view.js';

/** Marks the sample workspace; package.json activates the extension where it is. */
const MARK = '.think-harder-sample';
const SHOWN = 'sampleWorkspaceShown';

/** In the sample workspace, and nowhere else, the view comes to the front by itself: once. */
export class SampleWorkspace implements Feature {
  constructor(
    private readonly view: ReasoningViewProvider,
    private readonly memory: vscode.Memento,
  ) {}

  register(): vscode.Disposable {
    void this.#showOnce();
    return new vscode.Disposable(() => undefined);
  }

  async #showOnce(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    if (folder === undefined || this.memory.get<boolean>(SHOWN) === true) return;
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, MARK));
    } catch {
      return; // any other workspace
    }
    await this.memory.update(SHOWN, true);
    await this.view.show();
  }
}
