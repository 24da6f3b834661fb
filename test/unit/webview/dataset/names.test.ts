import assert from 'node:assert/strict';
import { stepByHand } from '../../../../src/curation/pipeline/carried-decisions.js';
import { STAGES } from '../../../../src/curation/stages/index.js';
import type { ResultFacts } from '../../../../src/data/facts.js';
import { columnTitle, stepTitle } from '../../../../src/webview/dataset/names.js';
import { useLanguage } from '../../../../src/webview/texts.js';

const result = (kind: ResultFacts['kind']): ResultFacts => ({
  kind,
  funnel: [],
  canDecide: false,
  missing: null,
  decisions: {
    kept: 0,
    dropped: 0,
    undo: 0,
    redo: 0,
    selected: 0,
    pending: 0,
    tokenizer: null,
    cardStays: false,
    problem: null,
  },
});

describe('names that the product gives', () => {
  afterEach(() => useLanguage('en', {}));
  const translate = (...texts: string[]) =>
    useLanguage('de', Object.fromEntries(texts.map((text) => [text, `<${text}>`])));

  it('are in the language of VS Code: the title of every step', () => {
    const titles = ['Pool', stepByHand({ keep: 0, drop: 1 }, 1).title, ...STAGES.map(({ title }) => title)];
    translate(...titles);
    for (const title of titles) assert.equal(stepTitle({ title }), `<${title}>`);
  });

  it('are in the language of VS Code: columns that are made, not read', () => {
    translate('length (words)', 'fate', 'reason', 'shares words with', 'verdict: {0}');
    assert.equal(columnTitle({ name: 'length (words)', role: 'length' }, null), '<length (words)>');
    assert.equal(columnTitle({ name: 'reason', role: 'reason' }, result('pipeline')), '<reason>');
    assert.equal(columnTitle({ name: 'verdict: small', role: null }, result('pipeline')), '<verdict: small>');
    assert.equal(
      columnTitle({ name: 'shares words with', role: null }, result('contamination')),
      '<shares words with>',
    );
    assert.equal(columnTitle({ name: 'fate', role: 'fate' }, result('contamination')), '<fate>');
  });

  it('are no names of the data: those stay as they are', () => {
    translate('reason', 'length (words)', 'shares words with');
    assert.equal(columnTitle({ name: 'reason', role: null }, null), 'reason');
    assert.equal(columnTitle({ name: 'length (words)', role: null }, null), 'length (words)');
    assert.equal(columnTitle({ name: 'reason', role: null }, result('contamination')), 'reason');
  });
});
