/**
 * 64 samples of one prompt side by side against one after another:
 * npm run bench:engine -- majority [embedded] [smollm2] [qwen3]
 *
 * Side by side the prompt is evaluated once and forked; one after another it is kept as well (rewind), so that the ratio
 * tells of batching alone; each way runs with the threads that suit it best. The rate of one after another comes from fewer samples.
 */
import type { LocalEngine, LocalSequence } from '../../src/engines/local/index.js';
import { chosenModels, digits, load, printTable, tokensOf, warm } from './common.js';

const SAMPLES = Number(process.env.SAMPLES ?? 64);
const PROMPT = 128;
const LENGTH = Number(process.env.LENGTH ?? 48);
const WIDTH = Number(process.env.WIDTH ?? 16);
const SERIAL = Math.max(1, SAMPLES >> 3);

const rows: string[][] = [];
for (const { title, path } of chosenModels(['embedded', 'smollm2', 'qwen3'])) {
  await using single = await load(path, { sequences: 1, contextSize: 256 });
  await using engine = await load(path, { sequences: WIDTH, contextSize: 256 });
  const alone = await promptSequence(single);
  const prompt = await promptSequence(engine);
  const half = Math.ceil(SERIAL / 2); // one after another before and after, so that other work on the machine meets both
  const before = await oneByOne(alone, half);
  const together = await sideBySide(prompt);
  const after = await oneByOne(alone, half);
  const serial = (2 * half * LENGTH) / (before + after);
  const parallel = (SAMPLES * LENGTH) / together.seconds;
  await prompt[Symbol.asyncDispose]();
  rows.push([
    title,
    `${single.model.threads}, ${engine.model.threads}`,
    digits(serial),
    digits(parallel),
    digits(parallel / serial, 2),
    `${together.promptTokens} of ${PROMPT}`,
  ]);
}
printTable(
  `Majority of ${SAMPLES}, ${LENGTH} tokens each, ${WIDTH} side by side`,
  ['model', 'threads', 'one after another, tokens/s', 'side by side, tokens/s', 'ratio', 'prompt tokens evaluated'],
  rows,
);

async function promptSequence(engine: LocalEngine): Promise<LocalSequence> {
  const sequence = await engine.open();
  await sequence.append(await tokensOf(engine, PROMPT));
  return sequence;
}

/** Commits and draws exactly `LENGTH` tokens: an end of turn is drawn over, so that all samples are as long. */
async function drawSample(sequence: LocalSequence, seed: number): Promise<void> {
  const iterator = sequence.sample(warm(seed));
  for (let i = 0; i < LENGTH; i++) await iterator.next();
  await iterator.return();
}

/** Seconds for `count` samples. */
async function oneByOne(prompt: LocalSequence, count: number): Promise<number> {
  const start = performance.now();
  for (let seed = 0; seed < count; seed++) {
    await drawSample(prompt, seed);
    await prompt.rewind(PROMPT);
  }
  return (performance.now() - start) / 1000;
}

async function sideBySide(prompt: LocalSequence): Promise<{ seconds: number; promptTokens: number }> {
  const start = performance.now();
  let next = 0;
  let evaluated = 0;
  const lane = async (): Promise<void> => {
    for (let seed = next++; seed < SAMPLES; seed = next++) {
      await using fork = await prompt.fork();
      await drawSample(fork, seed);
      evaluated += fork.evaluated;
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  // Each sample evaluates the prompt's last token, whose logits it starts from, and all of its own but the last.
  const promptTokens = PROMPT - 1 + (evaluated - SAMPLES * (LENGTH - 1)) / SAMPLES;
  return { seconds: (performance.now() - start) / 1000, promptTokens };
}
