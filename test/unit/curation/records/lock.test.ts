import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, symlink, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { awaitLock, resultLock, takeLock } from '../../../../src/curation/records/lock.js';
import { inTempFolder } from '../../../support/temp.js';
import { until } from '../../../support/until.js';

describe('locks', () => {
  /** Runs a script that has `takeLock`; its process ends with its standard input. */
  function processOf(script: string) {
    const lock = JSON.stringify(new URL('../../../../src/curation/records/lock.ts', import.meta.url).href);
    const code = `import { takeLock } from ${lock}; process.stdin.resume().on('end', () => process.exit()); ${script}`;
    const cwd = fileURLToPath(new URL('../../../..', import.meta.url));
    const args = ['--import=tsx', '--input-type=module', '--eval', code];
    return spawn(process.execPath, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  }

  it('are taken once, in one process too, and again when they were let go', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'lock');
      const letGo = await takeLock(path, 'the result');
      const refused = new RegExp(
        `^CurationError: Process ${process.pid} is working on the result already: wait for it`,
      );
      await assert.rejects(takeLock(path, 'the result'), refused);
      await letGo();
      await (
        await takeLock(path, 'the result')
      )();
      assert.deepEqual(await readdir(folder), []);
    }));

  it('have one owner of many who take one at once, also in place of one that is gone', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'lock');
      for (const left of [undefined, '1', '', '{"pid":999999999,"started":null,"token":"gone"}']) {
        if (left !== undefined) await writeFile(path, left);
        const taken = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(path, 'it')));
        const owners = taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
        for (const one of taken) if (one.status === 'rejected') assert.match(String(one.reason), /is working on it/);
        assert.equal(owners.length, 1, left);
        await owners[0]!();
        assert.deepEqual(await readdir(folder), []);
      }
    }));

  it('of a process that was killed are taken over; of one that runs they are not', async function () {
    this.timeout(60_000);
    await inTempFolder(async (folder) => {
      const path = join(folder, 'lock');
      const child = processOf(`await takeLock(${JSON.stringify(path)}, 'it'); process.stdout.write('taken');`);
      await once(child.stdout, 'data');
      await assert.rejects(takeLock(path, 'it'), new RegExp(`Process ${child.pid} is working`));
      child.kill('SIGKILL');
      await once(child, 'exit');
      await (
        await takeLock(path, 'it')
      )();
    });
  });

  it('of a process that was killed while it took one leave nothing behind', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'lock');
      const left = (token: string) => JSON.stringify({ pid: 999999999, started: null, token });
      await writeFile(path, left('first'));
      await writeFile(`${path}.takeover`, left('second'));
      await writeFile(`${path}.third.part`, left('third'));
      await writeFile(`${path}.of-somebody.part`, 'precious');
      await (
        await takeLock(path, 'it')
      )();
      assert.deepEqual(await readdir(folder), ['lock.of-somebody.part']);
    }));

  it('of a process whose number is another’s by now are taken over', async function () {
    if (process.platform !== 'linux') this.skip(); // elsewhere nothing says when a process began
    await inTempFolder(async (folder) => {
      const path = join(folder, 'lock');
      await writeFile(path, JSON.stringify({ pid: process.ppid, started: '1', token: 'earlier' }));
      await (
        await takeLock(path, 'it')
      )();
    });
  });

  it('are let go by their owner only', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'lock');
      const letGo = await takeLock(path, 'it');
      await writeFile(path, '{"pid":1,"started":null,"token":"another"}');
      await letGo();
      assert.match(await readFile(path, 'utf8'), /another/);
    }));

  it('are waited for where others hold them for a moment', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'lock');
      const letGo = await takeLock(path, 'it');
      let isTaken = false;
      const waiting = awaitLock(path, 'it').then((taken) => {
        isTaken = true;
        return taken;
      });
      await assert.rejects(takeLock(path, 'it'));
      assert.ok(!isTaken);
      await letGo();
      await until(() => isTaken);
      await (
        await waiting
      )();
    }));

  it('say with a sentence that they cannot be written', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      await assert.rejects(takeLock(join(folder, 'file', 'lock'), 'it'), /could not be written: a part of its path is/);
    }));

  it('on a result are the same by whichever way it is named', () =>
    inTempFolder(async (folder) => {
      await mkdir(join(folder, 'result'));
      await symlink('result', join(folder, 'latest'));
      assert.equal(await resultLock(join(folder, 'latest')), await resultLock(join(folder, 'result')));
    }));
});
