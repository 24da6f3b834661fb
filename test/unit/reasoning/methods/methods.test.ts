import assert from 'node:assert/strict';
import { DEFAULT_BUDGET } from '../../../../src/reasoning/budget.js';
import { RunControls } from '../../../../src/reasoning/controls.js';
import { bestOfN } from '../../../../src/reasoning/methods/best-of-n.js';
import { budgetForcing, noForcing } from '../../../../src/reasoning/methods/budget-forcing.js';
import {
  classConditional,
  countSteps,
  stepConditional,
  tokenConditional,
} from '../../../../src/reasoning/methods/conditional-control.js';
import { MeasuredSequence } from '../../../../src/reasoning/methods/confidence.js';
import { majority, vote } from '../../../../src/reasoning/methods/majority.js';
import type { Method, MethodRequest, MethodResult } from '../../../../src/reasoning/methods/method.js';
import { rebase, shareOut } from '../../../../src/reasoning/methods/rebase.js';
import { rejectionSampling } from '../../../../src/reasoning/methods/rejection-sampling.js';
import { textOf, type Trace } from '../../../../src/reasoning/trace.js';
import { CrowdedEngine } from '../../../support/crowded-engine.js';
import { ScriptedEngine, writes, type Script } from '../../../support/scripted-engine.js';

const asked = (more: Partial<MethodRequest> = {}): MethodRequest => ({
  id: 'q',
  question: { text: '2 + 2?' },
  ask: '2 + 2?',
  budget: { ...DEFAULT_BUDGET, answerReserve: 50 },
  sampling: { temperature: 0 },
  seedOf: (n) => 100 + n,
  ...more,
});

async function use(method: Method, engine: ScriptedEngine, request = asked()): Promise<MethodResult> {
  const run = method(engine, request, new RunControls());
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
  }
}

const thinking = (trace: Trace | undefined) => textOf(trace!, 'thinking');
const answer = (trace: Trace | undefined) => textOf(trace!, 'answer').trim();
const capped = (maxThinking: number | null, waits = 0) => ({
  ...DEFAULT_BUDGET,
  answerReserve: 50,
  maxThinking,
  waits,
});

describe('no forcing and budget forcing', () => {
  const engine = () =>
    new ScriptedEngine(
      writes({ '<think>\n': 'one two</think>4', Wait: ' more</think>5', 'Final Answer:': ' 6' }, ['Wait']),
      { words: ['Wait'] },
    );

  it('without forcing lets the model end by itself, whatever budget the request carries', async () => {
    const { traces, chosen } = await use(noForcing, engine(), asked({ budget: capped(3, 2) }));
    assert.equal(thinking(traces[0]), 'one two');
    assert.equal(answer(traces[0]), '4');
    assert.equal(chosen, 0);
  });

  it('caps, and suppresses ends', async () => {
    assert.equal(answer((await use(budgetForcing, engine(), asked({ budget: capped(3) }))).traces[0]), '6');
    const twice = await use(budgetForcing, engine(), asked({ budget: capped(null, 1) }));
    assert.equal(thinking(twice.traces[0]), 'one twoWait more');
    assert.equal(twice.generated, 'one two'.length + 1 + ' more'.length + 1);
  });
});

describe('conditional control', () => {
  const long = () => new ScriptedEngine(writes({ '<think>\n': 'a\n\nb\n\nc\n\nd</think>4', 'Final Answer:': ' 6' }));
  const promptOf = (result: MethodResult) => result.traces[0]!.prompt.text;

  it("puts the paper's words behind the question and an empty line", async () => {
    const tokens = await use(tokenConditional(1024, false), long());
    assert.match(promptOf(tokens), /2 \+ 2\?\n\nThink for up to 1024 tokens\.</);
    assert.equal(tokens.traces[0]!.question.text, '2 + 2?');
    assert.match(promptOf(await use(stepConditional(16, false), long())), /\n\nThink for up to 16 steps\.</);
    assert.match(promptOf(await use(classConditional('short', false), long())), /\n\nAnswer after a short amount/);
    assert.match(promptOf(await use(classConditional('long', false), long())), /absolutely sure .* correct answer\.</);
  });

  it('without forcing lets the model think beyond the number; with forcing it is the cap', async () => {
    assert.equal((await use(tokenConditional(3, false), long())).traces[0]!.counts.thinking, 10);
    assert.equal((await use(tokenConditional(3, true), long())).traces[0]!.counts.thinking, 3);
  });

  it('with forcing ends thinking behind the last allowed step', async () => {
    assert.equal(countSteps(thinking((await use(stepConditional(2, false), long())).traces[0])), 4);
    const forced = await use(stepConditional(2, true), long());
    assert.equal(thinking(forced.traces[0]), 'a\n\nb\n\n');
    assert.equal(answer(forced.traces[0]), '6');
    assert.deepEqual(
      forced.traces[0]!.controls.map(({ control }) => control.kind),
      ['answer-now'],
    );
  });

  it('with a model that counts down in its own delimiters, ends where the count reaches 0', async () => {
    const text = '2 steps left\na<|im_start|>1 steps left\nb<|im_start|>0 steps left\nc<|im_start|>answer\n5';
    const engine = () =>
      new ScriptedEngine(writes({ 'assistant\n<think>\n<|im_start|>': text, 'b<|im_start|>answer': '7' }));
    const request = asked({ thinkingFormat: 's1-steps' });
    const free = await use(stepConditional(2, false), engine(), request);
    assert.equal(answer(free.traces[0]), '5');
    assert.match(thinking(free.traces[0]), /0 steps left\nc$/);
    const forced = await use(stepConditional(2, true), engine(), request);
    assert.equal(thinking(forced.traces[0]), '2 steps left\na<|im_start|>1 steps left\nb');
    assert.equal(answer(forced.traces[0]), '7');
    assert.equal(forced.traces[0]!.end.thinking, 'natural');
  });

  it('class control with forcing obeys the budget of the request', async () => {
    const forced = await use(classConditional('long', true), long(), asked({ budget: capped(4) }));
    assert.equal(forced.traces[0]!.counts.thinking, 4);
  });
});

