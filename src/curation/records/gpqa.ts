import { text, type Fields } from './source-mapping.js';

/**
 * The four choices in an order that depends on the question alone, so that every run gives the same: s1 shuffles them
 * with seed 42 over the whole file, which another subset of the file would change.
 */
function gpqaChoices(fields: Fields): { readonly options: readonly string[]; readonly letter: string } {
  const right = text(fields['Correct Answer']) ?? '';
  const wrong = [1, 2, 3].map((n) => text(fields[`Incorrect Answer ${n}`]) ?? '');
  const place = [...(text(fields.Question) ?? '')].reduce((sum, char) => (sum + (char.codePointAt(0) ?? 0)) % 4, 0);
  const options = [...wrong.slice(0, place), right, ...wrong.slice(place)].map(withoutLineEnds);
  return { options, letter: 'ABCD'[place] ?? 'A' };
}

/** As published: other white space around a choice is part of it, and of the question's hash. */
function withoutLineEnds(option: string): string {
  return option.replace(/^\n+/, '').replace(/(?<!\n)\n+$/, '');
}

export function gpqaQuestion(fields: Fields): string | undefined {
  const question = text(fields.Question);
  if (question === undefined) return undefined;
  const lines = gpqaChoices(fields).options.map((option, i) => `(${'ABCD'[i] ?? ''}) ${option}`);
  return `${question}\nAnswer Choices:\n${lines.join('\n')}`;
}

export function gpqaSolution(fields: Fields): string {
  return `${text(fields.Explanation) ?? ''}\n\nAnswer: ${gpqaChoices(fields).letter}`;
}
