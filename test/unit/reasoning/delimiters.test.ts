import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DelimiterScanner } from '../../../src/reasoning/delimiters.js';
import type { Piece } from '../../../src/reasoning/stream-text.js';

const piece = (text: string): Piece => ({ tokens: [text.length], text });
const texts = (pieces: readonly Piece[]) => pieces.map((p) => p.text);

describe('delimiter scanner', () => {
  it('releases ordinary text at once', () => {
    const scanner = new DelimiterScanner(['</think>']);
    assert.deepEqual(scanner.push(piece('hello')), { kind: 'text', released: [piece('hello')] });
    assert.equal(scanner.heldTokens, 0);
  });

  it('holds back what may become a delimiter, and releases it when it does not', () => {
    const scanner = new DelimiterScanner(['</think>']);
    assert.deepEqual(scanner.push(piece('a <')), { kind: 'text', released: [] });
    assert.deepEqual(scanner.push(piece('/')), { kind: 'text', released: [] });
    const scan = scanner.push(piece('b>'));
    assert.deepEqual(texts(scan.released), ['a <', '/', 'b>']);
  });

  it('reports the pieces of a delimiter and the text that shares a token with it', () => {
    const scanner = new DelimiterScanner(['</think>']);
    scanner.push(piece('x'));
    scanner.push(piece('.</'));
    const scan = scanner.push(piece('think>\n'));
    assert.ok(scan.kind === 'match');
    assert.equal(scan.shared, '.');
    assert.equal(scan.rest, '\n');
    assert.deepEqual(texts(scan.pieces), ['.</', 'think>\n']);
  });

  it('prefers the earlier, then the longer delimiter', () => {
    const scanner = new DelimiterScanner(['<b>', '<b>c', 'a']);
    const scan = scanner.push(piece('-<b>ca'));
    assert.ok(scan.kind === 'match');
    assert.equal(scan.delimiter, '<b>c');
  });

  it('loses nothing: what is released, held and matched is what was pushed', () => {
    const alphabet = fc.constantFrom('<', '/', 't', 'h', 'i', 'n', 'k', '>', '</think>', 'x');
    fc.assert(
      fc.property(fc.array(fc.array(alphabet, { minLength: 1, maxLength: 4 })), (groups) => {
        const scanner = new DelimiterScanner(['</think>', '</t']);
        let out = '';
        let all = '';
        for (const group of groups) {
          const text = group.join('');
          all += text;
          const scan = scanner.push(piece(text));
          out += texts(scan.released).join('');
          if (scan.kind === 'match') {
            assert.equal(scan.shared + scan.delimiter + scan.rest, texts(scan.pieces).join(''));
            out += texts(scan.pieces).join('');
          } else {
            assert.ok(!texts(scan.released).join('').includes('</t'));
          }
        }
        out += texts(scanner.flush()).join('');
        assert.equal(out, all);
      }),
    );
  });
});
