import assert from 'node:assert/strict';
import { RunControls } from '../../../src/reasoning/controls.js';
import { ReasoningSession } from '../../../src/reasoning/session.js';
import { liveSpans, textOf } from '../../../src/reasoning/trace.js';
import { ScriptedEngine, writes, type ScriptedOptions } from '../../support/scripted-engine.js';
import { finish, request, solveOn } from '../../support/solve.js';

/** Guesses, checks itself when told to wait, then answers. One token a character, delimiters and "Wait" one each. */
const CHECKING = writes(
  {
    '<think>\n': 'It is 2.\n</think>',
    Wait: ', it is 3.\n</think>',
    '</think>': '\nThe answer.',
    'Final Answer:': ' 3',
  },
  ['Wait'],
);
const engine = (options: ScriptedOptions = {}) => new ScriptedEngine(CHECKING, { words: ['Wait'], ...options });
/** Without delimiters of its own: they are ordinary text. */
const PLAIN = ['<|im_start|>', '<|im_end|>'];
const GUESS = 'It is 2.\n'.length;
const CHECK = ', it is 3.\n'.length;

describe('budget forcing, maximum', () => {
  it('lets a model that ends by itself alone: no cue after a natural end', async () => {
    const trace = await solveOn(engine(), 'How many?');
    assert.equal(trace.end.thinking, 'natural');
    assert.equal(textOf(trace, 'thinking'), 'It is 2.\n');
    assert.equal(textOf(trace, 'answer'), '\nThe answer.');
    assert.deepEqual(trace.counts.forced, 0);
    assert.equal(trace.counts.thinking, GUESS);
  });

  it('forces the delimiter and the cue at the budget, on a line of their own', async () => {
    const trace = await solveOn(engine(), 'How many?', { maxThinking: 4 });
    assert.equal(trace.end.thinking, 'budget');
    assert.equal(textOf(trace, 'thinking'), 'It i');
    assert.equal(textOf(trace, 'delimiter'), '\n</think>\nFinal Answer:');
    assert.equal(textOf(trace, 'answer'), ' 3');
    assert.equal(trace.counts.thinking, 4);
  });

  it('counts delimiter and cue as forced only', async () => {
    const trace = await solveOn(engine(), 'How many?', { maxThinking: 4 });
    assert.equal(trace.counts.forced, '\n'.length + 1 + '\n'.length + 'Final Answer:'.length);
    assert.equal(trace.counts.answer, 2);
  });

  it('puts no cue where the setting is empty', async () => {
    const trace = await solveOn(engine(), 'How many?', { maxThinking: 4, finalCue: '' });
    assert.equal(textOf(trace, 'delimiter'), '\n</think>\n');
  });

  it('calls an end exactly at the budget natural', async () => {
    const trace = await solveOn(engine(), 'How many?', { maxThinking: GUESS });
    assert.equal(trace.end.thinking, 'natural');
    const less = await solveOn(engine(), 'How many?', { maxThinking: GUESS - 1 });
    assert.equal(less.end.thinking, 'budget');
    assert.equal(less.counts.thinking, GUESS - 1);
  });

  it('ends at once with a budget of 0', async () => {
    const trace = await solveOn(engine(), 'How many?', { maxThinking: 0 });
    assert.equal(trace.counts.thinking, 0);
    assert.equal(trace.end.thinking, 'budget');
    assert.equal(textOf(trace, 'answer'), ' 3');
  });
});

