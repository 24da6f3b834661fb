import { printable } from './style.js';

/**
 * A sentence of the backend for somebody at a terminal: settings of the editor, which it names, are options here.
 */
export function forTerminal(sentence: string): string {
  const words = sentence.replace(/(?:\bsetting )?\bthinkHarder\.([a-zA-Z]+)/g, (_all, name: string) => optionOf(name));
  return printable(words);
}

function optionOf(setting: string): string {
  return setting === 'modelPath' ? '--model' : `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
