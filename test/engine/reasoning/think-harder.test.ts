import assert from 'node:assert/strict';
import { DEFAULT_BUDGET, type Budget } from '../../../src/reasoning/budget.js';
import { RunControls } from '../../../src/reasoning/controls.js';
import type { Engine } from '../../../src/reasoning/engine.js';
import { firstDifference, replay } from '../../../src/reasoning/replay.js';
import { ReasoningSession } from '../../../src/reasoning/session.js';
import { liveSpans, parseTrace, textOf, type Trace } from '../../../src/reasoning/trace.js';
import { loadForTest } from '../../support/local-engine.js';
import { EMBEDDED, gemma3, mamba, markov, smolLM2 } from '../../support/models.js';
import { finish, request } from '../../support/solve.js';

const solve = async (
  session: ReasoningSession,
  budget: Partial<Budget> = {},
  text = 'How many r in raspberry?',
  sampling = {},
) => (await finish(session.solve({ ...request(text, budget), sampling }, new RunControls()))).trace;
const harder = async (session: ReasoningSession, trace: Trace, budget: Partial<Budget> = {}) =>
  finish(session.thinkHarder(trace, { ...trace.budget, ...budget }, new RunControls()));

describe('think harder on real models', () => {
  it('corrects the embedded model on the question of the paper, and evaluates only new tokens', async () => {
    await using engine = await loadForTest(EMBEDDED);
    await using session = new ReasoningSession(engine);
    const first = await solve(session);
    const { trace, events } = await harder(session, first);
    assert.equal(trace.end.thinking, 'natural');
    assert.match(textOf(trace, 'answer'), /3/);
    assert.ok(!events.some((event) => event.type === 'reading'), 'nothing is fed again');
    const added = trace.counts.thinking + trace.counts.answer + 1 - first.counts.thinking;
    const evaluated = trace.counts.evaluated - first.counts.evaluated;
    assert.ok(evaluated <= added + 1, `${evaluated} tokens evaluated for ${added} new ones`);
  });

  it('feeds a trace again once after its sequence is gone, and shows the count', async () => {
    await using engine = await loadForTest(EMBEDDED);
    const first = await solve(new ReasoningSession(engine));
    await using fresh = new ReasoningSession(engine);
    const { trace, events } = await harder(fresh, parseTrace(JSON.stringify(first)));
    const total = first.counts.prompt + first.counts.thinking;
    assert.deepEqual(
      events.filter((event) => event.type === 'reading').map(({ done, total }) => [done, total]),
      [[total, total]],
    );
    assert.match(textOf(trace, 'answer'), /3/);
  });

  it('goes back to a checkpoint on a recurrent model and on one with a sliding window', async function () {
    this.timeout(60_000);
    for (const path of [mamba(), gemma3()]) {
      await using engine = await loadForTest(path);
      await using session = new ReasoningSession(engine);
      const first = await solve(session, { maxThinking: 160, answerReserve: 20, endLoops: false });
      const { trace } = await harder(session, first, { maxThinking: 180 });
      // Behind the old end of thinking everything is new; a delimiter that the model wrote in pieces is taken back
      // there, which on these models evaluates some of the new tokens twice. Nothing before it may be.
      const context = liveSpans(trace).reduce((n, span) => n + span.tokens.length, 0) - first.counts.thinking;
      const twice = trace.counts.thinking - first.counts.thinking;
      const added = context + twice + 2; // the last token before the end, and the one never committed
      assert.ok(added < first.counts.prompt + first.counts.thinking, 'else feeding all again would pass too');
      const evaluated = trace.counts.evaluated - first.counts.evaluated;
      assert.ok(evaluated <= added, `${engine.model.name}: ${evaluated} tokens evaluated, at most ${added} expected`);
    }
  });

  /** A trace made with everything that can be varied, written, read and made again. */
  const replays = async (engine: Engine, text: string, sampling: object) => {
    await using session = new ReasoningSession(engine);
    const budget = { ...DEFAULT_BUDGET, waits: 1, maxThinking: 150, answerReserve: 60 };
    const first = await solve(session, budget, text, sampling);
    const { trace } = await harder(session, first, { maxThinking: 200, waits: 0 });
    const again = (await finish(replay(engine, parseTrace(JSON.stringify(trace))))).trace;
    assert.equal(firstDifference(trace, again), undefined);
    assert.deepEqual(again.counts.thinking, trace.counts.thinking);
  };

  it('replays a saved trace token for token, greedy and sampled', async function () {
    this.timeout(60_000);
    for (const path of [EMBEDDED, markov()]) {
      await using engine = await loadForTest(path);
      await replays(engine, 'What is 37 * 24?', { temperature: 0 });
      await replays(engine, 'What is 37 * 24?', { temperature: 1, topK: 40, seed: 7 });
    }
  });

  it('solves with a model that was never trained to think', async function () {
    this.timeout(120_000);
    await using engine = await loadForTest(smolLM2(this));
    await using session = new ReasoningSession(engine);
    const trace = await solve(session, { maxThinking: 60, answerReserve: 40 }, 'What is 12 + 7?');
    assert.equal(trace.thinkingFormat, 'imposed');
    assert.ok(trace.counts.thinking > 0 && trace.counts.thinking <= 60);
    assert.notEqual(textOf(trace, 'answer').trim(), '');
    for (const text of [textOf(trace, 'thinking'), textOf(trace, 'answer')])
      assert.ok(!text.includes('</think>'), text);
    const { trace: more } = await harder(session, trace, { maxThinking: 100 });
    assert.ok(more.counts.thinking > trace.counts.thinking);
  });
});
