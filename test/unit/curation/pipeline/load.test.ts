import assert from 'node:assert/strict';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipelineLanguage } from '../../../../src/curation/pipeline/language.js';
import { loadPipeline, type PipelineOverrides } from '../../../../src/curation/pipeline/load.js';
import { surroundings } from '../../../../src/curation/pipeline/rules.js';
import { Pipeline } from '../../../../src/curation/pipeline/schema.js';
import { faultsOf } from '../../../../src/yaml-files/check.js';
import { readYaml } from '../../../../src/yaml-files/document.js';
import { fileFaults } from '../../../../src/yaml-files/files.js';
import { jsonSchema } from '../../../../src/yaml-files/language.js';
import { english } from '../../../../src/yaml-files/texts.js';
import { writePipeline } from '../../../support/curated.js';
import { inTempFolder } from '../../../support/temp.js';

const LANGUAGE = pipelineLanguage(jsonSchema(Pipeline), english);
const HEAD = 'format: think-harder/curate\nversion: 1\nname: n\npool: [{ path: pool.jsonl }]\n';

/** What is said of a pipeline's text, with the text it stands at. */
const faults = (text: string) =>
  faultsOf(LANGUAGE, text).map(({ message, span, isWarning }) => [
    text.slice(span.start, span.end).split('\n')[0]!.trim(),
    `${isWarning ? 'warning: ' : ''}${message}`,
  ]);

describe('checking a *.curate.yaml file', () => {
  it('knows the stages, and the settings of each', () => {
    assert.deepEqual(faults(`${HEAD}stages:\n  - stage: qualty\n`), [
      [
        'qualty',
        'There is no stage “qualty”: use one of traces, api-errors, quality, exact-duplicates, near-duplicates, decontamination, difficulty, domains, selection. Did you mean “quality”?',
      ],
    ]);
    assert.deepEqual(faults(`${HEAD}stages:\n  - stage: selection\n    size: 10\n    sed: 3\n`), [
      ['size', '“size” is no setting of the stage “selection”.'],
      ['sed', '“sed” is no setting of the stage “selection”. Did you mean “set”?'],
    ]);
  });

  it('knows the sources of the paper', () => {
    const [fault] = faults(
      HEAD.replace('pool.jsonl', 'pool.jsonl, as: numina_math') + 'stages: [{ stage: quality }]\n',
    );
    assert.equal(fault![0], 'numina_math');
    assert.match(fault![1]!, /^Here belongs one of numina-math, .* Did you mean “numina-math”\?$/);
  });

  it('warns where nothing is looked for, and of what stands twice', () => {
    assert.deepEqual(faults(`${HEAD}stages:\n  - stage: decontamination\n    tasks: []\n`), [
      ['[]', 'warning: No evaluation task is named, so nothing is looked for: name files under “tasks:”.'],
    ]);
    assert.deepEqual(faults(`${HEAD}stages: [{ stage: decontamination, tasks: [a.jsonl, ./a.jsonl] }]\n`), [
      ['./a.jsonl', 'warning: ./a.jsonl stands here twice.'],
    ]);
    const pool = HEAD.replace('[{', '[{ path: pool.jsonl }, {');
    assert.deepEqual(faults(`${pool}stages: [{ stage: quality }]\n`), [
      ['pool.jsonl', 'warning: pool.jsonl stands in the pool twice: leave one of them out.'],
    ]);
  });

  it('tells graders apart', () => {
    const stage = (graders: string, by = 'graders') =>
      faults(`${HEAD}stages:\n  - stage: difficulty\n    by: ${by}\n    graders: ${graders}\n`);
    assert.deepEqual(stage('[]'), [['graders', 'Nobody is named who grades: add “graders:” with one or more.']]);
    assert.deepEqual(stage('[{ name: a }, { name: a, seed: 2 }]'), [
      ['a', 'There are two graders “a”: give each a name of its own.'],
    ]);
    // Without a model both are the one that is loaded.
    assert.deepEqual(stage('[{ name: a }, { name: b }]'), [
      [
        '{ name: b }',
        '“b” is the same model with the same budget and sampling as “a”: change one of them, or leave it out.',
      ],
    ]);
    assert.deepEqual(stage('[{ name: a }, { name: b, budget: { maxThinking: 64 } }]'), []);
    assert.deepEqual(stage('[{ name: a }]', 'verdicts'), [
      ['graders', 'warning: These graders are not asked: add “by: graders”, or leave them out.'],
    ]);
  });
});

