import * as vscode from 'vscode';

/** What evaluations and curation ask a person. One object, so that a test can answer in a person's place. */
export interface Dialogs {
  /** undefined: none was picked. */
  openFiles: (options: vscode.OpenDialogOptions) => Promise<readonly vscode.Uri[] | undefined>;
  saveFile: (options: vscode.SaveDialogOptions) => Promise<vscode.Uri | undefined>;
  pick: <T extends vscode.QuickPickItem>(
    items: readonly T[],
    options: vscode.QuickPickOptions & { readonly title: string },
  ) => Promise<T | undefined>;
  /** undefined: the list was closed; an empty one: nothing was picked. */
  pickSome: <T extends vscode.QuickPickItem>(
    items: readonly T[],
    options: vscode.QuickPickOptions & { readonly title: string },
  ) => Promise<readonly T[] | undefined>;
  /** Asks before something begins that costs time. @returns whether `yes` was taken */
  confirm: (message: string, detail: string, yes: string) => Promise<boolean>;
}

export function vscodeDialogs(): Dialogs {
  return {
    openFiles: async (options) => vscode.window.showOpenDialog(options),
    saveFile: async (options) => vscode.window.showSaveDialog(options),
    pick: async (items, options) => vscode.window.showQuickPick(items, options),
    pickSome: async (items, options) => vscode.window.showQuickPick(items, { ...options, canPickMany: true }),
    confirm: async (message, detail, yes) =>
      (await vscode.window.showInformationMessage(message, { modal: true, detail }, yes)) === yes,
  };
}
