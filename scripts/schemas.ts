// Checks that the JSON schemas in docs/ are those of the definitions in src/; with --write it writes them.
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import type { TSchema } from '@sinclair/typebox';
import { Pipeline } from '../src/curation/pipeline/schema.js';
import { Trace } from '../src/reasoning/trace.js';

/** Every file format with a schema: one line adds one. */
const SCHEMAS: Readonly<Record<string, TSchema>> = {
  'docs/trace.schema.json': Trace,
  'docs/curate.schema.json': Pipeline,
};

for (const [path, definition] of Object.entries(SCHEMAS)) {
  const file = new URL(`../${path}`, import.meta.url);
  const schema = { $schema: 'http://json-schema.org/draft-07/schema#', ...definition };
  const wanted = await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 });
  if (process.argv.includes('--write')) writeFileSync(file, wanted);
  else if (readFileSync(file, 'utf8') !== wanted) {
    console.error(`${path} is not what its definition makes: npm run schemas writes it.`);
    process.exitCode = 1;
  }
}
