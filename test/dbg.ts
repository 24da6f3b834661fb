import { WRITTEN } from './questions/corpus/written.ts';
import { scoreDocument, emptyScore } from './questions/corpus/score.ts';
const s = emptyScore();
for (const d of WRITTEN) scoreDocument(d, s, (l) => console.log(l));
console.log(s);
