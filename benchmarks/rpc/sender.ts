// The backend's side of the measurement: sends tokens as events, in messages of so many tokens.
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { coalesced } from '../../src/backend/event-batcher.js';
import { Events } from '../../src/backend/protocol.js';
import type { TraceEvent } from '../../src/reasoning/events.js';
import { Ready, Send } from './messages.js';

/** Messages between two rests, in which the channel empties. */
const BURST = 100;

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
connection.onRequest(Send, async ({ tokens, perMessage }) => {
  const before = process.cpuUsage();
  for (let sent = 0, messages = 0; sent < tokens; sent += perMessage, messages++) {
    const events = Array.from({ length: perMessage }, (_, i): TraceEvent => {
      return {
        type: 'tokens',
        role: 'thinking',
        origin: 'sampled',
        text: ' word',
        tokens: [1000 + ((sent + i) % 50_000)],
      };
    });
    void connection.sendNotification(Events, { id: 'benchmark', events: coalesced(events) });
    if (messages % BURST === BURST - 1) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const { user, system } = process.cpuUsage(before);
  return user + system;
});
connection.listen();
await connection.sendNotification(Ready, null);
process.on('disconnect', () => process.exit());
