/**
 * Writes prompt and greedy token ids of the first questions, as the product's engine gives them, for agreement.py.
 *
 *   npx tsx training/teaching/evaluate/tokens.ts --model FILE.gguf --questions FILE.jsonl --out TOKENS.json [--count 50]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { loadLocalEngine } from '../../../src/engines/local/index.js';
import { DEFAULT_BUDGET } from '../../../src/reasoning/budget.js';
import { RunControls } from '../../../src/reasoning/controls.js';
import { ReasoningSession } from '../../../src/reasoning/session.js';
import { liveSpans, type Trace } from '../../../src/reasoning/trace.js';

async function solve(session: ReasoningSession, id: string, text: string): Promise<Trace> {
  const budget = { ...DEFAULT_BUDGET, answerReserve: 64 };
  const events = session.solve({ id, question: { text }, budget, sampling: { temperature: 0 } }, new RunControls());
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
  }
}

async function main(): Promise<void> {
  const options = new Command()
    .requiredOption('--model <file>')
    .requiredOption('--questions <file>')
    .requiredOption('--out <file>')
    .option('--count <n>', 'prompts', Number, 50)
    .parse()
    .opts<{ model: string; questions: string; out: string; count: number }>();
  const lines = readFileSync(options.questions, 'utf8').trim().split('\n');
  // Spread over all families: the file holds them one after another.
  const step = Math.max(1, Math.floor(lines.length / options.count));
  const chosen = lines.filter((_, i) => i % step === 0).slice(0, options.count);
  const engine = await loadLocalEngine({
    path: path.resolve(options.model),
    cacheFolder: path.resolve(path.dirname(options.out), 'cache'),
    gpu: 'cpu',
    threads: 1,
    sequences: 1,
  });
  try {
    await using session = new ReasoningSession(engine);
    const rows = [];
    for (const line of chosen) {
      const { id, question } = JSON.parse(line) as { id: string; question: string };
      const trace = await solve(session, id, question);
      // Up to the first forced span, if the context ended the trace: from there on nobody else would follow.
      const spans = liveSpans(trace);
      const forced = spans.findIndex((span) => span.origin === 'forced');
      const sampled = forced < 0 ? spans : spans.slice(0, forced);
      rows.push({ prompt: trace.prompt.tokens, generated: sampled.flatMap((span) => span.tokens) });
    }
    writeFileSync(options.out, JSON.stringify(rows));
  } finally {
    await engine[Symbol.asyncDispose]();
  }
}

await main();
