import assert from 'node:assert/strict';
import { connectServer } from '../../../../src/engines/server/index.js';
import type { ServerEngine } from '../../../../src/engines/server/index.js';
import { RunControls } from '../../../../src/reasoning/controls.js';
import type { Sequence } from '../../../../src/reasoning/engine.js';
import { ReasoningSession } from '../../../../src/reasoning/session.js';
import { liveSpans, textOf, type Trace } from '../../../../src/reasoning/trace.js';
import { END, ScriptedEngine, writes } from '../../../support/scripted-engine.js';
import { ScriptedServer, type ServedOptions } from '../../../support/served/scripted-server.js';
import { finish, request, solveOn } from '../../../support/solve.js';

/** Guesses, checks itself when told to wait, then answers. */
const CHECKING = writes(
  {
    '<think>\n': 'It is 2.\n</think>',
    Wait: ', it is 3.\n</think>',
    '</think>': '\nThe answer.',
    'Final Answer:': ' 3',
  },
  ['Wait'],
);
/** Characters of two, three and four bytes: as many tokens each. */
const MANY_BYTES = writes({
  '<think>\n': '因此 x² = 4 👍👍, also é.\n</think>',
  等一下: '，是 −2。\n</think>',
  '</think>': '\n答案是 2。',
});

const SAMPLED = { temperature: 0.7, topK: 20, topP: 1, minP: 0, seed: 5 };
const GREEDY = { temperature: 0, topK: 0, topP: 1, minP: 0, seed: 1 };

