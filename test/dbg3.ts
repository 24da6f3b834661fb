import { buildCorpus } from './questions/corpus/corpus.ts';
import { scoreDocument, emptyScore } from './questions/corpus/score.ts';
const s = emptyScore();
for (const d of buildCorpus({ setAside: true, documents: 3, seed: 11 })) scoreDocument(d, s, (l) => console.log(l));
console.log(s);
