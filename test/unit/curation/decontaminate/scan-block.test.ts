import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GramIndex } from '../../../../src/curation/decontaminate/gram-index.js';
import { JsonLineReader } from '../../../../src/curation/decontaminate/json-line.js';
import { scanBlock } from '../../../../src/curation/decontaminate/scan-block.js';

const index = new GramIndex([{ task: 't', row: 0, text: 'one two three four five six seven eight nine' }], 8);
const reader = new JsonLineReader('question', index.hashes, 8);
const HIT = 'say One two\\nthree\\tfour five six seven EIGHT now';

function scan(text: string, fast: JsonLineReader | undefined = reader) {
  return scanBlock(Buffer.from(text), 'question', index, fast);
}

/** What the reader of bytes says of one line. */
function isClean(line: string): boolean {
  return reader.isClean(Buffer.from(`${line}\n`), 0, Buffer.byteLength(line));
}

describe('scanning a block of lines', () => {
  it('finds hits with their id and row, and the bytes of their lines', () => {
    const lines = ['{"id":"a","question":"clean"}', `{"question":"${HIT}","id":7}`, '', '{"id":"c","question":"x"}'];
    const found = scan(lines.join('\n') + '\n');
    assert.equal(found.rows, 3);
    assert.equal(found.lines, 4);
    assert.deepEqual(
      found.hits.map(({ id, row }) => [id, row]),
      [[7, 1]],
    );
    assert.deepEqual(found.dropped, [[lines[0]!.length + 1, lines[0]!.length + lines[1]!.length + 2]]);
  });

  it('sets lines aside that are no rows, with the reason', () => {
    const found = scan('{"question":"a"\n[1]\n{"question":null}\n{"other":"a"}\n{"question":"fine"}\n');
    assert.deepEqual(
      found.aside.map(({ line }) => line),
      [0, 1, 2, 3],
    );
    assert.match(found.aside[0]!.reason, /^not valid JSON/);
    assert.equal(found.aside[1]!.reason, 'not a JSON object');
    assert.equal(found.aside[2]!.reason, 'no text in the column "question"');
    assert.equal(found.rows, 5);
  });

  it('sets a line aside that is not UTF-8, and only that one', () => {
    const bytes = Buffer.concat([
      Buffer.from('{"question":"'),
      Buffer.from([0xff]),
      Buffer.from('"}\n{"question":"fine"}\n'),
    ]);
    const found = scanBlock(bytes, 'question', index, reader);
    assert.deepEqual(
      found.aside.map(({ line, reason }) => [line, reason]),
      [[0, 'not valid UTF-8']],
    );
  });

  it('takes U+2028 inside a string for data', () => {
    const found = scan('{"question":"one two three four\u2028five six seven eight"}\n');
    assert.equal(found.lines, 1);
    assert.equal(found.hits.length, 1);
  });

  it('believes the last of two equal keys, however it is spelt', () => {
    assert.equal(scan(`{"question":"${HIT}","question":"clean"}\n`).hits.length, 0);
    assert.equal(scan(`{"question":"clean","questio\\u006e":"${HIT}"}\n`).hits.length, 1);
  });

  it('never looks into nested values', () => {
    assert.equal(scan(`{"a":{"question":"${HIT}"},"question":"clean"}\n`).hits.length, 0);
    assert.ok(isClean(`{"a":{"question":"${HIT}"},"b":[1,-2.5e3,true,null,"x"],"question":"clean"}`));
  });

  it('passes no line as clean that JSON does not know', () => {
    const bad = ['{"question":"a",}', '{"question":"a" "b":1}', '{"question":"a","b":01}', '{"question":"a","b":1.}'];
    bad.push(
      '{"question":"a","b":tru}',
      '{"question":"a"}x',
      '{"question":"\t"}',
      '{"question":"a","b":"\\x"}',
      '{"b":1}',
    );
    bad.push(
      '{"question":"a","b":[1,]}',
      '{"question":"a","b":{"c"}}',
      '{"question":"a","b":+1}',
      '{"question":"a","b":-}',
    );
    for (const line of bad) assert.equal(isClean(line), false, line);
  });

  it('decides every line as the parser does', () => {
    const word = fc.constantFrom(
      'one',
      'two',
      'three',
      'four',
      'five',
      'six',
      'seven',
      'eight',
      'ONE',
      'é',
      '"',
      '\\',
      '\u0001',
      'İ',
    );
    const gap = fc.constantFrom(' ', '\n', '\t', '  ', '\u00a0', '\u001c', '\u2028', '');
    const text = fc.array(fc.tuple(word, gap), { maxLength: 24 }).map((parts) => parts.flat().join(''));
    const run = fc.constant('one two three four five six seven eight');
    const row = fc.record({
      id: fc.integer(),
      question: fc.oneof(text, run, fc.constant(null)),
      extra: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.boolean(), (rows, indent) => {
        const line = (value: unknown) => (indent ? JSON.stringify(value).replace(/,/g, ' , ') : JSON.stringify(value));
        const block = rows.map((value) => `${line(value)}\n`).join('');
        assert.deepEqual(scan(block), scanBlock(Buffer.from(block), 'question', index));
      }),
    );
  });
});
