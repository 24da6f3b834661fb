/**
 * What JSON-RPC costs per token: CPU time of the host and of the backend, for one message a token and for the batches
 * that the backend sends (at most one per 16 ms: 3 tokens at 200 tokens/s, 16 at 1,000), in both of Node's ways to
 * serialise. Run: npx tsx benchmarks/rpc/main.ts
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { Events } from '../../src/backend/protocol.js';
import { TraceKeeper } from '../../src/backend/trace-keeper.js';
import { emptyTrace } from '../../test/support/traces.js';
import { Ready, Send } from './messages.js';

const TOKENS = 48_000;
const PER_MESSAGE = [1, 3, 16];
const ROUNDS = 3;

interface Cost {
  readonly host: number;
  readonly backend: number;
}

/** Microseconds of CPU time a token, on both sides. */
async function measure(serialization: 'json' | 'advanced', perMessage: number): Promise<Cost> {
  const child = fork(fileURLToPath(new URL('sender.ts', import.meta.url)), [], {
    serialization,
    execArgv: ['--import=tsx'],
  });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const keeper = new TraceKeeper(emptyTrace());
  let ready: () => void;
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  connection.onNotification(Ready, () => ready());
  connection.onNotification(Events, ({ events }) => keeper.push(events));
  connection.listen();
  await isReady;
  await connection.sendRequest(Send, { tokens: TOKENS / 10, perMessage }); // warm
  const before = process.cpuUsage();
  const backend = await connection.sendRequest(Send, { tokens: TOKENS, perMessage });
  const { user, system } = process.cpuUsage(before);
  connection.dispose();
  child.disconnect();
  await once(child, 'exit');
  return { host: (user + system) / TOKENS, backend: backend / TOKENS };
}

console.log('| serialization | tokens a message | host, µs a token | backend, µs a token |');
console.log('| --- | ---: | ---: | ---: |');
for (const serialization of ['json', 'advanced'] as const) {
  for (const perMessage of PER_MESSAGE) {
    const costs: Cost[] = [];
    for (let i = 0; i < ROUNDS; i++) costs.push(await measure(serialization, perMessage));
    const least = (side: keyof Cost) => Math.min(...costs.map((cost) => cost[side])).toFixed(1);
    console.log(`| ${serialization} | ${perMessage} | ${least('host')} | ${least('backend')} |`);
  }
}
