import { closingBrace } from './clean.js';
import type { Candidate } from './extraction.js';

/**
 * The extraction of the s1 paper's evaluation (simplescaling/s1, its tasks for lm-evaluation-harness): the text after
 * the last answer delimiter, there the last balanced \boxed or \fbox, else everything after the last "Answer:".
 * Its fallback of "A" for unreadable choices is left out on purpose: unreadable stays unreadable.
 */
export function s1Candidate(response: string): Candidate | undefined {
  const from = s1AnswerStart(response);
  const text = response.slice(from);
  const boxed = lastBox(text);
  if (boxed !== undefined)
    return {
      text: text.slice(boxed.start, boxed.end),
      start: from + boxed.start,
      end: from + boxed.end,
      rule: 's1-boxed',
    };
  const matches = [...text.matchAll(/answer\s*:\s*/gi)];
  const last = matches.at(0);
  if (last === undefined) return undefined;
  // The pattern "Answer\s*:\s*(.*)" runs over line ends, so its first match takes the rest of the text.
  const start = from + last.index + last[0].length;
  const answer = response.slice(start).trimEnd();
  return { text: answer, start, end: start + answer.length, rule: 's1-answer' };
}

/** Where the answer starts: after the last `<|im_start|>answer` line, else after the first line of the last turn. */
export function s1AnswerStart(response: string): number {
  const marker = '<|im_start|>answer\n';
  const marked = response.lastIndexOf(marker);
  if (marked >= 0) return marked + marker.length;
  const turn = response.lastIndexOf('<|im_start|>');
  if (turn < 0) return 0;
  const line = response.indexOf('\n', turn);
  return line < 0 ? response.length : line + 1;
}

/** The content of the last \boxed{…} or \fbox{…} that is balanced. */
function lastBox(text: string): { start: number; end: number } | undefined {
  const at = Math.max(text.lastIndexOf('\\boxed'), text.lastIndexOf('\\fbox'));
  if (at < 0) return undefined;
  const open = text.indexOf('{', at);
  if (open < 0) return undefined;
  const close = closingBrace(text, open);
  return close === undefined ? undefined : { start: open + 1, end: close };
}
