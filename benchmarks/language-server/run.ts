/**
 * How long the language server takes, measured at a client that speaks with its process over stdio:
 * npx tsx benchmarks/language-server/run.ts [--lines=5000] [--edits=300]
 * First open: from didOpen to the answer of the first request about the document, in a process that has just started.
 * Edit: from didChange to the answer of the lens request after it (parsing the client's side of it included).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeLens,
} from 'vscode-languageserver-protocol/node';
import * as protocol from '../../src/language-server/protocol.js';
import { latexDocument, markdownDocument, plainDocument } from './document.js';

const SERVER = fileURLToPath(new URL('../../dist/language-server.mjs', import.meta.url));
const TARGETS = { open: 500, edit: 20 };

const number = (name: string, otherwise: number): number =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

interface Measured {
  readonly questions: number;
  readonly open: number;
  readonly edits: readonly number[];
}

async function measure(languageId: string, text: string, edits: number): Promise<Measured> {
  const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    initializationOptions: { commands: { solve: 'solve', thinkHarder: 'harder', check: 'check', stop: 'stop' } },
  });
  await connection.sendNotification('initialized', {});
  const uri = `file:///document.${languageId}`;
  const lenses = (): Promise<CodeLens[]> => connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });

  let from = performance.now();
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  await lenses();
  const open = performance.now() - from;
  const { questions } = await connection.sendRequest(protocol.Questions, { uri });

  const lines = text.split('\n');
  // Half of the edits are typed into questions and prose, a third break lines, the rest delete a character.
  const places = lines.flatMap((line, index) => (/[a-z]{4}/.test(line) && !line.startsWith('\\') ? [index] : []));
  const times: number[] = [];
  for (let i = 0; i < edits; i++) {
    const line = places[(i * 7919) % places.length] ?? 0;
    const character = Math.min(4, (lines[line] ?? '').length);
    const start = { line, character };
    const change =
      i % 6 === 5
        ? { range: { start, end: { line, character: character + 1 } }, text: '' }
        : { range: { start, end: start }, text: 'x' };
    from = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: i + 2 },
      contentChanges: [change],
    });
    await lenses();
    times.push(performance.now() - from);
  }
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  connection.dispose();
  return { questions: questions.length, open, edits: times.sort((a, b) => a - b) };
}

if (!existsSync(SERVER)) {
  console.error('Build the server first: npm run build');
  process.exit(2);
}
const lines = number('lines', 5000);
const edits = number('edits', 300);
console.log(
  `language server, ${lines} lines, ${edits} edits; targets: first open < ${TARGETS.open} ms, edit p95 < ${TARGETS.edit} ms`,
);
for (const [name, text] of [
  ['markdown', markdownDocument(lines)],
  ['latex', latexDocument(lines)],
  ['plaintext', plainDocument(lines)],
] as const) {
  const measured = await measure(name, text, edits);
  const ms = (value: number): string => `${value.toFixed(1).padStart(7)} ms`;
  console.log(
    `${name.padEnd(10)} ${String(measured.questions).padStart(5)} questions  open ${ms(measured.open)}  edit p50 ${ms(percentile(measured.edits, 0.5))}  p95 ${ms(percentile(measured.edits, 0.95))}`,
  );
}
