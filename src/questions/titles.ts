/** What a heading begins: a section, the solutions, or a question of its own. */
import type { FactsCache } from './judge.js';
import { readLabel, type Label } from './labels.js';
import type { SectionKind } from './node.js';
import { readsAsHeading, sectionOf } from './sections.js';
import type { Segment } from './segments.js';

export type Title =
  | {
      readonly kind: 'solutions';
      readonly section: 'answers' | 'solutions';
      /** "## Answer: 42": what stands behind the word. */
      readonly rest: Segment | undefined;
    }
  | { readonly kind: 'section'; readonly section: SectionKind; readonly numbered: boolean }
  | {
      readonly kind: 'question';
      readonly label: Label;
      readonly first: number;
      readonly section: SectionKind;
      /** The task itself, where the heading holds it. */
      readonly task: Segment | undefined;
    };

/** @param inSolutions nothing here can be a question */
export function readTitle(title: string, inSolutions: boolean, facts: FactsCache): Title {
  const first = title.length - title.trimStart().length;
  const label = readLabel(title, first, true);
  const from = label?.end ?? first;
  const raw = title.slice(from);
  const text = raw.trim();
  const start = from + (raw.length - raw.trimStart().length);
  const rest: Segment | undefined = text === '' ? undefined : { from, start, end: start + text.length, text };
  const role = label?.role;
  if (role === 'answer') return { kind: 'solutions', section: 'answers', rest };
  if (role === 'solution' || role === 'hint' || (role === 'prove' && text === ''))
    return { kind: 'solutions', section: 'solutions', rest: undefined };
  const section = sectionOf(label === undefined || role === 'number' ? raw : title);
  if (section === 'solutions' || section === 'answers') return { kind: 'solutions', section, rest: undefined };
  const { asks } = facts.get(text);
  if (
    role === 'number' &&
    text !== '' &&
    (section !== 'neutral' || readsAsHeading(title)) &&
    asks.every((ask) => !ask.strong)
  ) {
    return { kind: 'section', section, numbered: true };
  }
  const task = asks.length > 0 ? rest : undefined;
  if (
    !inSolutions &&
    label !== undefined &&
    (role === 'question' || ((role === 'number' || role === 'part') && (task !== undefined || text === '')))
  ) {
    // "Practice" without a number is a section as much as a question.
    const several =
      role === 'question' &&
      label.ordinal === undefined &&
      /^(?:practice|drill|challenge|check|quick|self|try|your)/.test(label.word ?? '');
    return { kind: 'question', label, first, section: several ? 'exercises' : 'neutral', task };
  }
  return { kind: 'section', section: role === 'theorem' ? 'excluded' : section, numbered: false };
}
