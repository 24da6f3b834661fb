import type { ReasoningState, RunView } from '../../../src/webview/protocol.js';
import type { ViewSpan } from '../../../src/webview/spans.js';

/** States of the view for tests: `idle` with what differs. */
export function stateWith(changes: Partial<ReasoningState> = {}): ReasoningState {
  return {
    model: { name: 'think-harder-teaching', loaded: false },
    question: null,
    phase: { kind: 'rest' },
    run: null,
    spans: [],
    budget: { max: null, min: 0, limit: 3500, continuation: 'Wait' },
    problem: null,
    check: null,
    history: [],
    samples: ['How many r in raspberry?', 'What is 37 * 24?', 'Solve $3x + 7 = 25$ for x.'],
    foldThinking: true,
    ...changes,
  };
}

export function runWith(changes: Partial<RunView> = {}): RunView {
  return {
    id: 'run-1',
    prompt: 20,
    thinking: 0,
    answer: 0,
    waits: 0,
    end: { thinking: null, answer: null },
    elapsed: 5300,
    tokensPerSecond: 41,
    loop: null,
    answerReserve: 512,
    model: 'think-harder-teaching',
    seed: 1,
    created: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function span(role: ViewSpan['role'], text: string, more: Partial<ViewSpan> = {}): ViewSpan {
  return { role, origin: 'sampled', text, count: Math.ceil(text.length / 4), ...more };
}

export const WAIT = span('thinking', 'Wait', { origin: 'forced', note: 'wait', count: 1 });

/** A question in the middle of its thinking, one wait behind it. */
export function thinking(changes: Partial<ReasoningState> = {}): ReasoningState {
  const spans = [
    span('thinking', 'Let me count the letters of **raspberry**.\n\nr a s p b e r r y: that is $1 + 1 = 2$.'),
    WAIT,
    span(
      'thinking',
      ', let me go through it letter by letter:\n\nr1, a, s, p, b, e, r2, r3, y. So \\[ 1 + 1 + 1 = 3. \\]',
    ),
  ];
  return stateWith({
    question: { text: 'How many r in raspberry?', source: 'worksheet.md, line 5' },
    phase: { kind: 'thinking' },
    budget: { max: 400, min: 64, limit: 3500, continuation: 'Wait' },
    run: runWith({ thinking: 128, waits: 1 }),
    spans,
    ...changes,
  });
}

/** The same, answered, with an earlier answer taken back. */
export function answered(changes: Partial<ReasoningState> = {}): ReasoningState {
  const spans = [
    span('thinking', 'Let me count the letters of **raspberry**.\n\nr a s p b e r r y: that is $1 + 1 = 2$.'),
    span('delimiter', '</think>', { note: 'end', superseded: true }),
    span('answer', 'There are 2.', { superseded: true }),
    WAIT,
    span(
      'thinking',
      ', let me go through it letter by letter:\n\nr1, a, s, p, b, e, r2, r3, y. So \\[ 1 + 1 + 1 = 3. \\]',
    ),
    span('delimiter', '</think>', { note: 'end' }),
    span('answer', 'There are **3** letters r in raspberry:\n\n$$\\sum_{i=1}^{9} [c_i = r] = 3$$'),
  ];
  return stateWith({
    question: { text: 'How many r in raspberry?', source: 'worksheet.md, line 5' },
    budget: { max: null, min: 0, limit: 3500, continuation: 'Wait' },
    run: runWith({ thinking: 212, answer: 9, waits: 1, end: { thinking: 'natural', answer: 'natural' } }),
    spans,
    ...changes,
  });
}