/** Ends its thought at any place with the same chance; answers one of two ways. */
const coin: Script = (text) =>
  text.includes('</think>')
    ? [
        [text.endsWith('4') || text.endsWith('5') ? '<|im_end|>' : '4', 1],
        ['5', 1],
      ]
    : [
        ['a', 9],
        ['</think>', 1],
      ];
const answers: Script = (text) => (/[45]$/.test(text) && text.includes('</think>') ? [['<|im_end|>', 1]] : coin(text));

describe('rejection sampling', () => {
  it('samples until a thought fits, and counts what it threw away', async () => {
    const { traces, tries, generated } = await use(rejectionSampling(3), new ScriptedEngine(answers));
    const [trace] = traces;
    assert.ok(trace!.counts.thinking <= 3);
    assert.equal(trace!.end.thinking, 'natural');
    assert.ok(tries >= 1 && generated >= trace!.counts.thinking + trace!.counts.answer);
  });

  it('takes temperature 1 where none is given or it is 0; each attempt has a seed of its own', async () => {
    let rejected = 0;
    for (let seed = 0; seed < 10; seed++) {
      const request = asked({ sampling: {}, seedOf: (n) => 50 * seed + n });
      const { traces, tries, generated } = await use(rejectionSampling(2), new ScriptedEngine(answers), request);
      assert.equal(traces[0]!.sampling.temperature, 1);
      assert.equal(traces[0]!.sampling.seed, 50 * seed + tries - 1);
      assert.ok(generated >= (tries - 1) * 3, 'each rejected attempt thought of limit + 1 tokens');
      rejected += tries - 1;
    }
    assert.ok(rejected > 0, 'some attempt was too long');
  });

  it('gives no trace when no attempt fits', async () => {
    const endless = new ScriptedEngine(() => [['a', 1]]);
    const { traces, chosen, tries, generated } = await use(rejectionSampling(5, 4), endless);
    assert.deepEqual({ traces, chosen, tries, generated }, { traces: [], chosen: null, tries: 4, generated: 24 });
  });
});

describe('parallel samples', () => {
  it('evaluates the prompt once, and gives each sample a seed of its own', async () => {
    const engine = new ScriptedEngine(answers);
    const { traces, chosen, weights, evaluated } = await use(majority(6), engine);
    assert.deepEqual(
      traces.map(({ sampling }) => sampling.seed),
      [100, 101, 102, 103, 104, 105],
    );
    assert.equal(chosen, null);
    assert.deepEqual(weights, [1, 1, 1, 1, 1, 1]);
    assert.ok(new Set(traces.map((trace) => thinking(trace) + answer(trace))).size > 1, 'they differ');
    const own = traces.reduce((n, { counts }) => n + counts.thinking + counts.answer + 2, 0);
    assert.ok(evaluated <= traces[0]!.counts.prompt + own, `${evaluated} tokens evaluated`);
  });

  it('gives the same samples at any width', async () => {
    const texts = async (width: number) =>
      (await use(majority(5, width), new ScriptedEngine(answers))).traces.map((t) => thinking(t) + '|' + answer(t));
    assert.deepEqual(await texts(1), await texts(5));
  });

  it('waits for a place where the engine has no room for all at once', async () => {
    const engine = new CrowdedEngine(answers, 3);
    const { traces } = await use(majority(6), engine);
    assert.equal(traces.length, 6);
    assert.equal(engine.most, 3);
  });

  it('best of n takes the sample of which the model was surest', async () => {
    // "b" is drawn with 1 %: a sample with it is never the surest.
    const script: Script = (text) => {
      if (text.includes('</think>')) return [[/[45]$/.test(text) ? '<|im_end|>' : '4', 1]];
      return /[ab]$/.test(text) && !text.endsWith('<think>\n')
        ? [['</think>', 1]]
        : [
            ['b', 1],
            ['a', 3],
          ];
    };
    const { traces, chosen, weights } = await use(bestOfN(8), new ScriptedEngine(script));
    assert.equal(thinking(traces[chosen!]), 'a');
    assert.ok(
      traces.some((trace) => thinking(trace) === 'b'),
      'there was a choice',
    );
    const best = (3 / 4) ** (1 / 4); // four draws: "a" of probability 3/4, then three certain ones
    assert.ok(Math.abs(weights[chosen!]! - best) < 1e-12);
  });

  it('best of n says what is missing where the engine tells no confidence', async () => {
    const sequence = await new ScriptedEngine(answers).open();
    await sequence.append([0]);
    const measured = new MeasuredSequence(sequence);
    const draw = measured.sample({ temperature: 0, topK: 0, topP: 1, minP: 0, seed: 0 }); // greedy: it tells none
    await draw.next();
    assert.throws(() => measured.confidenceSince({ logProbability: 0, drawn: 0 }), /tells no confidence/);
  });
});

