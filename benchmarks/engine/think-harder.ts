/**
 * From "think harder" to the first new token, after a long trace and its answer: the sequence is rewound to the end of
 * thinking and "Wait" appended; against feeding the same history again, as a server without that would.
 * npm run bench:engine -- think-harder [smollm2] [qwen3]
 */
import { chosenModels, digits, load, median, printTable, tokensOf, warm } from './common.js';

const TRACE = 4000;
const ANSWER = 40;
const ROUNDS = Number(process.env.ROUNDS ?? 5);

const rows: string[][] = [];
for (const { title, path } of chosenModels(['smollm2'])) {
  await using engine = await load(path, { sequences: 1, contextSize: TRACE + 512 });
  await using sequence = await engine.open();
  const wait = await engine.tokenizer.encodeText('Wait');
  const feeding = performance.now();
  await sequence.append(await tokensOf(engine, TRACE));
  const fed = performance.now() - feeding;
  const times: number[] = [];
  const evaluated: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const answer = sequence.sample(warm(round));
    for (let i = 0; i < ANSWER; i++) await answer.next();
    await answer.return();
    const before = sequence.evaluated;
    const start = performance.now();
    await sequence.rewind(TRACE);
    await sequence.append(wait);
    const iterator = sequence.sample(warm(round));
    await iterator.next();
    times.push(performance.now() - start);
    evaluated.push(sequence.evaluated - before);
    await iterator.return();
    await sequence.rewind(TRACE);
  }
  const time = median(times);
  rows.push([
    title,
    String(engine.model.threads),
    digits(time),
    `${Math.max(...evaluated)} ("Wait": ${wait.length})`,
    digits(fed, 0),
    digits(fed / time, 0),
  ]);
}
printTable(
  `Think harder after ${TRACE} tokens of trace, median of ${ROUNDS}`,
  ['model', 'threads', 'ms to the first new token', 'tokens evaluated', 'ms to feed the trace again', 'times faster'],
  rows,
);
