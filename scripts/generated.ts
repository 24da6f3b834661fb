// Checks that the files of docs/ that are made from the sources are what the sources make; with --write it writes them.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolveConfig, format } from 'prettier';
import type { TSchema } from '@sinclair/typebox';
import { Pipeline } from '../src/curation/pipeline/schema.js';
import { EvalFile } from '../src/evaluation/runs/eval-file.js';
import { Trace } from '../src/reasoning/trace.js';
import { TABLE } from './contributions/manifest.js';
import { settingsPage } from './generated/settings-page.js';

const nls = JSON.parse(readFileSync(new URL('../package.nls.json', import.meta.url), 'utf8')) as Record<string, string>;
const schema = (definition: TSchema) =>
  JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...definition });

/** Every generated file: one line adds one. */
const FILES: Readonly<Record<string, string>> = {
  'docs/trace.schema.json': schema(Trace),
  'docs/curate.schema.json': schema(Pipeline),
  'docs/eval.schema.json': schema(EvalFile),
  'docs/settings.md': settingsPage(TABLE, nls),
};

for (const [path, content] of Object.entries(FILES)) {
  const file = new URL(`../${path}`, import.meta.url);
  const wanted = await format(content, { ...(await resolveConfig(file)), filepath: path });
  if (process.argv.includes('--write')) writeFileSync(file, wanted);
  else if (readFileSync(file, 'utf8') !== wanted) {
    console.error(`${path} is not what the sources make: npm run generate writes it.`);
    process.exitCode = 1;
  }
}
