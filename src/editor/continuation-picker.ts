import * as vscode from 'vscode';

/** Texts that the paper tries in place of the end of thinking (Table 4), and one that opens another way. */
const KNOWN = ['Wait', 'Alternatively', 'Hmm', 'Let me try another way:'];

/** Asks for the text that is put in place of the end of thinking. undefined: the person does not say. */
export async function pickContinuation(now: string): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick();
  const known = [...new Set([...KNOWN, now].filter((text) => text !== ''))];
  picker.title = vscode.l10n.t('Think Harder with Another Text');
  picker.placeholder = vscode.l10n.t('Text in place of the end of thinking: choose one or write your own');
  const items = (typed: string) => [
    ...(typed === '' || known.includes(typed) ? [] : [{ label: typed, alwaysShow: true }]),
    ...known.map((label) => ({ label, description: label === now ? vscode.l10n.t('in use') : '' })),
  ];
  picker.items = items('');
  picker.onDidChangeValue((value) => (picker.items = items(value.trim())));
  try {
    return await new Promise<string | undefined>((resolve) => {
      picker.onDidAccept(() => resolve(picker.selectedItems[0]?.label));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}
