import { english, type Translate } from '../yaml-files/texts.js';

/**
 * Texts in VS Code's language, for the parts that do not import 'vscode' and are tested without it. The composition root
 * hands in vscode.l10n.t; until then texts are English.
 */
let translate: Translate = english;

export function useTranslation(by: Translate): void {
  translate = by;
}

export function t(text: string, ...args: (string | number)[]): string {
  return translate(text, ...args);
}
