import { extract } from '../../grading/extract.js';
import type { ExtractOptions } from '../../grading/extraction.js';
import { answerText } from '../../grading/fast.js';
import { liveSpans, textOf, type Trace } from '../../reasoning/trace.js';

interface AnswerSettings extends Pick<ExtractOptions, 'kind'> {
  readonly extraction: 'usual' | 's1';
}

/** Of an answer in which nothing is marked, so much may be the answer itself. */
const SHORT_ANSWER = 100;

export interface FoundAnswer {
  readonly answer: string;
  /** Where it stands in the text of the trace's answer, in UTF-16 units. */
  readonly place: { readonly start: number; readonly end: number };
}

/** The answer that a trace comes to. @param cut it ended before it was done: only what it says firmly counts */
export function answerIn(
  trace: Trace,
  choices: readonly string[] | undefined,
  { kind, extraction }: AnswerSettings,
  cut: boolean,
): FoundAnswer | undefined {
  const text = textOf(trace, 'answer');
  // A forced "Final Answer:" is no part of the answer's text, but what follows it is the answer.
  const cue = liveSpans(trace).findLast(({ note }) => note === 'cue')?.text ?? '';
  const { chosen } = extract(cue + text, {
    ...(kind === undefined ? {} : { kind }),
    ...(choices === undefined ? {} : { choices }),
    mode: extraction,
    lastValue: !cut,
  });
  if (chosen !== undefined) {
    // "The answer is:" and nothing behind it.
    if (answerText(chosen.text).trim() === '') return undefined;
    // What stands at the very end of a text that was cut may be half of an answer.
    if (cut && chosen.end >= (cue + text).trimEnd().length) return undefined;
    const at = (offset: number) => Math.max(0, offset - cue.length);
    return { answer: chosen.text, place: { start: at(chosen.start), end: at(chosen.end) } };
  }
  const whole = text.trim();
  const short = whole !== '' && whole.length <= SHORT_ANSWER && !whole.includes('\n');
  if (extraction !== 'usual' || !short || cut) return undefined;
  const start = text.indexOf(whole);
  return { answer: whole, place: { start, end: start + whole.length } };
}
