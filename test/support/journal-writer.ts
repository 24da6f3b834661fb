/** Appends numbered records to the journal named on the command line, and prints each number once it is kept. */
import { Journal } from '../../src/evaluation/runs/journal.js';

const [, , path = ''] = process.argv;
const records: { n: number; text: string }[] = [];
const { journal } = await Journal.open<{ n: number; text: string }>(path, (record) => records.push(record));
for (let n = records.length; ; n++) {
  await journal.append({ n, text: 'x'.repeat((n * 7919) % 20_000) });
  process.stdout.write(`${n}\n`);
}
