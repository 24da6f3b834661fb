import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OutputFolder } from '../../../../src/curation/records/output-folder.js';
import { inTempFolder } from '../../../support/temp.js';

const NAMES = ['rows.jsonl', 'notes.md'];
const PART = `.made.${crypto.randomUUID()}.part`;

async function make(path: string, text: string, look?: (earlier: string) => Promise<void>): Promise<void> {
  await using out = await OutputFolder.create(path, NAMES);
  await out.write('rows.jsonl', text);
  await out.commit(look);
}

describe('a folder of results', () => {
  const rows = (folder: string, name = 'made') => readFile(join(folder, name, 'rows.jsonl'), 'utf8');

  it('appears with everything in it and replaces its own earlier result', () =>
    inTempFolder(async (folder) => {
      for (const text of ['first', 'second']) {
        await make(join(folder, 'deep', 'made'), text);
        assert.equal(await rows(join(folder, 'deep')), text);
      }
      assert.deepEqual(await readdir(join(folder, 'deep')), ['made']);
    }));

  it('is in work once at a time', () =>
    inTempFolder(async (folder) => {
      await using first = await OutputFolder.create(join(folder, 'made'), NAMES);
      await assert.rejects(OutputFolder.create(join(folder, 'made'), NAMES), /is working on .*made already/);
      assert.match(first.path, /made$/);
    }));

  it('leaves nothing behind that was not finished, and sweeps away what a killed process left of it', () =>
    inTempFolder(async (folder) => {
      const others = ['.another.part', PART.replace('made', 'other'), '.made.part', 'pool.jsonl'];
      for (const name of [...others, PART]) await mkdir(join(folder, name, 'inside'), { recursive: true });
      {
        await using out = await OutputFolder.create(join(folder, 'made'), NAMES);
        await out.write('rows.jsonl', 'half');
      }
      assert.deepEqual((await readdir(folder)).sort(), others.sort());
    }));

  it('puts an earlier result back that a killed process had moved away', () =>
    inTempFolder(async (folder) => {
      await make(join(folder, '.made.old'), 'earlier');
      {
        await using out = await OutputFolder.create(join(folder, 'made'), NAMES);
        assert.equal(await readFile(join(out.path, 'rows.jsonl'), 'utf8'), 'earlier');
      }
      assert.deepEqual(await readdir(folder), ['made']);
    }));

  it('deletes an earlier result that a killed process had replaced', () =>
    inTempFolder(async (folder) => {
      await make(join(folder, '.made.old'), 'earlier');
      await make(join(folder, 'made'), 'later');
      assert.equal(await rows(folder), 'later');
      assert.deepEqual(await readdir(folder), ['made']);
    }));

  it('loses nothing to kill -9 between any two steps of its replacement', async function () {
    this.timeout(120_000);
    await inTempFolder(async (folder) => {
      const path = join(folder, 'made');
      const place = (name: string) =>
        JSON.stringify(new URL(`../../../../src/curation/records/${name}`, import.meta.url).href);
      // Renames on the way: to .made.old, and to made.
      const code = `import fs from 'node:fs/promises';
        import { syncBuiltinESMExports } from 'node:module';
        const real = fs.rename;
        fs.rename = async (...names) => { await real(...names); process.kill(process.pid, 'SIGKILL'); };
        syncBuiltinESMExports();
        const { OutputFolder } = await import(${place('output-folder.ts')});
        const out = await OutputFolder.create(${JSON.stringify(path)}, ['rows.jsonl']);
        await out.write('rows.jsonl', 'later');
        await out.commit();`;
      await make(path, 'earlier');
      const cwd = fileURLToPath(new URL('../../../..', import.meta.url));
      const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '--eval', code], { cwd });
      await once(child, 'exit');
      assert.ok((await readdir(folder)).includes('.made.old'));
      {
        await using out = await OutputFolder.create(path, NAMES);
        assert.equal(await readFile(join(out.path, 'rows.jsonl'), 'utf8'), 'earlier');
      }
      assert.deepEqual(await readdir(folder), ['made']);
    });
  });

  it('touches no folder that holds anything else, a folder or a link by the name of a file included', () =>
    inTempFolder(async (folder) => {
      await mkdir(join(folder, 'theirs', 'rows.jsonl'), { recursive: true });
      await mkdir(join(folder, 'linked'));
      await symlink(join(folder, 'theirs'), join(folder, 'linked', 'notes.md'));
      await writeFile(join(folder, 'file'), '');
      await symlink('nowhere', join(folder, 'lost'));
      await assert.rejects(make(join(folder, 'theirs'), ''), /theirs holds other files \(rows\.jsonl\)/);
      await assert.rejects(make(join(folder, 'linked'), ''), /linked holds other files \(notes\.md\)/);
      await assert.rejects(make(join(folder, 'file'), ''), /file is no folder/);
      await assert.rejects(make(join(folder, 'lost'), ''), /lost is no folder/);
      assert.deepEqual((await readdir(folder)).sort(), ['file', 'linked', 'lost', 'theirs']);
    }));

  it('stays as it is where a file was put into it meanwhile, or whoever looks at it objects', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'made');
      await make(path, 'earlier');
      await assert.rejects(
        make(path, 'later', (earlier) => Promise.reject(new Error(`not ${earlier}`))),
        /not .*\.made\.old$/,
      );
      {
        await using out = await OutputFolder.create(path, NAMES);
        await out.write('rows.jsonl', 'later');
        await writeFile(join(path, 'my-notes.txt'), 'precious');
        await assert.rejects(out.commit(), /made holds other files \(my-notes\.txt\)/);
      }
      assert.equal(await rows(folder), 'earlier');
      assert.equal(await readFile(join(path, 'my-notes.txt'), 'utf8'), 'precious');
      assert.deepEqual(await readdir(folder), ['made']);
    }));

  it('stays where a link to it points', () =>
    inTempFolder(async (folder) => {
      await mkdir(join(folder, 'disk', 'made'), { recursive: true });
      await symlink(join('disk', 'made'), join(folder, 'link'));
      await make(join(folder, 'link'), 'text');
      assert.equal(await readlink(join(folder, 'link')), join('disk', 'made'));
      assert.equal(await rows(join(folder, 'disk')), 'text');
      assert.deepEqual((await readdir(folder)).sort(), ['disk', 'link']);
    }));

  it('says with a sentence what is wrong with its place', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      await assert.rejects(make(join(folder, 'n'.repeat(240)), ''), /nnn could not be written: its name is too long/);
      await assert.rejects(make(join(folder, 'file', 'made'), ''), /could not be written: a file is in its way/);
    }));
});
