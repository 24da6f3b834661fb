import assert from 'node:assert/strict';
import { textOf } from '../../../src/reasoning/trace.js';
import { ScriptedEngine, writes } from '../../support/scripted-engine.js';
import { solveOn } from '../../support/solve.js';

const S1_SPECIAL = ['<|im_start|>', '<|im_end|>'];
const S1_TEMPLATE =
  '{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';

/** A model in s1's own format: thinks "abc.", ends with the answer turn; after each "Wait" it thinks "de.". */
function s1Model(texts: Record<string, string> = {}) {
  const script = writes(
    {
      '<|im_start|>think\n': 'abc.<|im_start|>answer\n',
      Wait: 'de.<|im_start|>answer\n',
      '<|im_start|>answer\n': '42',
      'Final Answer:': '7',
      ...texts,
    },
    ['Wait', 'answer'],
    S1_SPECIAL,
  );
  return new ScriptedEngine(script, {
    words: ['Wait', 'answer'],
    special: S1_SPECIAL,
    chatTemplate: S1_TEMPLATE,
    title: 's1-32B',
  });
}

describe('variant A, generate.py (s1-facts section 3, A)', () => {
  const rules = 's1-generate' as const;

  it('opens thinking with <|im_start|>think behind the assistant turn', async () => {
    const trace = await solveOn(s1Model(), 'Q?', { rules });
    assert.equal(trace.thinkingFormat, 's1');
    assert.match(trace.prompt.text, /<\|im_start\|>assistant\n<\|im_start\|>think\n$/);
  });

  it('appends nothing at a natural end: the model itself writes the answer delimiter', async () => {
    const trace = await solveOn(s1Model(), 'Q?', { rules });
    assert.equal(textOf(trace, 'thinking'), 'abc.');
    assert.equal(trace.counts.forced, 0);
    assert.equal(textOf(trace, 'delimiter'), '<|im_start|>answer');
    assert.equal(textOf(trace, 'answer').trim(), '42');
  });

  it('puts "Wait" without space or line break, once for each ignored end', async () => {
    const trace = await solveOn(s1Model(), 'Q?', { rules, waits: 2 });
    assert.equal(textOf(trace, 'thinking'), 'abc.Waitde.Waitde.');
  });

  it('takes what a round drew, its stop token included, off the budget, and not the "Wait"', async () => {
    // Round 1 draws 4 tokens and a stop: 5 of 6. One token is left for round 2, which then must not be cut short by us.
    const some = await solveOn(s1Model(), 'Q?', { rules, waits: 1, maxThinking: 6 });
    assert.equal(some.counts.waits, 1);
    const none = await solveOn(s1Model(), 'Q?', { rules, waits: 1, maxThinking: 5 });
    assert.equal(none.counts.waits, 0, 'nothing is left: the round is skipped');
  });

  it('forces no answer at the cap: the model goes on until it ends by itself', async () => {
    const trace = await solveOn(s1Model(), 'Q?', { rules, maxThinking: 2 });
    assert.equal(textOf(trace, 'thinking'), 'abc.');
    assert.equal(trace.counts.forced, 0);
    assert.equal(trace.end.thinking, 'natural');
  });

  it('has no answer when the model ends its turn while it thinks', async () => {
    const trace = await solveOn(s1Model({ '<|im_start|>think\n': 'abc.' }), 'Q?', { rules });
    assert.equal(textOf(trace, 'answer'), '');
    assert.equal(trace.end.answer, 'natural');
  });

  it('draws at least one token behind "Wait" (min_tokens = 1)', async () => {
    const eager = new ScriptedEngine(
      (text) => {
        if (text.endsWith('Wait'))
          return [
            ['<|im_start|>', 2],
            ['x', 1],
          ];
        if (text.endsWith('<|im_start|>')) return [['answer', 1]];
        if (text.endsWith('answer')) return [['9', 1]];
        if (text.endsWith('9')) return [['<|im_end|>', 1]];
        return [['<|im_start|>', 1]];
      },
      { words: ['Wait', 'answer'], special: S1_SPECIAL, chatTemplate: S1_TEMPLATE, title: 's1-32B' },
    );
    const trace = await solveOn(eager, 'Q?', { rules, waits: 1 });
    assert.equal(textOf(trace, 'thinking'), 'Waitx');
  });
});

describe('variant B, the evaluation fork (s1-facts section 3, B)', () => {
  const rules = 's1-eval' as const;

  it('appends <|im_start|>answer after a natural end, without cue and without line break', async () => {
    const trace = await solveOn(s1Model(), 'Q?', { rules });
    assert.equal(textOf(trace, 'delimiter'), '<|im_start|>answer');
    assert.equal(trace.end.thinking, 'natural');
  });

  it('appends a line break, the delimiter and "Final Answer:" after a full budget', async () => {
    const trace = await solveOn(s1Model(), 'Q?', { rules, maxThinking: 3 });
    assert.equal(textOf(trace, 'thinking'), 'abc');
    assert.equal(textOf(trace, 'delimiter'), '\n<|im_start|>answer\nFinal Answer:');
    assert.equal(textOf(trace, 'answer'), '7');
  });

  it('takes an end of turn in the middle of a thought for a natural end', async () => {
    const trace = await solveOn(s1Model({ '<|im_start|>think\n': 'abc.', '<|im_start|>answer': '1' }), 'Q?', { rules });
    assert.equal(trace.end.thinking, 'natural');
    assert.equal(textOf(trace, 'delimiter'), '<|im_start|>answer');
  });

  it('puts no second line break where the thought ends in one', async () => {
    const trace = await solveOn(s1Model({ '<|im_start|>think\n': 'ab\ncd' }), 'Q?', { rules, maxThinking: 3 });
    assert.equal(textOf(trace, 'delimiter'), '<|im_start|>answer\nFinal Answer:');
  });

  it('suppresses N ends in N + 1 passes, each with the full budget, and cuts to the budget afterwards', async () => {
    const trace = await solveOn(s1Model(), 'Q?', { rules, waits: 2, maxThinking: 6 });
    assert.equal(trace.counts.waits, 1, 'what lies behind the cut is superseded');
    assert.equal(textOf(trace, 'thinking'), 'abc.Waitd', 'six tokens of abc.|Wait|de.|Wait|de.');
    assert.equal(trace.end.thinking, 'natural', 'the last pass ended by itself, which decides');
    assert.equal(textOf(trace, 'delimiter'), '<|im_start|>answer');
  });

  it('makes the pass that reaches the budget the last', async () => {
    const trace = await solveOn(s1Model(), 'Q?', { rules, waits: 5, maxThinking: 3 });
    assert.equal(trace.counts.waits, 0);
    assert.equal(trace.end.thinking, 'budget');
  });

  it('strips the stop only, where the string is empty', async () => {
    const twice = new ScriptedEngine(
      (text) => {
        if (text.endsWith('b.'))
          return [
            ['<|im_start|>', 2],
            ['c', 1],
          ];
        if (text.endsWith('answer')) return [['9', 1]];
        if (text.endsWith('9')) return [['<|im_end|>', 1]];
        return [[text.endsWith('b') ? '.' : text.endsWith('c') ? '<|im_start|>' : 'b', 1]];
      },
      { words: ['answer'], special: S1_SPECIAL, chatTemplate: S1_TEMPLATE, title: 's1-32B' },
    );
    const trace = await solveOn(twice, 'Q?', { rules, waits: 1, continuation: '' });
    assert.equal(textOf(trace, 'thinking'), 'b.c');
    assert.equal(trace.counts.waits, 1);
  });
});
