import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { MessageConnection } from 'vscode-jsonrpc';
import type { Ended } from '../../../src/backend/backend-process.js';
import { BackendError } from '../../../src/backend/errors.js';
import { requestOf } from '../../../src/backend/requests.js';
import { collectGarbage } from '../../support/collect-garbage.js';

/** A process that ends when it is told to. */
class ToldProcess {
  readonly connection = {} as MessageConnection;
  readonly ended: Promise<Ended>;
  readonly listeners = new Set<(end: Ended) => void>();
  end: (end: Ended) => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => (this.end = resolve));
    void this.ended.then((end) => this.listeners.forEach((listener) => listener(end)));
  }

  onEnd(listener: (end: Ended) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

const died = () => new BackendError('crashed', 'It ended.');

describe('a request to another process', () => {
  it('fails when the process ends before it answers', async () => {
    const process = new ToldProcess();
    const asked = requestOf(process, () => new Promise(() => undefined), died);
    process.end({ code: 1, signal: null, lastWords: '' });
    await assert.rejects(asked, { kind: 'crashed' });
  });

  it('is forgotten with its answer, though the process lives on', async () => {
    const process = new ToldProcess();
    const answers: WeakRef<object>[] = [];
    for (let i = 0; i < 20; i++) {
      const answer = await requestOf(process, () => Promise.resolve({ page: new Array(1000).fill(i) }), died);
      answers.push(new WeakRef(answer));
    }
    await turn();
    collectGarbage();
    const kept = answers.filter((answer) => answer.deref() !== undefined).length;
    assert.ok(kept <= 1, `${kept} of 20 are kept`);
    assert.equal(process.listeners.size, 0);
  });
});
