/** Multiple-choice answers: one or more letters, with or without the text of the option. */
export interface Choice {
  /** Upper-case letters in alphabetical order, without repeats. */
  readonly letters: string;
  /** What follows the letter: the option's text, where it is given. */
  readonly text: string;
  /** Whether the shape can mean nothing but a choice: "(B)", "B) 12", "option B". A bare "B" may be a name. */
  readonly marked: boolean;
}

const WRAP = /\\(?:text|textbf|mathrm|mathbf|boxed|fbox|mathit|textrm|mbox|operatorname|bf|rm)\s*\{([^{}]*)\}/g;

/** Reads text that is a choice and nothing else. Letters beyond `last` (the last option's letter) are none. */
export function readChoice(source: string, last = 'Z'): Choice | undefined {
  if (source.length > 600) return undefined;
  let text = source;
  for (let i = 0; i < 3; i++) text = text.replace(WRAP, '$1');
  text = text
    .replace(/\\[()[\]]|\\[,;:! ]|\\quad|\\qquad|[$*`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(
      /^(?:the\s+)?(?:correct\s+)?(?:final\s+)?(?:answer|option|choice|选项|答案)s?\s*(?:is|are|是|为|:|：)?\s*[:：]?\s*/i,
      (found) => (/^(?:option|choice|选项)/i.test(found) ? '\uE030' : ''),
    );
  const named = text.startsWith('\uE030');
  text = text.replace('\uE030', '').replace(/^(?:option|choice|选项)\s*/i, '');
  const found = several(text) ?? single(text, named);
  return found !== undefined && [...found.letters].every((letter) => letter <= last) ? found : undefined;
}

function single(text: string, named: boolean): Choice | undefined {
  const bracketed = /^[([{]\s*([A-Za-z])\s*[)\]}]\s*[.:,]?\s*(.*)$/s.exec(text);
  if (bracketed?.[1] !== undefined && !/^[([]?\s*[A-Za-z]\s*[)\]]\s*[-+*/=^]/.test(text)) {
    return { letters: bracketed[1].toUpperCase(), text: (bracketed[2] ?? '').trim(), marked: true };
  }
  const bare = /^([A-Za-z])\.?$/.exec(text);
  if (bare?.[1] !== undefined) return { letters: bare[1].toUpperCase(), text: '', marked: named || text.endsWith('.') };
  const labelled = /^([A-Z])\s*[.:)\]：,、]\s*(.+)$/s.exec(text) ?? (named ? /^([A-Z])\s+(.+)$/s.exec(text) : null);
  if (labelled?.[1] !== undefined) return { letters: labelled[1], text: (labelled[2] ?? '').trim(), marked: true };
  const loose = /^([A-Z])\s+([A-Za-z].{2,})$/s.exec(text);
  // "C Cecile": a letter and a word; "A is …" is a sentence.
  if (loose?.[1] !== undefined && !/^(?:is|are|and|or|was|has|has)\b/.test(loose[2] ?? '') && loose[1] !== 'I')
    return { letters: loose[1], text: (loose[2] ?? '').trim(), marked: false };
  return undefined;
}

function several(text: string): Choice | undefined {
  if (!/^[([{]?\s*[A-Z]\s*[)\]}]?(?:\s*(?:[,;、&和与及]|and|\s)?\s*[([{]?[A-Z][)\]}]?)+$/.test(text)) return undefined;
  const letters = [...new Set(text.replace(/and/g, '').replace(/[^A-Z]/g, ''))].sort().join('');
  return letters.length > 1 ? { letters, text: '', marked: /[,;、和与()\s]/.test(text) } : undefined;
}

/** The letter of the n-th option, A first. */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);
