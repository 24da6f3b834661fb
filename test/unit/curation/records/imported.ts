import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PoolRow } from '../../../../src/curation/pool-row.js';
import type { SetAside } from '../../../../src/curation/records/aside.js';
import { importRows, type ImportPlan, type Skipped } from '../../../../src/curation/records/import-rows.js';
import { SOURCES } from '../../../../src/curation/records/sources.js';
import { inTempFolder } from '../../../support/temp.js';

/** What importing makes of rows, why it does not take others, and what is none. */
export async function imported(rows: readonly object[], plan: Partial<ImportPlan> = {}) {
  return inTempFolder(async (folder) => {
    const path = join(folder, 'data.jsonl');
    await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const found: Omit<PoolRow, 'index'>[] = [];
    const skipped: Skipped[] = [];
    const aside: SetAside[] = [];
    const whole: ImportPlan = { path, name: 'data.jsonl', columns: {}, ...plan };
    for await (const row of importRows(
      whole,
      (piece) => aside.push(piece),
      (row) => skipped.push(row),
    ))
      found.push(row);
    return { rows: found, reasons: skipped.map(({ reason }) => reason), aside };
  });
}

/** What is made of rows of a source; `name` is that of their file. */
export function importedAs(source: string, rows: readonly object[], plan: Partial<ImportPlan> = {}) {
  const as = SOURCES.find(({ name }) => name === source);
  if (as === undefined) throw new Error(`There is no source ${source}.`);
  return imported(rows, { as, ...plan });
}
