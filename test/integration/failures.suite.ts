import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { textOf } from '../../src/reasoning/trace.js';
import { TINY, writeRandom } from '../support/gguf/attention-models.js';
import { activated, configure, until } from './support.js';

const solve = (question: string) => vscode.commands.executeCommand('thinkHarder.solveQuestion', question);

/** What people meet: each said once, in the view, with one action. */
export function failuresSuite(): void {
  describe('failures', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'bad-models-'));
    });
    after(() => rm(folder, { recursive: true }));
    afterEach(() => configure({ modelPath: undefined, contextSize: undefined, waits: undefined }));

    it('no model file: names it, offers to choose another', async () => {
      const { controller } = await activated();
      await configure({ modelPath: join(folder, 'nowhere.gguf') });
      await solve('What is 2 + 2?');
      await controller.ended;
      assert.match(controller.problem!.message, /nowhere\.gguf/);
      assert.equal(controller.problem!.action?.request, 'select-model');
    });

    it('a file that is no model: says so, offers to choose another', async () => {
      const { controller } = await activated();
      const file = join(folder, 'garbage.gguf');
      await writeFile(file, 'this is not a model '.repeat(1000));
      await configure({ modelPath: file });
      await solve('What is 2 + 2?');
      await controller.ended;
      assert.ok(controller.problem);
      assert.equal(controller.problem.action?.request, 'select-model');
    });

    it('works again as soon as the model is right', async () => {
      const { controller } = await activated();
      await solve('What is 2 + 2?');
      await controller.ended;
      assert.equal(controller.problem, null);
      assert.equal(controller.trace?.end.answer, 'natural');
    });

    it('a question longer than the context: says what would help, nothing is lost', async () => {
      const { controller } = await activated();
      await solve('What is 2 + 2? '.repeat(2000));
      await controller.ended;
      assert.equal(controller.problem?.action?.request, 'context-size');
      assert.equal(controller.question?.text.length, 'What is 2 + 2? '.repeat(2000).length);
    });

    it('a context that fills up while it thinks: answers, says so, nothing is lost', async () => {
      const { controller } = await activated();
      await configure({ contextSize: 640, waits: 500 });
      await solve('What is 37 * 24?');
      await controller.ended;
      const trace = controller.trace!;
      assert.equal(trace.engine.contextSize, 640);
      assert.equal(trace.end.thinking, 'context');
      assert.notEqual(textOf(trace, 'answer'), '');
      await configure({ contextSize: undefined, waits: undefined });
      controller.resume(); // what "Larger Context…" does once the size is chosen
      await controller.ended;
      assert.equal(controller.problem, null);
      assert.ok(textOf(controller.trace!, 'thinking').startsWith(textOf(trace, 'thinking')));
      assert.ok(controller.trace!.counts.thinking > trace.counts.thinking);
    });

    it('a context that memory cannot hold: says what would fit, offers to change it', async () => {
      const { controller } = await activated();
      const file = join(folder, 'wide.gguf');
      writeRandom(file, { shape: { ...TINY, layers: 256, kvHeads: 4, headSize: 64, context: 2 ** 20 } }); // 256 KB a token
      await configure({ modelPath: file, contextSize: 2 ** 20 });
      await solve('What is 2 + 2?');
      await controller.ended;
      assert.match(controller.problem!.message, /thinkHarder\.contextSize to \d+ or less/);
      assert.equal(controller.problem!.action?.request, 'context-size');
    });

    it('the model’s process killed in the middle: the trace is kept and continued in a new process', async () => {
      const { controller, backendPid, traces } = await activated();
      await configure({ waits: 50 });
      await solve('What is 37 * 24?');
      await until(() => (controller.trace?.counts.thinking ?? 0) > 10, 'ten tokens');
      const pid = (await backendPid())!;
      process.kill(pid, 'SIGKILL');
      await controller.ended;
      assert.equal(controller.problem?.action?.request, 'continue');
      const kept = textOf(controller.trace!, 'thinking');
      assert.ok(kept.length > 0);
      await traces.settled();
      assert.ok(
        (await traces.list()).some(({ id }) => id === controller.trace!.id),
        'and saved',
      );
      await configure({ waits: undefined });
      controller.continueRun();
      await controller.ended;
      assert.equal(controller.problem, null);
      assert.notEqual(await backendPid(), pid);
      assert.ok(textOf(controller.trace!, 'thinking').startsWith(kept));
      assert.notEqual(controller.trace!.end.answer, null);
    });

    it('stopped while the model is loading: one sentence, and the question can be asked again', async () => {
      const { controller } = await activated();
      await controller.unload();
      await solve('What is 2 + 2?');
      await vscode.commands.executeCommand('thinkHarder.stop');
      await controller.ended;
      if (controller.problem !== null) assert.equal(controller.problem.action?.request, 'restart');
      controller.restart();
      await controller.ended;
      assert.equal(controller.trace?.end.answer, 'natural');
    });

    it('unloads the model on request', async () => {
      const { controller } = await activated();
      assert.equal(controller.loaded, true);
      await vscode.commands.executeCommand('thinkHarder.unloadModel');
      assert.equal(controller.loaded, false);
    });
  });
}
