import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Journal, lineOf } from '../../../../src/evaluation/runs/journal.js';
import { readJournal } from '../../../support/journals.js';

const folder = mkdtempSync(join(tmpdir(), 'think-harder-journal-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Item {
  readonly n: number;
  readonly text: string;
}

describe('the journal of an evaluation', () => {
  it('gives back what was appended', async () => {
    const path = join(folder, 'a.jsonl');
    const items = [1, 2, 3].map((n) => ({ n, text: `line ${n}\nü` }));
    {
      const records: Item[] = [];
      const { journal } = await Journal.open<Item>(path, (record) => records.push(record));
      assert.deepEqual(records, []);
      for (const item of items) await journal.append(item);
      await journal[Symbol.asyncDispose]();
    }
    assert.deepEqual((await readJournal(path)).records, items);
  });

  it('leaves half a line at the end out, and goes on behind it', async () => {
    const path = join(folder, 'torn.jsonl');
    writeFileSync(path, lineOf({ n: 1 }) + lineOf({ n: 2 }).slice(0, -4));
    const records: { n: number }[] = [];
    const { journal, damaged } = await Journal.open<{ n: number }>(path, (record) => records.push(record));
    assert.deepEqual([records, damaged], [[{ n: 1 }], 1]);
    await journal.append({ n: 3 });
    await journal[Symbol.asyncDispose]();
    assert.deepEqual((await readJournal(path)).records, [{ n: 1 }, { n: 3 }]);
  });

  it('leaves a line out whose checksum does not fit, and no other', async () => {
    const path = join(folder, 'changed.jsonl');
    appendFileSync(path, lineOf({ n: 1 }) + lineOf({ n: 2 }).replace('2}', '7}') + lineOf({ n: 3 }));
    const { records, damaged } = await readJournal(path);
    assert.deepEqual([records, damaged], [[{ n: 1 }, { n: 3 }], 1]);
  });

  it('is for one process at a time; the lock of one that is gone is taken over', async () => {
    const path = join(folder, 'locked.jsonl');
    const { journal } = await Journal.open(path);
    await assert.rejects(Journal.open(path), new RegExp(`Process ${process.pid} is running this evaluation`));
    await journal[Symbol.asyncDispose]();
    writeFileSync(`${path}.lock`, '4194305'); // beyond the largest process id of Linux
    const again = await Journal.open(path);
    await again.journal[Symbol.asyncDispose]();
  });

  it('killed at any moment loses nothing that was acknowledged, and counts nothing twice', async function () {
    this.timeout(180_000);
    const path = join(folder, 'killed.jsonl');
    const script = fileURLToPath(new URL('../../../support/journal-writer.ts', import.meta.url));
    let acknowledged = -1;
    for (let round = 0; round < 2; round++) {
      const child = spawn(process.execPath, ['--import=tsx', script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.setEncoding('utf8');
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (text: string) => {
          output += text;
          if (output.length > 200 * (round + 1)) resolve();
        });
      });
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      const lines = output.split('\n');
      acknowledged = Math.max(acknowledged, ...lines.slice(0, -1).map(Number));
      const numbers = ((await readJournal(path)).records as Item[]).map(({ n }) => n);
      assert.deepEqual(
        numbers,
        Array.from(numbers, (_, i) => i),
        'each once, in order',
      );
      assert.ok(numbers.length > acknowledged, `${numbers.length} kept, ${acknowledged} acknowledged`);
    }
    assert.ok(readFileSync(path, 'utf8').length > 0);
  });
});
