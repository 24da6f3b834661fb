import { scanJournal } from '../../src/evaluation/runs/journal.js';

/** All records of a journal. */
export async function readJournal(path: string): Promise<{ records: unknown[]; damaged: number }> {
  const records: unknown[] = [];
  const { damaged } = await scanJournal(path, (record) => {
    records.push(record);
  });
  return { records, damaged };
}
