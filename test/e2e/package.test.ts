import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binariesFor, engineClosure } from '../../scripts/package/engine-files.mjs';
import { installVsix, newDataDir } from '../../scripts/vscode/server.mjs';
import { vsix } from './support/workbench.js';

/** Installs the VSIX, which unpacks it, and looks at what it holds. */
describe('the packaged extension', () => {
  let dataDir: string;
  let extension: string;
  before(() => {
    dataDir = newDataDir();
    installVsix(vsix(), { dataDir });
    const folder = join(dataDir, 'extensions');
    const name = readdirSync(folder).find((entry) => entry.startsWith('think-harder.think-harder-'));
    extension = join(folder, name!);
  });
  after(() => rmSync(dataDir, { recursive: true, force: true }));

  const files = () =>
    readdirSync(extension, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(extension.length + 1));

  it('is smaller than 50 MB', () => {
    assert.ok(statSync(vsix()).size < 50_000_000, `${statSync(vsix()).size} bytes`);
  });

  it('has an extension bundle under 300 KB, so that it activates quickly', () => {
    assert.ok(statSync(join(extension, 'dist', 'extension.cjs')).size < 300_000);
  });

  it('holds bundles, engine, model and documents, and nothing of the sources or the tools', () => {
    const known =
      /^(package(\.nls(\.[\w-]+)?)?\.json|\.vsixmanifest|README\.md|readme\.md|CHANGELOG\.md|changelog\.md|LICENSE(\.txt)?|l10n\/|media\/|dist\/[\w.-]+\.[cm]js$|dist\/webview\/|dist\/node_modules\/)/;
    assert.deepEqual(
      files().filter((file) => !known.test(file)),
      [],
    );
    assert.deepEqual(
      files().filter(
        (file) =>
          /\.(ts|map|tsx|md|gz|bundle|cpp|h)$/.test(file) &&
          !/^(README|readme|CHANGELOG|changelog)/.test(file) &&
          file !== 'media/models/README.md' && // the model's card belongs beside the model
          !/licen[cs]e/i.test(file),
      ),
      [],
    );
    assert.ok(files().some((file) => file.endsWith('.gguf')));
  });

  it('holds the packages that import() of the engine and the database reaches, and no others', async () => {
    const binaries = binariesFor(`${process.platform}-${process.arch}`).map(({ binary }) => binary);
    const reached = await engineClosure(join(extension, 'dist')); // throws when one is missing
    const packages = files()
      .map((file) => /^dist\/(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1])
      .filter((found) => found !== undefined);
    assert.deepEqual([...new Set(packages)].sort(), [...reached, ...binaries].sort());
  });

  it('loads its engine without anything around it', () => {
    const probe = join(extension, 'dist', 'probe.mjs');
    writeFileSync(
      probe,
      `import { getLlama } from 'node-llama-cpp';
       const llama = await getLlama({ build: 'never', gpu: false });
       console.log('math cores', llama.cpuMathCores);
       process.exit(0);`,
    );
    const out = execFileSync(process.execPath, [probe], { cwd: dataDir, encoding: 'utf8' });
    assert.match(out, /math cores \d/);
  });

  it('loads its database without anything around it', () => {
    const probe = join(extension, 'dist', 'probe-data.mjs');
    writeFileSync(
      probe,
      `import { DuckDBInstance } from '@duckdb/node-api';
       const connection = await (await DuckDBInstance.create(':memory:')).connect();
       const answer = await connection.runAndReadAll('SELECT 6 * 7');
       console.log('answer', answer.getRows()[0][0]);`,
    );
    const out = execFileSync(process.execPath, [probe], { cwd: dataDir, encoding: 'utf8' });
    assert.match(out, /answer 42/);
  });
});
