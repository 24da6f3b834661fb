import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPipeline } from '../../../../src/curation/pipeline/load.js';
import { poolRows } from '../../../../src/curation/pipeline/pool-rows.js';
import { jsonl } from '../../../support/data-set.js';
import { inTempFolder } from '../../../support/temp.js';

/** Solutions of the rows of a pool of two files, of which only the second has a column `worked`. */
const solutions = (columns: string) =>
  inTempFolder(async (folder) => {
    const early = Array.from({ length: 300 }, (_, i) => ({ question: `q ${i}` }));
    await writeFile(join(folder, 'a.jsonl'), jsonl(early));
    await writeFile(join(folder, 'b.jsonl'), jsonl([...early, { question: 'last', worked: 'so' }]));
    const file = join(folder, 'p.curate.yaml');
    await writeFile(
      file,
      `format: think-harder/curate
version: 1
name: p
pool:
  - path: .
    columns:
      question: question
      solution: ${columns}
stages: [{ stage: quality }]
`,
    );
    const found: (string | null)[] = [];
    for await (const piece of poolRows(await loadPipeline(file, { output: `${folder}-result` }))) {
      if ('row' in piece) found.push(piece.row.solution);
    }
    return found.filter((solution) => solution !== null);
  });

describe('columns that a pipeline names', () => {
  it('may be those of a few rows only', async () => {
    assert.deepEqual(await solutions('worked'), ['so']);
  });

  it('are refused with file and line where no row has them', async () => {
    await assert.rejects(solutions('workd'), {
      kind: 'bad-pipeline',
      message: /p\.curate\.yaml:8: .*No row has a column “workd”: name one of question, worked\.$/,
    });
  });
});
