import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_BUDGET, type Budget } from '../../../src/reasoning/budget.js';
import { RunControls } from '../../../src/reasoning/controls.js';
import { applyEvent } from '../../../src/reasoning/events.js';
import { firstDifference, replay } from '../../../src/reasoning/replay.js';
import { ReasoningSession } from '../../../src/reasoning/session.js';
import { liveSpans, parseTrace, textOf, type Control, type Trace } from '../../../src/reasoning/trace.js';
import { ScriptedEngine, type Script } from '../../support/scripted-engine.js';
import { finish, request } from '../../support/solve.js';

const WORDS = ['Wait', '.</', 'think>', '</', 'é'];
const PLAIN = ['<|im_start|>', '<|im_end|>'];

/** Something that thinks, ends (in one token or several), answers, opens thoughts again, and ends its turn, at random. */
const erratic: Script = (text) => {
  const chars = [...'abcd\n<é'].map((c) => [c, 3] as const);
  const rest = text.slice(-9);
  if (rest.endsWith('.</') || rest.endsWith('</')) return [['think>', 5], ...chars];
  return [...chars, ['.</', 2], ['</', 2], ['Wait', 1], ['<|im_end|>', 1]];
};
const single: Script = () => [
  ...[...'abcd\n'].map((c) => [c, 4] as const),
  ['</think>', 2],
  ['<think>', 1],
  ['<|im_end|>', 1],
];

/** JSON has no objects without a prototype. */
const PLAIN_OBJECTS = { noNullPrototype: true };

const budgets = fc.record({
  maxThinking: fc.option(fc.nat(60), { nil: null }),
  minThinking: fc.nat(30),
  waits: fc.nat(4),
  continuation: fc.constantFrom('Wait', 'Hmm', ''),
  finalCue: fc.constantFrom('Final Answer:', ''),
  answerReserve: fc.integer({ min: 1, max: 30 }),
  endLoops: fc.boolean(),
});
const controls = fc.array(
  fc.record({
    after: fc.nat(60),
    control: fc.oneof(
      fc.record(
        { kind: fc.constant('budget' as const), maxThinking: fc.option(fc.nat(60), { nil: null }) },
        PLAIN_OBJECTS,
      ),
      fc.record({ kind: fc.constant('min-thinking' as const), minThinking: fc.nat(40) }, PLAIN_OBJECTS),
      fc.constant({ kind: 'one-more-wait' as const }),
      fc.constant({ kind: 'answer-now' as const }),
      fc.constant({ kind: 'stop' as const }),
    ),
  }),
  { maxLength: 4 },
);

interface Case {
  readonly script: Script;
  readonly budget: Budget;
  readonly seed: number;
  readonly live: readonly { readonly after: number; readonly control: Control }[];
}
const cases = fc.record({
  script: fc.constantFrom(erratic, single),
  budget: budgets.map((budget): Budget => ({ ...DEFAULT_BUDGET, ...budget })),
  seed: fc.nat(),
  live: controls,
});

const engineFor = ({ script }: Case) =>
  new ScriptedEngine(script, {
    words: WORDS,
    contextSize: 400,
    special: script === erratic ? PLAIN : [...PLAIN, '<think>', '</think>'],
  });

async function play(given: Case) {
  const engine = engineFor(given);
  const session = new ReasoningSession(engine);
  const live = new RunControls();
  let tokens = 0;
  let max = given.budget.maxThinking ?? Infinity;
  let thinking = 0;
  const sampling = { temperature: 1, seed: given.seed };
  const result = await finish(session.solve(request('Q?', given.budget, { sampling }), live), (event) => {
    if (event.type === 'control' && event.change.control.kind === 'budget')
      max = event.change.control.maxThinking ?? Infinity;
    if (event.type === 'tokens') {
      if (event.role === 'thinking') {
        thinking += event.tokens.length;
        assert.ok(thinking <= max, `${thinking} thinking tokens under a budget of ${max}`);
      }
      const before = tokens;
      tokens += event.tokens.length;
      for (const { after, control } of given.live) if (before <= after && after < tokens) live.send(control);
    }
  });
  return { ...result, engine, session };
}

