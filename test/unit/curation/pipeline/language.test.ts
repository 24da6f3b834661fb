import assert from 'node:assert/strict';
import { pipelineLanguage } from '../../../../src/curation/pipeline/language.js';
import { Pipeline } from '../../../../src/curation/pipeline/schema.js';
import { completionsAt } from '../../../../src/yaml-files/complete.js';
import { hoverAt } from '../../../../src/yaml-files/hover.js';
import { jsonSchema } from '../../../../src/yaml-files/language.js';
import { english } from '../../../../src/yaml-files/texts.js';

const language = pipelineLanguage(jsonSchema(Pipeline), english);

/** What is offered at the "|" of a text. */
const at = (text: string) => completionsAt(language, text.replace('|', ''), text.indexOf('|'));
const offered = (text: string) => at(text)?.items.map(({ label }) => label);
/** The text after taking one of them. */
function taken(text: string, label: string): string {
  const plain = text.replace('|', '');
  const item = at(text)!.items.find((one) => one.label === label)!;
  return plain.slice(0, item.replace.start) + item.insert.replace('$1', '') + plain.slice(item.replace.end);
}

describe('completion in *.curate.yaml', () => {
  it('writes the first lines by itself', () => {
    assert.equal(taken('|', 'format'), 'format: think-harder/curate');
    assert.equal(taken('v|', 'version'), 'version: 1');
    assert.equal(taken('po|', 'pool'), 'pool:\n  - path: ');
    assert.equal(taken('st|', 'stages'), 'stages:\n  - stage: ');
  });

  it('offers the stages, and then the settings of the one that is named', () => {
    assert.deepEqual(offered('stages:\n  - |'), ['stage']);
    assert.deepEqual(offered('stages:\n  - stage: |')?.slice(0, 3), ['traces', 'api-errors', 'quality']);
    const names = offered('stages:\n  - stage: decontamination\n    |')!;
    assert.ok(names.includes('tasks') && names.includes('method') && !names.includes('stage'));
    assert.deepEqual(offered('stages:\n  - stage: selection\n    set: |'), [
      'published',
      'random',
      'diverse',
      'longest',
      'full',
    ]);
    assert.deepEqual(offered('stages: [{ stage: domains, by: [column, |] }]'), [
      'column',
      'model',
      'embeddings',
      'clusters',
    ]);
  });

  it('opens lists and blocks as they fit where the cursor is', () => {
    assert.equal(
      taken('stages:\n  - stage: difficulty\n    gr|', 'graders'),
      'stages:\n  - stage: difficulty\n    graders:\n  - name: ',
    );
    assert.equal(
      taken('stages:\n  - { stage: traces, bud| }', 'budget'),
      'stages:\n  - { stage: traces, budget: {  } }',
    );
    assert.equal(
      taken('stages: [{ stage: decontamination, ta| }]', 'tasks'),
      'stages: [{ stage: decontamination, tasks: [] }]',
    );
  });

  it('knows the sources of the paper, and where a file is named', () => {
    assert.ok(offered('pool:\n  - path: a.jsonl\n    as: |')!.includes('numina-math'));
    assert.equal(at('pool:\n  - path: |')?.files, 'pool');
    assert.equal(at('pool:\n  - path: sub/|')?.files, 'pool');
    assert.equal(at('pool:\n  - path: a.jsonl\n    with: |')?.files, 'data');
    assert.equal(at('stages: [{ stage: decontamination, tasks: [|] }]')?.files, 'data');
    assert.equal(at('training: { model: | }')?.files, 'model');
    assert.equal(at('name: |')?.files, undefined);
  });
});

describe('hover in *.curate.yaml', () => {
  const lines = (text: string) => hoverAt(language, text.replace('|', ''), text.indexOf('|'))?.lines;

  it('says what a stage does, and what a parameter is without it', () => {
    assert.deepEqual(lines('stages:\n  - stage: qual|ity'), [
      'The published string rules: pictures, several problems in one, numbering.',
    ]);
    assert.deepEqual(lines('stages:\n  - stage: selection\n    n|: 10'), [
      'How many questions.',
      'Takes a whole number from 1 on.',
      'Without it: 1000',
    ]);
  });
});