/** A server and an engine over it, gone at the end of the test. */
async function served(kind: 'llama.cpp' | 'vLLM', options: Partial<ServedOptions> = {}) {
  const server = await ScriptedServer.start(kind, { script: CHECKING, words: ['Wait'], ...options });
  const engine = await connectServer({ address: server.address });
  return {
    server,
    engine,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** What a trace says, without who made it. */
function essence({ spans, end, counts }: Trace) {
  const parts = spans.map(({ role, origin, text, note }) => [role, origin, text, note]);
  const { thinking, answer, forced, waits } = counts;
  return { parts, end, thinking, answer, forced, waits };
}

for (const kind of ['llama.cpp', 'vLLM'] as const) {
  describe(`budget forcing over ${kind}`, () => {
    for (const [what, budget] of [
      ['an end by itself', {}],
      ['a cut at the budget', { maxThinking: 4 }],
      ['no thinking at all', { maxThinking: 0 }],
      ['one end suppressed', { waits: 1 }],
      ['two ends suppressed', { waits: 2 }],
      ['a least of thinking', { minThinking: 15 }],
      ['an empty continuation', { waits: 1, continuation: '' }],
      ['the rules of the paper’s evaluation', { waits: 1, rules: 's1-eval' }],
    ] as const) {
      it(`is what it is on an engine in this process: ${what}`, async () => {
        await using here = await served(kind);
        const trace = await solveOn(here.engine, 'How many?', budget);
        // vLLM shows what its template makes of a question, not the template.
        const { chatTemplate } = here.engine.model;
        const same = new ScriptedEngine(CHECKING, { words: ['Wait'], chatTemplate: chatTemplate! });
        const local = await solveOn(same, 'How many?', budget);
        assert.deepEqual(essence(trace), essence(local));
      });
    }

    it('reads a prompt once: a stream for each place where something else was put', async () => {
      await using here = await served(kind);
      await solveOn(here.engine, 'How many?', { waits: 1 });
      const path = kind === 'vLLM' ? '/v1/completions' : '/completion';
      assert.equal(here.server.asked(path).length, 3, 'thinking, behind Wait, the answer');
    });

    it('keeps characters of several tokens whole', async () => {
      await using here = await served(kind, { script: MANY_BYTES });
      const trace = await solveOn(here.engine, '多少？');
      assert.equal(textOf(trace, 'thinking'), '因此 x² = 4 👍👍, also é.\n');
      assert.equal(textOf(trace, 'answer'), '\n答案是 2。');
      assert.equal(trace.counts.thinking, Buffer.byteLength(textOf(trace, 'thinking')), 'a token for each byte');
    });

    it('thinks harder about a trace of an engine that is gone, in characters that the new one never drew', async () => {
      await using here = await served(kind, { script: MANY_BYTES });
      const first = await solveOn(here.engine, '多少？');
      await using again = await connectServer({ address: here.server.address });
      await using session = new ReasoningSession(again);
      const more = session.thinkHarder(first, { ...request('').budget, continuation: '等一下' }, new RunControls());
      const { trace } = await finish(more);
      assert.equal(textOf(trace, 'thinking'), '因此 x² = 4 👍👍, also é.\n等一下，是 −2。\n');
      assert.equal(liveSpans(trace).at(-1)?.text, '\n答案是 2。');
    });

    it('never draws a forbidden token', async () => {
      const script = () => [['a', 3] as const, ['b', 1] as const];
      await using here = await served(kind, { script });
      const [a, b] = await here.engine.tokenizer.encodeText('ab');
      await using sequence = await here.engine.open();
      await sequence.append([b!]);
      let forbidden: number[] = [a!];
      const draws = sequence.sample(GREEDY, () => forbidden);
      assert.equal((await draws.next()).value?.token, b);
      forbidden = [];
      assert.equal((await draws.next()).value?.token, a);
      await draws.return();
    });

    it('gives probabilities where they are wanted and at a temperature', async () => {
      const script = () => [['a', 3] as const, ['b', 1] as const];
      await using here = await served(kind, { script });
      const first = async (sequence: Sequence, ...how: Parameters<Sequence['sample']>) => {
        for await (const { confidence } of sequence.sample(...how)) return confidence;
        return undefined;
      };
      await using sequence = await here.engine.open();
      await sequence.append(await here.engine.tokenizer.encodeText('b'));
      assert.ok(Math.abs((await first(sequence, SAMPLED))! - 0.75) < 1e-9);
      const all = { ...SAMPLED, topK: 0 };
      assert.equal(await first(sequence, all), undefined);
      assert.ok(Math.abs((await first(sequence, all, undefined, { confidence: true }))! - 0.75) < 1e-9);
      assert.equal(await first(sequence, GREEDY, undefined, { confidence: true }), undefined);
    });

    it('goes on from what is committed when the connection breaks', async () => {
      await using here = await served(kind);
      here.server.mishaps.breaks.push(3, 2);
      const trace = await solveOn(here.engine, 'How many?', { waits: 1 });
      assert.equal(textOf(trace, 'thinking'), 'It is 2.\nWait, it is 3.\n');
      assert.equal(textOf(trace, 'answer'), '\nThe answer.');
    });

    it('closes the connection when the reader stops, which ends the server’s work', async () => {
      const script = () => [['a', 1] as const];
      await using here = await served(kind, { script, tokenMs: 2 });
      const trace = await solveOn(here.engine, 'How many?', { maxThinking: 10, answerReserve: 5 });
      assert.equal(trace.counts.thinking, 10);
      for (let tries = 0; here.server.closedEarly < 2 && tries < 200; tries++)
        await new Promise((r) => setTimeout(r, 5));
      assert.equal(here.server.closedEarly, 2, 'of thinking and of the answer');
    });

    it('stops at once, though the server takes its time', async () => {
      await using here = await served(kind, { script: () => [['a', 1]], tokenMs: 20_000 });
      await using session = new ReasoningSession(here.engine);
      const controls = new RunControls();
      setTimeout(() => controls.send({ kind: 'stop' }), 50);
      const { trace } = await finish(session.solve(request('How many?'), controls));
      assert.equal(trace.end.answer, 'stopped');
      assert.equal(trace.counts.thinking, 0);
    });

    it('stops at once while a server is away or busy', async () => {
      await using here = await served(kind);
      await using session = new ReasoningSession(here.engine);
      const controls = new RunControls();
      const { trace } = await finish(session.solve(request('How many?'), controls), (event) => {
        if (event.type !== 'thinking-ended') return;
        here.server.mishaps.loading = Number.POSITIVE_INFINITY;
        setTimeout(() => controls.send({ kind: 'stop' }), 50);
      });
      assert.equal(trace.end.answer, 'stopped');
      assert.equal(textOf(trace, 'thinking'), 'It is 2.\n', 'what was thought stays');
    });

    it('ends every request when the model is unloaded', async () => {
      await using here = await served(kind, { script: () => [['a', 1]], tokenMs: 5 });
      await using sequence = await here.engine.open();
      await sequence.append(await here.engine.tokenizer.encodeText('b'));
      const draws = sequence.sample(GREEDY);
      await draws.next();
      await here.engine[Symbol.asyncDispose]();
      await assert.rejects(
        async () => {
          for (;;) await draws.next();
        },
        { kind: 'closed' },
      );
      await assert.rejects(here.engine.open(), { kind: 'closed' });
    });

    it('is full when the server’s context is', async () => {
      await using here = await served(kind, { script: () => [['a', 1]], contextSize: 100 });
      const trace = await solveOn(here.engine, 'How many?', { answerReserve: 20 });
      assert.equal(trace.end.thinking, 'context');
      assert.equal(trace.end.answer, 'censored');
      const used = trace.counts.prompt + trace.counts.thinking + trace.counts.answer + trace.counts.forced;
      assert.ok(used <= here.engine.model.contextSize, `${used} tokens`);
    });

    it('keeps words that spell a delimiter as words', async () => {
      await using here = await served(kind);
      const { tokenizer } = here.engine;
      for (const text of [
        'What does </think> mean? <|im_end|>',
        '<|im_<|im_end|>end|>',
        '</think></think>',
        '<think',
        '',
      ]) {
        const tokens = await tokenizer.encodeText(text);
        assert.equal(tokenizer.decode(tokens), text);
        assert.ok(!tokens.some((token) => here.server.vocabulary.isSpecial(token)), text);
      }
      assert.equal((await tokenizer.encodeTemplate('</think>')).length, 1);
      assert.equal(tokenizer.decode(await tokenizer.encodeText('a\ud800b')), 'a\ufffdb');
    });
  });

  describe(`a sequence over ${kind}`, () => {
    const spelled = async (engine: ServerEngine, sequence: Sequence, count: number): Promise<string> => {
      const tokens: number[] = [];
      for await (const { token } of sequence.sample(GREEDY)) {
        tokens.push(token);
        if (tokens.length === count) break;
      }
      return engine.tokenizer.decode(tokens);
    };
    const counting = writes({ 'count: ': '123456789' });

    it('forks and goes back without asking the server', async () => {
      await using here = await served(kind, { script: counting });
      await using sequence = await here.engine.open();
      await sequence.append(await here.engine.tokenizer.encodeText('count: 12'));
      const { length } = sequence;
      const asked = here.server.calls.length;
      await using fork = await sequence.fork();
      await sequence.rewind(length - 2);
      assert.equal(here.server.calls.length, asked);
      assert.equal(await spelled(here.engine, sequence, 3), '123');
      assert.equal(await spelled(here.engine, fork, 3), '345');
    });

    it('lets an iterator rest while the sequence is extended and taken back to where it was', async () => {
      await using here = await served(kind, { script: counting });
      const { tokenizer } = here.engine;
      await using sequence = await here.engine.open();
      await sequence.append(await tokenizer.encodeText('count: '));
      const draws = sequence.sample(GREEDY);
      await draws.next();
      const { length } = sequence;
      await sequence.append(await tokenizer.encodeText('something else'));
      await sequence.rewind(length);
      assert.equal(tokenizer.decode([(await draws.next()).value!.token]), '2');
      await sequence.rewind(length - 1);
      await assert.rejects(draws.next(), /no longer follows/);
    });

    it('says what it cost', async () => {
      await using here = await served(kind, { script: counting });
      await using sequence = await here.engine.open();
      await sequence.append(await here.engine.tokenizer.encodeText('count: '));
      await spelled(here.engine, sequence, 4);
      assert.equal(sequence.evaluated, 'count: '.length + 3, 'the prompt, and each token but the last');
    });

    it('learns which tokens end a turn from the server', async () => {
      await using here = await served(kind, { script: writes({ 'count: ': '1' }) });
      await using sequence = await here.engine.open();
      await sequence.append(await here.engine.tokenizer.encodeText('count: '));
      const drawn: string[] = [];
      for await (const { token } of sequence.sample(GREEDY)) {
        drawn.push(here.engine.tokenizer.decode([token]));
        if (here.engine.tokenizer.isEndOfTurn(token)) break;
      }
      assert.deepEqual(drawn, ['1', END]);
    });
  });
}
