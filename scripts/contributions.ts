// Checks package.json against the table of contributions; with --write it first writes the sections made from the table.
import { readFileSync, writeFileSync } from 'node:fs';
import { differences, type Manifest } from './contributions/differences.js';
import { sectionsOf, TABLE } from './contributions/manifest.js';

const file = new URL('../package.json', import.meta.url);
const read = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));

if (process.argv.includes('--write')) {
  const manifest = read(file) as Manifest;
  const { commands, configuration, restricted } = sectionsOf(TABLE);
  const untrustedWorkspaces = { ...manifest.capabilities?.untrustedWorkspaces, restrictedConfigurations: restricted };
  const written = {
    ...manifest,
    capabilities: { ...manifest.capabilities, untrustedWorkspaces },
    contributes: { ...manifest.contributes, commands, configuration },
  };
  writeFileSync(file, `${JSON.stringify(written, null, 2)}\n`);
}

const nls = read(new URL('../package.nls.json', import.meta.url)) as Record<string, string>;
const found = differences(TABLE, read(file) as Manifest, nls);
for (const sentence of found) console.error(sentence);
if (found.length > 0) {
  console.error(
    'npm run contributions writes the sections of package.json that come from src/editor/contributions.ts.',
  );
  process.exitCode = 1;
}
