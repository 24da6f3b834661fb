import assert from 'node:assert/strict';
import { watchInterrupts } from '../../../src/cli/interrupts.js';

describe('Ctrl+C', () => {
  /** Presses so many times; `thinks` says whether there is something to answer. */
  function pressed(times: number, thinks: boolean): string[] {
    const done: string[] = [];
    let press: () => void = () => assert.fail('nobody listens');
    const io = {
      stderr: { write: () => true },
      onInterrupt: (handler: () => void) => {
        press = handler;
        return () => undefined;
      },
    };
    watchInterrupts(io, {
      answerNow: () => {
        if (thinks) done.push('answer');
        return thinks;
      },
      stop: () => done.push('stop'),
      leave: () => done.push('leave'),
    });
    for (let i = 0; i < times; i++) press();
    return done;
  }

  it('answers, stops, leaves', () => {
    assert.deepEqual(pressed(1, true), ['answer']);
    assert.deepEqual(pressed(2, true), ['answer', 'stop']);
    assert.deepEqual(pressed(4, true), ['answer', 'stop', 'leave', 'leave']);
  });

  it('stops at once where nothing is thought yet', () => {
    assert.deepEqual(pressed(1, false), ['stop']);
    assert.deepEqual(pressed(2, false), ['stop', 'leave']);
  });
});
