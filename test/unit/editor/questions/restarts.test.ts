import assert from 'node:assert/strict';
import { Restarts } from '../../../../src/editor/questions/restarts.js';

describe('restarts of the language server', () => {
  it('come later each time, and not without end', () => {
    const restarts = new Restarts();
    const waits = [0, 1000, 2000, 3000, 4000].map((now) => restarts.next(now));
    assert.deepEqual(waits, [250, 500, 1000, 2000, undefined]);
  });

  it('do not count what was long ago', () => {
    const restarts = new Restarts();
    for (const now of [0, 1, 2, 3]) restarts.next(now);
    assert.equal(restarts.next(200_000), 250);
  });

  it('begin anew when somebody asked for a start', () => {
    const restarts = new Restarts();
    for (const now of [0, 1, 2, 3, 4]) restarts.next(now);
    restarts.forget();
    assert.equal(restarts.next(5), 250);
  });
});
