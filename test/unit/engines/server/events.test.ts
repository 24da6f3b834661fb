import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventData } from '../../../../src/engines/server/events.js';

async function read(chunks: readonly Uint8Array[]): Promise<string[]> {
  const found: string[] = [];
  const arriving = (async function* () {
    yield* chunks;
  })();
  for await (const data of eventData(arriving)) found.push(data);
  return found;
}

describe('server-sent events', () => {
  it('are the data between empty lines', async () => {
    const text = ': ping\n\ndata: {"a":1}\n\ndata:two\ndata: lines\r\n\r\nevent: x\nid: 7\ndata: 東京\n\ndata: cut off';
    assert.deepEqual(await read([Buffer.from(text)]), ['{"a":1}', 'two\nlines', '東京']);
  });

  it('are the same however they are cut on their way', async () => {
    const text = Buffer.from('data: 東京 👍\r\n\r\ndata: b\n\n: x\r\rdata: c\r\n\n');
    const whole = await read([text]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 10 }), async (places) => {
        const cuts = [0, ...places.sort((a, b) => a - b), text.length];
        assert.deepEqual(await read(cuts.slice(1).map((end, i) => text.subarray(cuts[i], end))), whole);
      }),
    );
  });

  it('are not read for ever', async () => {
    const endless = Array.from({ length: 9 }, () => Buffer.alloc(1024 * 1024, 0x61));
    await assert.rejects(read(endless), /does not end/);
  });
});
