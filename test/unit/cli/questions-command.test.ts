import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from '../../support/cli.js';

describe('think-harder questions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'think-harder-questions-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('prints one JSON object: file → list', async () => {
    const sheet = file('sheet.md', '\uFEFF# Sheet\r\n\r\n1. \u{1F600} What is 12 + 30?\r\n\r\n   Answer: 42\r\n');
    const lab = file(
      'lab.ipynb',
      JSON.stringify({
        cells: [
          { cell_type: 'code', source: '1' },
          { cell_type: 'markdown', source: ['## Problem 1\n', 'Compute $3 \\cdot 4$.'] },
        ],
      }),
    );
    const { code, stdout } = await cli(['questions', '--json', sheet, lab]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), {
      [sheet]: [
        {
          text: '\u{1F600} What is 12 + 30?',
          kind: 'free',
          start: { line: 2, character: 3 },
          end: { line: 2, character: 22 },
          stem: null,
          options: [],
          reference: '42',
        },
      ],
      [lab]: [
        {
          text: 'Compute $3 \\cdot 4$.',
          kind: 'free',
          start: { line: 1, character: 0 },
          end: { line: 1, character: 20 },
          cell: 1,
          stem: null,
          options: [],
          reference: null,
        },
      ],
    });
  });

  it('prints a line for each question where nobody asks for JSON', async () => {
    const sheet = file('plain.txt', '1. What is 12 + 30?\n');
    const { stdout } = await cli(['questions', sheet]);
    assert.equal(stdout, `${sheet}:1:4 (free) What is 12 + 30?\n`);
  });

  it('names files that it cannot read, and reads the others', async () => {
    const sheet = file('good.md', '1. What is 12 + 30?\n');
    const broken = file('broken.ipynb', '{');
    const { code, stdout, stderr } = await cli(['questions', '--json', join(folder, 'none.md'), folder, broken, sheet]);
    assert.equal(code, 1);
    assert.deepEqual(Object.keys(JSON.parse(stdout) as object), [sheet]);
    assert.match(stderr, /There is no file .*none\.md/);
    assert.match(stderr, /is a folder/);
    assert.match(stderr, /broken\.ipynb is not a Jupyter notebook/);
  });
});
