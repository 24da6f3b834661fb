import assert from 'node:assert/strict';
import { parseReportMessage } from '../../../../src/webview/report/protocol.js';
import { csvOf } from '../../../../src/webview/report/table.js';
import { markedParts } from '../../../../src/webview/report/trace-column.js';

const parsed = (request: unknown) => parseReportMessage({ id: 1, request })?.request;

describe('messages of the report view', () => {
  it('are taken as they are known', () => {
    assert.deepEqual(parsed({ type: 'ready', more: 1 }), { type: 'ready' });
    assert.deepEqual(parsed({ type: 'traces', run: 'k', questionId: 'q', sample: 0 }), {
      type: 'traces',
      run: 'k',
      questionId: 'q',
      sample: 0,
    });
    const save = { type: 'save', name: 'runs.csv', content: 'a', base64: false };
    assert.deepEqual(parsed(save), save);
  });

  it('are refused where they are something else', () => {
    for (const request of [
      null,
      { type: 'other' },
      { type: 'traces', run: 'k', questionId: 'q', sample: -1 },
      { type: 'save', name: '../x', content: '', base64: false },
      { type: 'save', name: '.hidden', content: '', base64: false },
      { type: 'save', name: 'a.csv', content: 5, base64: false },
      { type: 'open-link', address: 'command:evil' },
    ]) {
      assert.equal(parsed(request), undefined, JSON.stringify(request));
    }
    assert.equal(parseReportMessage('x'), undefined);
  });
});

describe('tables as CSV', () => {
  it('quote what needs it and shield what a spreadsheet would compute, but not numbers', () => {
    assert.equal(csvOf([['a,b', '"c"', '=1+1', '-3.5', '-x']]), '"a,b","""c""",\'=1+1,-3.5,\'-x\r\n');
  });
});

describe('the answer that was found', () => {
  const spans = [
    { role: 'thinking' as const, origin: 'sampled' as const, text: 'so 3', count: 2 },
    { role: 'answer' as const, origin: 'sampled' as const, text: 'old', count: 1, superseded: true as const },
    { role: 'delimiter' as const, origin: 'forced' as const, text: '\nFinal Answer:', count: 2, note: 'cue' as const },
    { role: 'answer' as const, origin: 'sampled' as const, text: ' it is ', count: 2 },
    { role: 'answer' as const, origin: 'sampled' as const, text: '42, I think', count: 4 },
  ];

  it('is marked at its place in the answer in force, behind the cue', () => {
    assert.deepEqual(markedParts({ spans, place: { start: 7, end: 9 } }), [
      { text: 'Final Answer:', kind: 'forced' },
      { text: ' it is ', kind: 'plain' },
      { text: '42', kind: 'marked' },
      { text: ', I think', kind: 'plain' },
    ]);
  });

  it('is not marked where none was found', () => {
    assert.deepEqual(
      markedParts({ spans }).map(({ kind }) => kind),
      ['forced', 'plain'],
    );
  });
});
