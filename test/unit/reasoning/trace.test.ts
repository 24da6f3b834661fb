import assert from 'node:assert/strict';
import { applyEvent } from '../../../src/reasoning/events.js';
import { liveSpans, parseTrace, textOf, TRACE_VERSION, type Trace } from '../../../src/reasoning/trace.js';
import { ScriptedEngine, writes } from '../../support/scripted-engine.js';
import { solveOn } from '../../support/solve.js';

const made = (): Promise<Trace> =>
  solveOn(new ScriptedEngine(writes({ '<think>\n': 'So 4.\n</think>', '</think>': '4' })), 'What is 2 + 2?');

describe('trace format', () => {
  it('holds what made it: model, template, format, sampling, seed, engine, prompt', async () => {
    const trace = await made();
    assert.equal(trace.version, TRACE_VERSION);
    assert.equal(trace.model.sha256.length, 64);
    assert.ok(trace.model.template.includes('add_generation_prompt'));
    assert.equal(trace.thinkingFormat, 'think');
    assert.ok(Number.isInteger(trace.sampling.seed));
    assert.equal(trace.engine.version, 'scripted 1');
    assert.equal(trace.counts.prompt, trace.prompt.tokens.length);
    assert.deepEqual(trace.branches, []);
  });

  it('is read back from JSON, and the place is named where it does not fit', async () => {
    const trace = await made();
    assert.deepEqual(parseTrace(JSON.stringify(trace)), trace);
    const broken = { ...trace, spans: [{ ...trace.spans[0], origin: 'guessed' }] };
    assert.throws(() => parseTrace(JSON.stringify(broken)), {
      name: 'TraceFormatError',
      message: /\/spans\/0\/origin/,
    });
    assert.throws(() => parseTrace('{'), { message: /not JSON/ });
    assert.throws(() => parseTrace('[1]'), { name: 'TraceFormatError' });
    assert.throws(() => parseTrace(JSON.stringify({ ...trace, version: 2 })), { message: /newer Think Harder/ });
  });

  it('keeps superseded spans out of text and counts', async () => {
    const trace = await made();
    const reopened = applyEvent(trace, { type: 'reopened' });
    assert.equal(textOf(reopened, 'answer'), '');
    assert.equal(textOf(reopened, 'thinking'), 'So 4.\n');
    assert.equal(reopened.spans.length, trace.spans.length);
    assert.equal(reopened.counts.answer, 0);
    assert.deepEqual(reopened.end, { thinking: null, answer: null });
  });

  it('divides a span in which a cut falls', async () => {
    const trace = await made();
    const cut = applyEvent(trace, { type: 'cut', tokens: 2, text: '.\n' });
    assert.equal(textOf(cut, 'thinking'), 'So 4');
    assert.equal(cut.counts.thinking, 4);
    assert.deepEqual(
      cut.spans.filter((span) => span.superseded).map((span) => span.text),
      ['.\n'],
    );
    assert.equal(liveSpans(cut).length, trace.spans.length);
  });

  it('does not change the trace an event is applied to', async () => {
    const trace = await made();
    const copy = structuredClone(trace);
    applyEvent(trace, { type: 'tokens', role: 'answer', origin: 'sampled', text: '!', tokens: [1] });
    applyEvent(trace, { type: 'reopened' });
    assert.deepEqual(trace, copy);
  });
});