describe('budget forcing, minimum', () => {
  it('puts "Wait" in the place of a suppressed end; the delimiter never stays in the context', async () => {
    const scripted = engine();
    const trace = await solveOn(scripted, 'How many?', { waits: 1 });
    assert.equal(textOf(trace, 'thinking'), 'It is 2.\nWait, it is 3.\n');
    assert.equal(trace.counts.waits, 1);
    assert.equal(trace.counts.thinking, GUESS + 1 + CHECK, 'forced text is thought as well');
    const context = scripted.opened[0]!.text;
    assert.equal(context.split('</think>').length - 1, 1, context);
    assert.deepEqual(
      liveSpans(trace).map((span) => [span.role, span.origin, span.note]),
      [
        ['thinking', 'sampled', undefined],
        ['thinking', 'forced', 'wait'],
        ['thinking', 'sampled', undefined],
        ['delimiter', 'sampled', 'end'],
        ['answer', 'sampled', undefined],
      ],
    );
  });

  it('suppresses as many ends as asked', async () => {
    const trace = await solveOn(engine(), 'How many?', { waits: 3 });
    assert.equal(trace.counts.waits, 3);
    assert.equal(textOf(trace, 'thinking'), 'It is 2.\n' + 'Wait, it is 3.\n'.repeat(3));
  });

  it('suppresses ends before the least thinking tokens', async () => {
    const trace = await solveOn(engine(), 'How many?', { minThinking: GUESS + 1 });
    assert.equal(trace.counts.waits, 1);
    const enough = await solveOn(engine(), 'How many?', { minThinking: GUESS });
    assert.equal(enough.counts.waits, 0);
  });

  it('does not begin a "Wait" that no longer fits: thinking ends, naturally', async () => {
    const trace = await solveOn(engine(), 'How many?', { waits: 1, maxThinking: GUESS });
    assert.equal(trace.counts.waits, 0);
    assert.equal(trace.end.thinking, 'natural');
    const fits = await solveOn(engine(), 'How many?', { waits: 1, maxThinking: GUESS + 1 });
    assert.equal(fits.counts.waits, 1);
    assert.equal(fits.end.thinking, 'budget');
    assert.equal(fits.counts.thinking, GUESS + 1);
  });

  it('takes another text, one of several tokens, or none', async () => {
    const hmm = await solveOn(engine(), 'How many?', { waits: 1, continuation: 'Hmm, Wait' });
    assert.equal(textOf(hmm, 'thinking'), 'It is 2.\nHmm, Wait, it is 3.\n');
    assert.equal(hmm.counts.thinking, GUESS + 6 + CHECK);
    const nothing = await solveOn(engine(), 'How many?', { waits: 2, continuation: '' });
    assert.equal(nothing.end.thinking, 'natural');
    assert.equal(textOf(nothing, 'delimiter'), '</think>');
  });

  it('treats an end of turn in the middle of a thought as a wish to end', async () => {
    const silent = new ScriptedEngine(
      writes({ '<think>\n': 'Short.', Wait: ' more.', 'Final Answer:': ' 4' }, ['Wait']),
      {
        words: ['Wait'],
      },
    );
    const trace = await solveOn(silent, 'How many?', { waits: 1 });
    assert.equal(textOf(trace, 'thinking'), 'Short.Wait more.');
    assert.equal(trace.end.thinking, 'turn');
    assert.equal(textOf(trace, 'delimiter'), '\n</think>\nFinal Answer:', 'all forced: the model wrote no end');
    assert.equal(textOf(trace, 'answer'), ' 4');
  });
});

describe('budget forcing, delimiters of several tokens', () => {
  const pieces = (words: readonly string[]) =>
    new ScriptedEngine(
      writes({ '<think>\n': 'a < b.</think>', Wait: ' yes.</think>', '</think>': '\n7' }, words, PLAIN),
      { words, special: PLAIN },
    );

  it('recognises an end that is written in pieces, and one merged with the text before it', async () => {
    for (const words of [['Wait'], ['Wait', '</', 'think', '>'], ['Wait', '.</', 'think>'], ['Wait', '.</think>']]) {
      const scripted = pieces(words);
      const trace = await solveOn(scripted, 'How many?', { waits: 1 });
      assert.equal(textOf(trace, 'thinking'), 'a < b.Wait yes.', words.join('|'));
      assert.equal(textOf(trace, 'answer'), '\n7', words.join('|'));
      assert.equal(scripted.opened[0]!.text.split('</think>').length - 1, 1, words.join('|'));
      assert.equal(
        scripted.opened[0]!.text.split('</').length - 1,
        1,
        JSON.stringify([words, scripted.opened[0]!.text]),
      );
    }
  });

  it('does not exceed the budget while a possible delimiter is held back', async () => {
    const scripted = new ScriptedEngine(
      writes({ '<think>\n': 'ab</thing>cd</think>', 'Final Answer:': ' 1' }, [], PLAIN),
      {
        special: PLAIN,
      },
    );
    for (let budget = 0; budget <= 12; budget++) {
      const trace = await solveOn(scripted, 'How many?', { maxThinking: budget });
      assert.equal(trace.counts.thinking, budget);
      assert.equal(textOf(trace, 'thinking'), 'ab</thing>cd'.slice(0, budget));
      assert.equal(trace.end.thinking, budget === 12 ? 'natural' : 'budget', `budget ${budget}`);
    }
  });
});

