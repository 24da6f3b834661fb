/**
 * Texts in VS Code's language, for the parts that do not import 'vscode' and are tested without it. The composition root
 * hands in vscode.l10n.t; until then texts are English.
 */
type Translate = (text: string, ...args: (string | number)[]) => string;

let translate: Translate = (text, ...args) =>
  text.replace(/\{(\d+)\}/g, (all, index: string) => String(args[Number(index)] ?? all));

export function useTranslation(by: Translate): void {
  translate = by;
}

export function t(text: string, ...args: (string | number)[]): string {
  return translate(text, ...args);
}
