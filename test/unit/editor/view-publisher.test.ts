import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { FRAME_MS, ViewPublisher } from '../../../src/editor/view-publisher.js';
import { applyEvent } from '../../../src/reasoning/events.js';
import type { ReasoningState, Update } from '../../../src/webview/protocol.js';
import { applyPatch } from '../../../src/webview/spans.js';
import { tokens } from '../../support/token-events.js';
import { emptyTrace } from '../../support/traces.js';
import { stateWith } from '../../webview/support/states.js';

function setUp() {
  let rest: Omit<ReasoningState, 'spans'> = stateWith();
  let trace = emptyTrace();
  const sent: Update[] = [];
  const publisher = new ViewPublisher(
    () => rest,
    () => trace.spans,
    (update) => sent.push(update),
  );
  const more = (text: string) => {
    trace = applyEvent(trace, tokens('thinking', text));
    publisher.changed();
  };
  const change = (changes: Partial<ReasoningState>) => {
    rest = { ...rest, ...changes };
    publisher.changed();
  };
  return { publisher, sent, more, change };
}

describe('updates of the view', () => {
  it('are not sent before somebody asked for the whole state, nor after they left', async () => {
    const { publisher, sent, more } = setUp();
    more('a');
    publisher.whole();
    more('b');
    publisher.forget();
    more('c');
    await delay(3 * FRAME_MS);
    assert.equal(sent.length, 1);
  });

  it('come at most once a frame, and together lead to the state of the host', async () => {
    const { publisher, sent, more } = setUp();
    let { spans } = publisher.whole().state;
    for (let i = 0; i < 1000; i++) more(`${i} `);
    await delay(4 * FRAME_MS);
    assert.ok(sent.length <= 3, `${sent.length} messages`);
    for (const update of sent) spans = update.spans === undefined ? spans : applyPatch(spans, update.spans);
    assert.equal(spans[0]?.text, Array.from({ length: 1000 }, (_, i) => `${i} `).join(''));
    assert.deepEqual(
      sent.map(({ revision }) => revision),
      sent.map((_, i) => i + 1),
    );
  });

  it('hold what changed and nothing else', () => {
    const { publisher, sent, change } = setUp();
    publisher.whole();
    change({ phase: { kind: 'thinking' } });
    assert.deepEqual(sent, [{ revision: 1, changes: { phase: { kind: 'thinking' } } }]);
  });
});