describe('budget forcing, answers', () => {
  it('has a cap of its own; an answer cut by it is censored', async () => {
    const trace = await solveOn(engine(), 'How many?', { answerReserve: 5 });
    assert.equal(trace.end.answer, 'censored');
    assert.equal(trace.counts.answer, 5);
    const whole = await solveOn(engine(), 'How many?', { answerReserve: '\nThe answer.'.length });
    assert.equal(whole.end.answer, 'natural');
  });

  it('goes back to thinking when the model opens a thought in its answer, within the same budget', async () => {
    const again = new ScriptedEngine((text) => {
      const last = text.slice(text.lastIndexOf('assistant\n'));
      const closed = last.split('</think>').length - 1;
      if (last.endsWith('</think>')) return [[closed === 1 ? '<think>' : '5', 1]];
      if (last.endsWith('<think>\n') || last.endsWith('<think>')) return [['x', 1]];
      if (last.endsWith('x')) return [['</think>', 1]];
      return [['<|im_end|>', 1]];
    }, {});
    const trace = await solveOn(again, 'How many?');
    assert.equal(textOf(trace, 'thinking'), 'xx');
    assert.equal(textOf(trace, 'answer'), '5');
    assert.equal(trace.end.answer, 'natural');
  });

  it('ends a model that opens a thought again and again', async () => {
    const stubborn = new ScriptedEngine((text) => [[text.endsWith('<think>') ? '</think>' : '<think>', 1]], {
      contextSize: 400,
    });
    const trace = await solveOn(stubborn, 'How many?', { maxThinking: 10, answerReserve: 50 });
    assert.equal(trace.end.answer, 'censored');
  });
});

describe('budget forcing, room', () => {
  it('ends thinking for the context, keeping the reserve for the answer', async () => {
    const endless = new ScriptedEngine(
      (text) => [
        [text.includes('Final Answer:') ? '<|im_end|>' : String.fromCharCode(97 + ((text.length * 7919) % 26)), 1],
      ],
      { contextSize: 300 },
    );
    const trace = await solveOn(endless, 'How many?', { answerReserve: 100 });
    assert.equal(trace.end.thinking, 'context');
    assert.equal(trace.counts.thinking, 300 - trace.counts.prompt - 100);
  });

  it('says how much is needed when question and reserve do not fit', async () => {
    await assert.rejects(solveOn(engine({ contextSize: 100 }), 'How many?', { answerReserve: 100 }), {
      kind: 'context-full',
      message: /the context holds 100/,
    });
  });
});

