import { QuestionFinder } from '../src/questions/find.ts';
import { buildCorpus } from './questions/corpus/corpus.ts';
import { WRITTEN } from './questions/corpus/written.ts';
import { Random } from './questions/corpus/builder.ts';
const docs = [...buildCorpus({ setAside: false, documents: 2, seed: 9 }), ...WRITTEN];
const r = new Random(5);
const bits = ['x', '\n', '\n\n', '## Problem 3\n\n', '# Solutions\n', '1. ', '(a) ', 'Solution: ', '**', '```\n', '\\begin{enumerate}\n', '\\end{enumerate}', '\\item ', 'What is $3+4$?', '$$', '<!--', '-->', '</details>', '<details>\n\n', 'Answer: 42\n', '\\question ', '\\begin{solution}', '\\end{solution}', '{', '}', '%', '> ', '   ', '证明：', '例 3 '];
let bad = 0, n = 0;
for (const d of docs) {
  if (d.format === 'notebook') continue;
  const f = new QuestionFinder(); let text = d.text; f.find(text, d.format);
  for (let i = 0; i < 40; i++) {
    const at = r.integer(text.length + 1), del = r.next() < 0.5 ? r.integer(30) : 0;
    const prev = text;
    text = text.slice(0, at) + (r.next() < 0.8 ? r.pick(bits) : '') + text.slice(at + del);
    n++;
    const a = JSON.stringify(f.find(text, d.format)), b = JSON.stringify(new QuestionFinder().find(text, d.format));
    if (a !== b) { bad++; if (bad < 4) { console.log('DIFF', d.name, i, at, del, JSON.stringify(prev.slice(Math.max(0,at-150), at)), '|||', JSON.stringify(text.slice(Math.max(0,at-20), at + 60))); const A = JSON.parse(a), B = JSON.parse(b); console.log(A.length, B.length); const k = A.findIndex((q: unknown, i: number) => JSON.stringify(q) !== JSON.stringify(B[i])); console.log(A[k], B[k]); } break; }
  }
}
console.log(n, 'edits', bad, 'differences');
