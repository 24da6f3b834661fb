import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { BATCH_MS, coalesced, EventBatcher } from '../../../src/backend/event-batcher.js';
import { TraceKeeper } from '../../../src/backend/trace-keeper.js';
import { applyEvent, type TraceEvent } from '../../../src/reasoning/events.js';
import type { Trace } from '../../../src/reasoning/trace.js';
import { emptyTrace } from '../../support/traces.js';

const tokens = (text: string, more: Partial<Extract<TraceEvent, { type: 'tokens' }>> = {}): TraceEvent => ({
  type: 'tokens',
  role: 'thinking',
  origin: 'sampled',
  text,
  tokens: [text.length],
  ...more,
});

const fold = (events: readonly TraceEvent[]): Trace => events.reduce(applyEvent, emptyTrace());

const anyEvent: fc.Arbitrary<TraceEvent> = fc.oneof(
  fc
    .record({
      role: fc.constantFrom('thinking' as const, 'delimiter' as const, 'answer' as const),
      origin: fc.constantFrom('sampled' as const, 'forced' as const),
      text: fc.string(),
      tokens: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
    })
    .chain((event) =>
      fc.constantFrom({}, { note: 'wait' as const }).map((note) => ({ type: 'tokens' as const, ...event, ...note })),
    ),
  fc.record({ type: fc.constant('reading' as const), done: fc.nat(9), total: fc.nat(9) }),
  fc.record({
    type: fc.constant('cost' as const),
    evaluated: fc.nat(9),
    times: fc.record({ prompt: fc.nat(9), thinking: fc.nat(9), answer: fc.nat(9) }),
  }),
  fc.constant<TraceEvent>({ type: 'reopened' }),
  fc.constant<TraceEvent>({ type: 'thinking-ended', reason: 'natural' }),
  fc.record({ type: fc.constant('cut' as const), tokens: fc.nat(3), text: fc.constant('') }),
);

describe('coalesced events', () => {
  it('put the tokens of one span into one event', () => {
    assert.deepEqual(coalesced([tokens('a'), tokens('bc'), tokens('d')]), [{ ...tokens('abcd'), tokens: [1, 2, 1] }]);
  });

  it('keep spans apart: roles, origins, notes', () => {
    const events = [
      tokens('a'),
      tokens('Wait', { origin: 'forced', note: 'wait' }),
      tokens('Wait', { origin: 'forced', note: 'wait' }),
      tokens('b'),
      tokens('c', { role: 'answer' }),
    ];
    assert.deepEqual(coalesced(events), events);
  });

  it('keep the last of several progress events in a row', () => {
    const reading = (done: number): TraceEvent => ({ type: 'reading', done, total: 3 });
    assert.deepEqual(coalesced([reading(1), reading(2), tokens('a'), reading(3)]), [
      reading(2),
      tokens('a'),
      reading(3),
    ]);
  });

  it('make the same trace', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        assert.deepEqual(fold(coalesced(events)), fold(events));
        assert.ok(coalesced(events).length <= events.length);
      }),
    );
  });
});

describe('event batcher', () => {
  it('sends the first event at once and the rest together', async () => {
    const batches: (readonly TraceEvent[])[] = [];
    const batcher = new EventBatcher((events) => batches.push(events));
    batcher.push(tokens('a'));
    assert.equal(batches.length, 1);
    batcher.push(tokens('b'));
    batcher.push(tokens('c'));
    assert.equal(batches.length, 1);
    await delay(4 * BATCH_MS);
    assert.deepEqual(batches[1], [{ ...tokens('bc'), tokens: [1, 1] }]);
    assert.equal(batches.length, 2);
    batcher.flush();
    assert.equal(batches.length, 2);
  });

  it('sends what waits when it is flushed, once', async () => {
    const batches: (readonly TraceEvent[])[] = [];
    const batcher = new EventBatcher((events) => batches.push(events));
    batcher.push(tokens('a'));
    batcher.push(tokens('b'));
    batcher.flush();
    await delay(2 * BATCH_MS);
    assert.equal(batches.length, 2);
  });
});

describe('trace keeper', () => {
  it('holds the trace so far whenever somebody looks', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.nat(20), (events, look) => {
        const keeper = new TraceKeeper();
        keeper.push([{ type: 'start', trace: emptyTrace() }]);
        for (const [i, event] of events.entries()) {
          keeper.push([event]);
          if (i === look) assert.deepEqual(keeper.trace, fold(events.slice(0, i + 1)));
        }
        assert.deepEqual(keeper.trace, fold(events));
      }),
    );
  });

  it('has none before the first event', () => {
    assert.equal(new TraceKeeper().trace, undefined);
  });
});
