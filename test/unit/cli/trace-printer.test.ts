import assert from 'node:assert/strict';
import { styleFor } from '../../../src/cli/style.js';
import { TracePrinter } from '../../../src/cli/trace-printer.js';
import type { TraceEvent } from '../../../src/reasoning/events.js';
import { emptyTrace } from '../../support/traces.js';

const say = (text: string, more: Partial<Extract<TraceEvent, { type: 'tokens' }>> = {}): TraceEvent => ({
  type: 'tokens',
  role: 'thinking',
  origin: 'sampled',
  text,
  tokens: [0],
  ...more,
});

function printed(...events: readonly TraceEvent[]): string {
  let all = '';
  const printer = new TracePrinter((text) => (all += text), styleFor(false));
  for (const event of events) printer.print(event);
  return all;
}

describe('trace printer', () => {
  it('never shows a delimiter, and shows the cue as part of the answer', () => {
    const text = printed(
      say('2 + 2'),
      say('</think>', { role: 'delimiter', origin: 'forced', note: 'end' }),
      { type: 'thinking-ended', reason: 'budget' },
      say('\nFinal Answer:', { role: 'delimiter', origin: 'forced', note: 'cue' }),
      say(' 4', { role: 'answer' }),
    );
    assert.equal(text, '2 + 2\n── thinking ended by the budget (1 token)\n‹Final Answer:› 4');
  });

  it('says every reason for an end of thinking in words', () => {
    for (const reason of ['natural', 'budget', 'user', 'context', 'loop'] as const) {
      assert.match(printed({ type: 'thinking-ended', reason }), /^── thinking ended/);
    }
  });

  it('says that an answer was cut, and what to do', () => {
    assert.match(printed({ type: 'answer-ended', reason: 'censored' }), /was cut: raise --answer-reserve/);
  });

  it('marks what comes after thinking harder', () => {
    const wait = say('Wait', { origin: 'forced', note: 'wait' });
    assert.match(printed(say('4', { role: 'answer' }), { type: 'reopened' }, wait), /4\n── thinking harder.*\n‹Wait›$/);
  });

  it('marks a loop', () => {
    const mark = { at: 90, from: 30, period: 20, times: 3 };
    assert.match(printed(say('a'), { type: 'loop', mark }), /\n── it repeats itself: 20 tokens/);
  });

  it('shows hostile output instead of obeying it', () => {
    const trace = emptyTrace({ model: { ...emptyTrace().model, name: '\u001b[31mred.gguf' } });
    const text = printed({ type: 'start', trace }, say('\u001b[2Jgone'), say('\u202eevil', { role: 'answer' }));
    assert.doesNotMatch(text, /[\u001b\u202e]/);
    assert.match(text, /␛\[2Jgone\n<U\+202E>evil$/);
  });
});