describe('live control', () => {
  const control = async (when: number, send: (controls: RunControls) => void, budget = {}) => {
    const controls = new RunControls();
    const session = new ReasoningSession(engine());
    let thinking = 0;
    let sent = false;
    const result = await finish(session.solve(request('How many?', budget), controls), (event) => {
      if (event.type === 'tokens' && event.role === 'thinking') thinking += event.tokens.length;
      if (!sent && thinking >= when) {
        sent = true;
        send(controls);
      }
    });
    return result.trace;
  };

  it('answer now takes effect on the next token', async () => {
    const trace = await control(3, (c) => c.send({ kind: 'answer-now' }));
    assert.equal(trace.counts.thinking, 3);
    assert.equal(trace.end.thinking, 'user');
    assert.equal(textOf(trace, 'answer'), ' 3');
  });

  it('lowering the budget below what is used ends thinking at once', async () => {
    const trace = await control(5, (c) => c.send({ kind: 'budget', maxThinking: 2 }));
    assert.equal(trace.counts.thinking, 5);
    assert.equal(trace.end.thinking, 'budget');
  });

  it('raising the budget lets thinking go on', async () => {
    const trace = await control(4, (c) => c.send({ kind: 'budget', maxThinking: null }), { maxThinking: 6 });
    assert.equal(trace.end.thinking, 'natural');
  });

  it('one more "Wait" suppresses one more end', async () => {
    const trace = await control(4, (c) => c.send({ kind: 'one-more-wait' }));
    assert.equal(trace.counts.waits, 1);
  });

  it('stop keeps the trace so far, unended; continuing gives what would have come', async () => {
    const controls = new RunControls();
    const session = new ReasoningSession(engine());
    const stopped = await finish(session.solve(request('How many?', { waits: 1 }), controls), (event) => {
      if (event.type === 'tokens' && event.text === 's') controls.send({ kind: 'stop' });
    });
    assert.equal(stopped.trace.end.answer, 'stopped');
    assert.equal(stopped.trace.end.thinking, null);
    assert.equal(textOf(stopped.trace, 'thinking'), 'It is');
    const rest = await finish(session.continueRun(stopped.trace, { ...stopped.trace.budget }, new RunControls()));
    assert.equal(textOf(rest.trace, 'thinking'), 'It is 2.\nWait, it is 3.\n');
    assert.equal(rest.trace.end.answer, 'natural');
  });

  it('records every change with its place', async () => {
    const trace = await control(5, (c) => c.send({ kind: 'budget', maxThinking: 7 }));
    assert.deepEqual(trace.controls, [{ at: 5, control: { kind: 'budget', maxThinking: 7 } }]);
    assert.equal(trace.counts.thinking, 7);
  });
});

describe('think harder', () => {
  it('takes the end back, appends "Wait", keeps the earlier answer as superseded, and evaluates nothing again', async () => {
    const scripted = engine();
    const session = new ReasoningSession(scripted);
    const first = (await finish(session.solve(request('How many?'), new RunControls()))).trace;
    const before = scripted.opened[0]!.evaluated;
    const { trace } = await finish(session.thinkHarder(first, { ...first.budget }, new RunControls()));
    assert.equal(textOf(trace, 'thinking'), 'It is 2.\nWait, it is 3.\n');
    assert.deepEqual(
      trace.spans.filter((span) => span.superseded).map((span) => span.text),
      ['</think>', '\nThe answer.'],
    );
    assert.equal(trace.counts.waits, 1);
    const added = 1 + CHECK + 1 + '\nThe answer.'.length;
    assert.equal(scripted.opened[0]!.evaluated - before, added, 'only the new tokens');
    assert.equal(scripted.opened.length, 1);
  });

  it('feeds a trace of another session again from its token ids', async () => {
    const first = await solveOn(engine(), 'How many?');
    const fresh = new ReasoningSession(engine());
    const { trace, events } = await finish(fresh.thinkHarder(first, { ...first.budget }, new RunControls()));
    assert.equal(textOf(trace, 'thinking'), 'It is 2.\nWait, it is 3.\n');
    const reading = events.filter((event) => event.type === 'reading');
    assert.equal(reading.at(-1)!.total, first.counts.prompt + first.counts.thinking);
  });

  it('begins a line of its own where thinking was cut', async () => {
    const session = new ReasoningSession(engine());
    const cut = (await finish(session.solve(request('How many?', { maxThinking: 5 }), new RunControls()))).trace;
    const { trace } = await finish(session.thinkHarder(cut, { ...cut.budget, maxThinking: 100 }, new RunControls()));
    assert.equal(textOf(trace, 'thinking'), 'It is\nWait, it is 3.\n');
  });

  it('says what to do when the budget has no room', async () => {
    const session = new ReasoningSession(engine());
    const cut = (await finish(session.solve(request('How many?', { maxThinking: 5 }), new RunControls()))).trace;
    await assert.rejects(finish(session.thinkHarder(cut, cut.budget, new RunControls())), {
      kind: 'bad-settings',
      message: /raise it/,
    });
  });
});