describe('voting', () => {
  const same = (a: string, b: string) => a === b;

  it('takes the largest group; of equal ones the first seen, so that maj@2 is pass@1', () => {
    assert.equal(vote(['5', '4', '4'], same), 1);
    assert.equal(vote(['5', '4', '4', '5'], same), 0);
    assert.equal(vote(['5', '4'], same), 0);
  });

  it('lets no absent answer vote, and weighs votes', () => {
    assert.equal(vote([undefined, undefined, '4'], same), 2);
    assert.equal(vote([undefined], same), undefined);
    assert.equal(vote(['5', '5', '4'], same, [0.2, 0.2, 0.9]), 2);
  });
});

describe('REBASE', () => {
  it('shares the places out by softmax, the best path first', () => {
    assert.deepEqual(shareOut([0.5, 0.5], 4, 0.2), [2, 2]);
    assert.deepEqual(shareOut([0.1, 0.9], 4, 0.2), [0, 4]);
    assert.deepEqual(shareOut([0.4, 0.6, 0.5], 6, 0.2), [0, 4, 2]); // shares 3.04 and 1.25, rounded up
    for (let n = 1; n < 20; n++) {
      const shares = shareOut([0.3, 0.31, 0.5, 0.1], n, 0.2);
      assert.equal(
        shares.reduce((a, b) => a + b),
        n,
      );
    }
  });

  it('goes on more often from steps with a high reward', async () => {
    // Two kinds of steps; only a path of good ones answers 4.
    const steps: Script = (text) => {
      const thought = text.slice(text.indexOf('<think>\n') + 8);
      if (text.includes('</think>'))
        return [[/[45]$/.test(text) ? '<|im_end|>' : thought.includes('b') ? '5' : '4', 1]];
      if (thought.endsWith('a') || thought.endsWith('b')) return [['\n', 1]];
      if (/[ab]\n$/.test(thought)) return [['\n', 1]];
      return thought.length >= 9
        ? [['</think>', 1]]
        : [
            ['a', 1],
            ['b', 1],
          ];
    };
    const scorer = ({ step }: { step: string }) => (step.includes('b') ? 0 : 1);
    const { traces, weights, generated, tries } = await use(rebase({ width: 4, scorer }), new ScriptedEngine(steps));
    assert.equal(traces.length, 4);
    assert.equal(weights.length, 4);
    assert.ok(traces.filter((trace) => answer(trace) === '4').length >= 3);
    assert.ok(tries > 4, 'paths were left and others taken up');
    assert.ok(generated > 0);
  });

  it("makes paths answer that are still thinking at the greatest depth, and scores by the model's confidence", async () => {
    const endless: Script = (text) =>
      text.includes('Final Answer:')
        ? [[text.endsWith('4') ? '<|im_end|>' : '4', 1]]
        : [
            ['a', 3],
            ['b', 1],
          ];
    const method = rebase({ width: 3, depth: 2, stepTokens: 5 });
    const { traces, weights } = await use(method, new ScriptedEngine(endless));
    assert.deepEqual(traces.map(answer), ['4', '4', '4']);
    assert.deepEqual(
      traces.map(({ counts }) => counts.thinking),
      [10, 10, 10],
    );
    assert.ok(weights.every((weight) => weight > 0 && weight <= 1));
  });
});

describe('stopping', () => {
  const methods: Record<string, Method> = {
    none: noForcing,
    rejection: rejectionSampling(2),
    majority: majority(3),
    best: bestOfN(3),
    rebase: rebase({ width: 3 }),
  };
  for (const [name, method] of Object.entries(methods)) {
    it(`ends ${name} with the reason`, async () => {
      const controls = new RunControls();
      const run = method(new ScriptedEngine(() => [['a', 1]]), asked(), controls);
      for (let i = 0; i < 12; i++) await run.next();
      controls.send({ kind: 'stop' });
      await assert.rejects(
        async () => {
          while ((await run.next()).done !== true);
        },
        { name: 'AbortError' },
      );
    });
  }
});