function contextOf(trace: Trace): number[] {
  return [...trace.prompt.tokens, ...liveSpans(trace).flatMap((span) => span.tokens)];
}

describe('budget forcing, for random models, budgets and live changes', () => {
  const check = (name: string, property: (given: Case) => Promise<void>) =>
    it(name, async function () {
      this.timeout(60_000);
      await fc.assert(fc.asyncProperty(cases, property), { numRuns: 150 });
    });

  check('never exceeds the budget in force, and ends', async (given) => {
    const { trace } = await play(given);
    assert.notEqual(trace.end.answer, null);
  });

  check('leaves in the context exactly what the trace says', async (given) => {
    const { trace, engine } = await play(given);
    assert.deepEqual(engine.opened[0]!.tokens, contextOf(trace));
  });

  check('leaves no end of thinking in thought or answer', async (given) => {
    const { trace } = await play(given);
    assert.ok(!textOf(trace, 'thinking').includes('</think>'));
    assert.ok(!textOf(trace, 'answer').includes('</think>'));
  });

  check('counts what the spans hold', async (given) => {
    const { trace } = await play(given);
    const sum = (role: string) =>
      liveSpans(trace)
        .filter((s) => s.role === role)
        .reduce((n, s) => n + s.tokens.length, 0);
    assert.equal(trace.counts.thinking, sum('thinking'));
    assert.equal(trace.counts.answer, sum('answer'));
    assert.equal(
      trace.counts.forced,
      liveSpans(trace)
        .filter((s) => s.origin === 'forced')
        .reduce((n, s) => n + s.tokens.length, 0),
    );
    assert.ok(trace.counts.answer <= trace.budget.answerReserve);
    assert.ok(contextOf(trace).length <= 400);
  });

  check('puts the cue behind forced ends only', async (given) => {
    const { trace } = await play(given);
    const cues = trace.spans.filter((s) => s.note === 'cue');
    if (trace.end.thinking === 'natural' && cues.length > 0) {
      // an earlier block of the same response was cut; the last one ended by itself
      assert.ok(liveSpans(trace).filter((s) => s.note === 'begin').length > 0);
    }
    if (given.budget.finalCue === '') assert.equal(cues.length, 0);
  });

  check('makes a trace that the schema accepts and that its events give again', async (given) => {
    const { trace, events } = await play(given);
    assert.deepEqual(parseTrace(JSON.stringify(trace)), trace);
    assert.deepEqual(events.reduce(applyEvent, trace), trace);
    const first = events[0]!;
    assert.ok(first.type === 'start');
    assert.deepEqual(events.slice(1).reduce(applyEvent, first.trace), trace);
  });

  check('replays: the same prompt and controls give the same tokens', async (given) => {
    const { trace } = await play(given);
    const again = (await finish(replay(engineFor(given), trace))).trace;
    assert.equal(firstDifference(trace, again), undefined);
    assert.deepEqual(again.end, trace.end);
    assert.deepEqual(again.controls, trace.controls);
  });

  check('thinks harder about any ended trace, and that replays as well', async (given) => {
    const { trace, session } = await play(given);
    const budget = { ...given.budget, maxThinking: 200, answerReserve: 20 };
    let more: Trace;
    try {
      more = (await finish(session.thinkHarder(trace, budget, new RunControls()))).trace;
    } catch (error) {
      assert.match(String(error), /context|raise it/); // no room: said with what to do
      return;
    }
    assert.ok(more.counts.thinking >= trace.counts.thinking);
    assert.ok(textOf(more, 'thinking').startsWith(textOf(trace, 'thinking')));
    const again = (await finish(replay(engineFor(given), more))).trace;
    assert.equal(firstDifference(more, again), undefined);
  });
});
