import assert from 'node:assert/strict';
import { BackendCrashedError, BackendError, causeText, toWire } from '../../../src/backend/errors.js';
import { ReasoningError } from '../../../src/reasoning/errors.js';
import { emptyTrace } from '../../support/traces.js';

describe('errors on their way to a person', () => {
  it('keep sentence and kind, and take every cause along', () => {
    const cause = new Error('mmap failed', { cause: 'ENOMEM' });
    const wire = toWire(new ReasoningError('context-full', 'The context is full: answer now.', { cause }));
    assert.equal(wire.message, 'The context is full: answer now.');
    assert.equal(wire.data.kind, 'context-full');
    assert.match(wire.data.cause!, /mmap failed[^]*caused by: ENOMEM/);
  });

  it('that are faults of ours say so, and where to look', () => {
    const wire = toWire(new TypeError('x is not a function'));
    assert.equal(wire.data.kind, 'internal');
    assert.match(wire.message, /^Something went wrong inside Think Harder \(x is not a function\): see the log/);
    assert.equal(toWire('a string').data.kind, 'internal');
  });

  it('that are an abort are no errors to report', () => {
    assert.equal(toWire(AbortSignal.abort().reason).data.kind, 'stopped');
  });

  it('tell from how a process ended what to do', () => {
    const sentence = (code: number | null, signal: string | null) => new BackendCrashedError({ code, signal }).message;
    assert.match(sentence(null, 'SIGILL'), /processor lacks instructions/);
    assert.match(sentence(0xc000001d, null), /processor lacks instructions/);
    assert.match(sentence(null, 'SIGKILL'), /killed, perhaps by the system for want of memory; try again/);
    assert.match(sentence(137, null), /want of memory/);
    assert.match(sentence(null, 'SIGABRT'), /ended unexpectedly \(SIGABRT\); try again/);
    assert.match(sentence(1, null), /ended unexpectedly \(code 1\)/);
    for (const signal of ['SIGILL', 'SIGKILL', 'SIGSEGV']) assert.match(sentence(null, signal), /^[^.]+\.$/);
  });

  it('offer to go on where there is a trace', () => {
    const crash = new BackendCrashedError({ code: null, signal: 'SIGSEGV' }).withTrace(emptyTrace());
    assert.ok(crash instanceof BackendCrashedError);
    assert.equal(crash.trace?.id, 'test');
    assert.match(crash.message, /the trace so far is kept: continue it/);
  });

  it('keep what they are when a trace is added', () => {
    const error = new BackendError('context-full', 'Full.', { cause: 'why' });
    assert.equal(error.withTrace(undefined), error);
    const { kind, message, cause, trace } = error.withTrace(emptyTrace());
    assert.deepEqual(
      { kind, message, cause, id: trace?.id },
      { kind: 'context-full', message: 'Full.', cause: 'why', id: 'test' },
    );
  });

  it('have causes that are no errors', () => {
    assert.equal(causeText({ errno: 5 }), '{"errno":5}');
    assert.equal(causeText('text'), 'text');
  });
});
