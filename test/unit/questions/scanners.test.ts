import assert from 'node:assert/strict';
import { getParser } from '@unified-latex/unified-latex-util-parse';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { mathFromMarkdown } from 'mdast-util-math';
import { math } from 'micromark-extension-math';
import { ChunkReader } from '../../../src/questions/chunks.js';
import { buildCorpus } from '../../questions/corpus/corpus.js';
import { WRITTEN } from '../../questions/corpus/written.js';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** What the scanner took for prose, at its place; everything else is blank. */
function prose(text: string, format: 'markdown' | 'latex'): string {
  const out = text.replace(/[^\n]/g, ' ').split('');
  let base = 0;
  for (const chunk of new ChunkReader(format).read(text)) {
    for (const block of chunk.blocks) {
      if (block.kind !== 'text' && block.kind !== 'heading') continue;
      for (let i = 0; i < block.text.length; i++) out[base + block.start + i] = block.text[i]!;
    }
    base += chunk.length;
  }
  return out.join('');
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly content?: unknown;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly offset?: number }; readonly end: { readonly offset?: number } };
}

function places(node: Node, types: readonly string[], found: Place[] = []): Place[] {
  const { start, end } = node.position ?? {};
  if (types.includes(node.type) && start?.offset !== undefined && end?.offset !== undefined)
    found.push({ start: start.offset, end: end.offset });
  const children = node.children ?? (Array.isArray(node.content) ? (node.content as Node[]) : []);
  for (const child of children) places(child, types, found);
  return found;
}

const letters = (text: string): string => text.replace(/[^A-Za-z\u4e00-\u9fff]/g, '');
const documents = [...buildCorpus({ setAside: false, documents: 1, seed: 3 }), ...WRITTEN];

describe('the scanners agree with full parsers', () => {
  for (const document of documents.filter(({ format }) => format === 'markdown')) {
    it(`on code and prose of ${document.name} (mdast)`, () => {
      const body = document.text.replace(/^---\n[^]*?\n---\n/, (matter) => matter.replace(/[^\n]/g, ' '));
      const tree = fromMarkdown(body, {
        extensions: [math({ singleDollarTextMath: false })],
        mdastExtensions: [mathFromMarkdown()],
      }) as Node;
      const seen = prose(body, 'markdown');
      for (const { start, end } of places(tree, ['code', 'inlineCode']))
        assert.equal(letters(seen.slice(start, end)), '', body.slice(start, end));
      for (const { start, end } of places(tree, ['text'])) {
        const source = body.slice(start, end);
        // Rows of tables are prose to CommonMark; summaries are read apart.
        if (/\||<summary|\$/.test(body.slice(body.lastIndexOf('\n', start) + 1, end))) continue;
        assert.equal(letters(seen.slice(start, end)), letters(source.replace(/^\[[ xX]\] /, '')), source);
      }
    });
  }

  for (const document of documents.filter(({ format }) => format === 'latex')) {
    it(`on comments, verbatim text and formulas of ${document.name} (unified-latex)`, () => {
      const end = document.text.indexOf('\\end{document}');
      const begin = document.text.indexOf('\\begin{document}');
      const tree = getParser().parse(document.text) as unknown as Node;
      const seen = prose(document.text, 'latex');
      const inside = ({ start }: Place): boolean => start > begin && start < end;
      for (const place of places(tree, ['comment', 'verbatim', 'verb']).filter(inside))
        assert.equal(letters(seen.slice(place.start, place.end)), '');
      for (const place of places(tree, ['inlinemath']).filter(inside))
        assert.equal(letters(seen.slice(place.start, place.end)), letters(document.text.slice(place.start, place.end)));
      assert.equal(letters(seen.slice(end)), '');
    });
  }
});
