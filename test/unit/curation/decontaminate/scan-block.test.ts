import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GramIndex } from '../../../../src/curation/decontaminate/gram-index.js';
import { JsonLineReader } from '../../../../src/curation/decontaminate/json-line.js';
import { QuestionScanner } from '../../../../src/curation/decontaminate/question-scanner.js';
import { scanBlock } from '../../../../src/curation/decontaminate/scan-block.js';

const index = new GramIndex([{ task: 't', row: 0, text: 'one two three four five six seven eight nine' }], 8);
const reader = new JsonLineReader('question', new QuestionScanner(index.hashes));
const HIT = 'say One two\\nthree\\tfour five six seven EIGHT now';

function scan(text: string, fast: JsonLineReader | undefined = reader) {
  return scanBlock(Buffer.from(text), 'question', index, fast);
}

/** What the reader of bytes says of one line. */
function isClean(line: string): boolean {
  return reader.isClean(Buffer.from(`${line}\n`), 0, Buffer.byteLength(line));
}

/** As Python writes JSON when it is not told otherwise: everything beyond ASCII as \\u escapes. */
function escaped(json: string): string {
  return json.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

describe('scanning a block of lines', () => {
  it('finds hits with their id and row, and the bytes of their lines', () => {
    const lines = ['{"id":"a","question":"clean"}', `{"question":"${HIT}","id":7}`, '', '{"id":"c","question":"x"}'];
    const found = scan(lines.join('\n') + '\n');
    assert.equal(found.rows, 3);
    assert.equal(found.lines, 4);
    assert.deepEqual(
      found.hits.map(({ id, row }) => [id, row]),
      [['7', 1]],
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

  it('keeps every digit of an id, and takes lists and numbers for text', () => {
    const id = '-12345678901234567890';
    const lines = [`{"id":${id},"question":"${HIT}","of":{"id":3}}`, `{"question":["x","${HIT}"]}`, '{"question":5}'];
    const { hits, aside } = scan(`${lines.join('\n')}\n`);
    assert.deepEqual(
      hits.map((hit) => [hit.id, hit.row]),
      [
        [id, 0],
        [undefined, 1],
      ],
    );
    assert.deepEqual(aside, []);
  });

  it('sets a blank question aside, as curation does', () => {
    const blank = ['', ' ', '\\n', '\\u00a0', '\ufeff', '[]'].map((text) => `{"question":"${text}"}`);
    blank[5] = '{"question":[]}';
    assert.equal(scan(`${blank.join('\n')}\n`).aside.length, blank.length);
    assert.equal(scan('{"question":" \u00e9 "}\n{"question":"\\n x"}\n').aside.length, 0);
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

  it('needs no parser for letters beyond ASCII and for escapes of them', () => {
    assert.ok(isClean('{"question":"Évaluer √2 ÷ x²\u2028 für 中文 \\u00e9 \\u4E2D \\n"}'));
    assert.ok(!isClean('{"question":"a \\u12G4"}'));
    const index8 = new GramIndex([{ task: 't', row: 0, text: 'É 中 ü x y z ÷ √' }], 8);
    const reader8 = new JsonLineReader('question', new QuestionScanner(index8.hashes));
    const clean = (line: string) => reader8.isClean(Buffer.from(`${line}\n`), 0, Buffer.byteLength(line));
    assert.ok(!clean('{"question":"so é\u00a0中 Ü x y z ÷ √"}'));
    assert.ok(!clean('{"question":"so \\u00c9 中\\u2028Ü X y z ÷ √"}'));
    assert.ok(clean('{"question":"so é 中 Ü x y z ÷ √√"}'));
  });

  it('decides every line as the parser does', () => {
    const word = fc.constantFrom(
      '',
      '\ufeff',
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
      'Σ',
      'ΟΔΟΣ',
      '中文',
      '😀',
      '𐐀',
    );
    const gap = fc.constantFrom(' ', '\n', '\t', '  ', '\u00a0', '\u001c', '\u2028', '');
    const text = fc.array(fc.tuple(word, gap), { maxLength: 24 }).map((parts) => parts.flat().join(''));
    const run = fc.constant('one two three four five six seven eight');
    const row = fc.record({
      id: fc.integer(),
      question: fc.oneof(text, run, fc.constant(null), fc.array(run, { maxLength: 2 }), fc.integer()),
      extra: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.boolean(), fc.boolean(), (rows, indent, ascii) => {
        const spelt = (value: unknown) => (ascii ? escaped(JSON.stringify(value)) : JSON.stringify(value));
        const line = (value: unknown) => (indent ? spelt(value).replace(/,/g, ' , ') : spelt(value));
        const block = rows.map((value) => `${line(value)}\n`).join('');
        assert.deepEqual(scan(block), scanBlock(Buffer.from(block), 'question', index));
      }),
    );
  });
});