describe('loading a pipeline', () => {
  const refused = async (file: string, text: string, message: RegExp, overrides?: PipelineOverrides) => {
    await writeFile(file, text);
    await assert.rejects(loadPipeline(file, overrides), message);
  };

  it('names the line of a file that is missing, or that cannot be read', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      await mkdir(join(folder, 'empty'));
      await writeFile(join(folder, 'notes.txt'), '');
      const with_ = (pool: string, tasks: string) =>
        `${HEAD.replace('pool.jsonl', pool)}stages:\n  - stage: decontamination\n    tasks: [${tasks}]\n`;
      await refused(
        file,
        with_('none.jsonl', 'task.jsonl'),
        /yaml:4: .*There is no file or folder none\.jsonl: paths count from the folder of this file\.$/,
      );
      await refused(file, with_('empty', 'task.jsonl'), /yaml:4: .*The folder empty has no file in it/);
      await mkdir(join(folder, 'hidden', '.cache'), { recursive: true });
      await writeFile(join(folder, 'hidden', '.cache', 'rows.jsonl'), '');
      await refused(file, with_('hidden', 'task.jsonl'), /yaml:4: .*The folder hidden has no file in it/);
      await refused(file, with_('notes.txt', 'task.jsonl'), /yaml:4: .*notes\.txt is not \.jsonl, \.json/);
      await refused(file, with_('.', 'empty'), /yaml:7: .*empty is a folder: name a file/);
      const beside = (setting: string) => `pool.jsonl, ${setting}: none.jsonl`;
      await refused(file, with_(beside('with'), 'task.jsonl'), /yaml:4: .*There is no file none\.jsonl/);
      await refused(file, with_(beside('without'), 'task.jsonl'), /yaml:4: .*There is no file none\.jsonl/);
      await refused(file, with_('pool.jsonl', 'none.jsonl'), /yaml:7: .*There is no file none\.jsonl/);
      // What the command line replaces is not looked for.
      const { warnings } = await loadPipeline(file, { tasks: [join(folder, 'task.jsonl')] });
      assert.deepEqual(warnings, []);
    }));

  it('refuses a result in the pool, which the next run would read', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      const text = `${HEAD.replace('pool.jsonl', '.')}stages: [{ stage: quality }]\noutput: made\n`;
      await refused(file, text, /yaml:6: .*The result would stand in the pool/);
      await assert.doesNotReject(loadPipeline(file, { output: join(folder, '..', 'elsewhere') }));
      await refused(file, `${HEAD}stages: [{ stage: quality }]\noutput: a\ntraces: a/b\n`, /yaml:7: .*Traces cannot/);
    }));

  it('refuses a result that would take the place of what is read, and traces that would be read as the pool', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      await mkdir(join(folder, 'made'));
      for (const name of ['pool.jsonl', 'task.jsonl']) await copyFile(join(folder, name), join(folder, 'made', name));
      await symlink('made', join(folder, 'link'));
      const tail = 'stages: [{ stage: quality }]\noutput: made\n';
      const over = /yaml:6: .*The result would take the place of .*, which is read for it: name another “output:”/;
      await refused(file, `${HEAD.replace('pool.jsonl', 'made/pool.jsonl')}${tail}`, over);
      await refused(file, `${HEAD.replace('pool.jsonl', 'link/pool.jsonl')}${tail}`, over);
      const task = 'stages: [{ stage: decontamination, tasks: [made/task.jsonl] }]\noutput: made\n';
      await refused(file, `${HEAD}${task}`, over);
      const traces = 'stages: [{ stage: quality }]\noutput: result\ntraces: made/traces\n';
      await refused(file, `${HEAD.replace('pool.jsonl', 'link')}${traces}`, /yaml:7: .*Traces would stand in the pool/);
    }));

  it('checks what the command line gives in place of the pipeline’s own, and names no line of it', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      const given = (name: string) => join(folder, name);
      const none = /^CurationError: There is no file or folder .*none\.jsonl: check its name/;
      await assert.rejects(loadPipeline(file, { pool: given('none.jsonl') }), none);
      await assert.rejects(loadPipeline(file, { tasks: [given('task.jsonl'), given('none.jsonl')] }), none);
      await assert.rejects(loadPipeline(file, { tasks: [folder] }), /^CurationError: .* is a folder: name a file/);
      const apart = /^CurationError: The result in .*made and .*, which is read for it, are not apart/;
      await assert.rejects(loadPipeline(file, { pool: folder, output: given('made') }), apart);
    }));

  it('warns of another pipeline with the same result', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      await writeFile(join(folder, 'other.curate.yaml'), `${HEAD}stages: [{ stage: quality }]\noutput: ./result\n`);
      const { warnings } = await loadPipeline(file);
      assert.match(warnings[0] ?? '', /small\.curate\.yaml:12: .*other\.curate\.yaml has the same result/);
      assert.deepEqual((await loadPipeline(file, { output: join(folder, 'mine') })).warnings, []);
    }));

  it('says the same as the editor', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      const text = `${HEAD.replace('pool.jsonl', 'none.jsonl')}stages: [{ stage: quality }]\n`;
      const [fault] = await fileFaults(LANGUAGE, readYaml(text).value, folder);
      await writeFile(file, text);
      await assert.rejects(loadPipeline(file), (error: Error) => error.message.endsWith(fault!.message));
    }));

  it('looks for no file where a model is on a server', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      await writeFile(file, `${HEAD}stages: [{ stage: traces, model: 'http://127.0.0.1:8080#org/name' }]\n`);
      await assert.doesNotReject(loadPipeline(file));
      await refused(file, `${HEAD}stages: [{ stage: traces, model: none.gguf }]\n`, /no file none\.gguf/);
    }));

  it('tells an editor that the result’s folder is somebody else’s', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      await mkdir(join(folder, 'result'));
      await writeFile(join(folder, 'result', 'thesis.tex'), '');
      const { value } = readYaml(`${HEAD}stages: [{ stage: quality }]\noutput: result\n`);
      const [fault] = await surroundings(file, value, english);
      assert.match(fault!.message, /holds other files \(thesis\.tex\)/);
    }));
});
