/** Texts and numbers in the language of VS Code. The English text is the key, as in vscode.l10n. */

let table: Readonly<Record<string, string>> = {};
let integers = new Intl.NumberFormat('en');
let oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/** Called once, before anything is drawn. */
export function useLanguage(locale: string, texts: Readonly<Record<string, string>>): void {
  table = texts;
  const known = isKnown(locale) ? locale : 'en';
  integers = new Intl.NumberFormat(known);
  oneDigit = new Intl.NumberFormat(known, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
}

function isKnown(locale: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf([locale]).length > 0;
  } catch {
    return false; // no tag of a language at all
  }
}

/** `text` in the user's language, with {0}, {1}, … replaced by the arguments. */
export function t(text: string, ...args: readonly (string | number)[]): string {
  const translated = Object.hasOwn(table, text) ? (table[text] ?? text) : text;
  return translated.replace(/\{(\d+)\}/g, (all, index: string) => {
    const value = args[Number(index)];
    if (value === undefined) return all;
    return typeof value === 'number' ? number(value) : value;
  });
}

/** An integer with the locale's separators: 30,000. */
export function number(value: number): string {
  return integers.format(Math.round(value));
}

/** A time for people: 0.8 s, 12 s, 3 min 20 s, 1 h 5 min. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return t('{0} s', oneDigit.format(seconds));
  const whole = Math.round(seconds);
  if (whole < 60) return t('{0} s', whole);
  if (whole < 3600) return t('{0} min {1} s', Math.floor(whole / 60), whole % 60);
  return t('{0} h {1} min', Math.floor(whole / 3600), Math.floor((whole % 3600) / 60));
}

/** Tokens per second: one digit after the point where that says something. */
export function speed(tokensPerSecond: number): string {
  return t('{0}/s', tokensPerSecond < 10 ? oneDigit.format(tokensPerSecond) : number(tokensPerSecond));
}

/** Bytes as megabytes. */
export function megabytes(bytes: number): string {
  const value = bytes / 1_000_000;
  return t('{0} MB', value < 10 ? oneDigit.format(value) : number(value));
}
