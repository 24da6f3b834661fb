import { answerIn } from '../../evaluation/runs/answer-of-trace.js';
import { hashOfPrompt } from '../../language-server/tracked-document.js';
import type { Result } from '../../language-server/protocol.js';
import { textOf, type Trace } from '../../reasoning/trace.js';

/** An answer that is kept: what the language server shows, and the trace that it came from. */
export interface StoredAnswer extends Result {
  /** Id of the trace, which may have been removed since. */
  readonly trace: string;
  readonly solved: string;
}

/** Thinking that is longer is no worked solution that anybody wants in a document. */
const LONGEST_THINKING = 6000;
/** An answer that is longer states no result, it is the solution. */
const LONGEST_ANSWER = 500;

/**
 * What a trace says about its question; undefined where it came to no answer.
 * @param options texts of the choices, where the question has some
 */
export function resultOfTrace(trace: Trace, options: readonly string[]): StoredAnswer | undefined {
  const { end } = trace;
  if (end.thinking === null || end.answer === null || end.answer === 'stopped') return undefined;
  const cut = end.answer !== 'natural';
  const choices = options.length > 0 ? options : undefined;
  const kind = choices === undefined ? {} : { kind: 'choice' as const };
  const found = answerIn(trace, choices, { ...kind, extraction: 'usual' }, cut)?.answer.trim() ?? '';
  const text = textOf(trace, 'answer').trim();
  if (found === '' && (cut || text === '')) return undefined;
  const solution = solutionOf(trace, text, found);
  return {
    hash: hashOfPrompt(trace.question.text),
    answer: found.length > LONGEST_ANSWER ? '' : found,
    ...(solution === undefined ? {} : { solution }),
    tokens: trace.counts.thinking,
    milliseconds: Math.round(trace.times.thinking + trace.times.answer),
    budget: trace.budget.maxThinking,
    thinkingEnd: end.thinking === 'turn' ? 'natural' : end.thinking,
    model: trace.model.name,
    solved: new Date(
      Date.parse(trace.created) + trace.times.prompt + trace.times.thinking + trace.times.answer,
    ).toISOString(),
    trace: trace.id,
  };
}

/** The answer's text where it explains itself, else the thinking that led to a bare answer. */
function solutionOf(trace: Trace, text: string, found: string): string | undefined {
  const bare = text.replace(/[\s.。*$]/g, '').length <= found.replace(/[\s.。*$]/g, '').length + 20;
  if (!bare) return text;
  const thinking = textOf(trace, 'thinking').trim();
  if (thinking === '' || thinking.length > LONGEST_THINKING) return text === found ? undefined : text;
  return `${thinking}\n\n${text}`;
}
