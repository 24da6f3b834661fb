import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEvent, type TraceEvent } from '../../../src/reasoning/events.js';
import { applyPatch, patchBetween, viewSpans, type ViewSpan } from '../../../src/webview/spans.js';
import { tokens } from '../../support/token-events.js';
import { emptyTrace } from '../../support/traces.js';

const event: fc.Arbitrary<TraceEvent> = fc.oneof(
  fc
    .record({ role: fc.constantFrom('thinking' as const, 'answer' as const), text: fc.string() })
    .map(({ role, text }) => tokens(role, text)),
  fc.constant(tokens('thinking', 'Wait', { origin: 'forced', note: 'wait' })),
  fc.constant(tokens('delimiter', '</think>', { note: 'end' })),
  fc.constant({ type: 'reopened' as const }),
);

describe('patches of spans', () => {
  it('lead from any state of a trace to any later one', () => {
    fc.assert(
      fc.property(fc.array(fc.array(event, { maxLength: 4 }), { maxLength: 20 }), (batches) => {
        let trace = emptyTrace();
        let drawn: ViewSpan[] = [];
        for (const batch of batches) {
          const before = trace.spans;
          for (const one of batch) trace = applyEvent(trace, one);
          const patch = patchBetween(before, trace.spans);
          if (patch !== undefined) drawn = applyPatch(drawn, patch);
          assert.deepEqual(drawn, viewSpans(trace));
        }
      }),
    );
  });

  it('are as short as what was added', () => {
    let trace = applyEvent(emptyTrace(), tokens('thinking', 'a'.repeat(10_000)));
    const before = trace.spans;
    trace = applyEvent(trace, tokens('thinking', ' b'));
    assert.deepEqual(patchBetween(before, trace.spans), { keep: 1, append: { text: ' b', count: 1 }, add: [] });
  });

  it('are none when nothing changed', () => {
    const { spans } = applyEvent(emptyTrace(), tokens('thinking', 'a'));
    assert.equal(patchBetween(spans, [...spans]), undefined);
  });
});
