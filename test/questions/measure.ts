/**
 * Precision and recall of finding questions, by layout: npx tsx test/questions/measure.ts [--set-aside] [--show] [--layout=NAME]
 * A question counts as found when it begins and ends exactly where the corpus put it.
 */
import { buildCorpus } from './corpus/corpus.js';
import { emptyScore, scoreDocument, type Score } from './corpus/score.js';
import { readTasks, tasksFolder } from './corpus/tasks.js';

const has = (flag: string): boolean => process.argv.includes(flag);
const only = process.argv.find((argument) => argument.startsWith('--layout='))?.slice('--layout='.length);
const seed = Number(process.argv.find((argument) => argument.startsWith('--seed='))?.slice('--seed='.length) ?? 1);
const folder = tasksFolder();
if (folder === undefined) console.log("../shared/data/tasks is not there: the project's own questions alone are used.");

const corpus = buildCorpus({
  setAside: has('--set-aside'),
  documents: 8,
  seed,
  ...(folder === undefined ? {} : { tasks: readTasks(folder) }),
});
const scores = new Map<string, Score>();
for (const document of corpus) {
  if (only !== undefined && document.layout !== only) continue;
  const score = scores.get(document.layout) ?? emptyScore();
  scores.set(document.layout, score);
  scoreDocument(document, score, has('--show') ? (line) => console.log(line) : undefined);
}

const percent = (part: number, whole: number): string => (whole === 0 ? '   -' : (part / whole).toFixed(3)).padStart(6);
const row = (name: string, s: Score): string =>
  `${name.padEnd(22)}${String(s.expected).padStart(6)}${percent(s.exact, s.found)}${percent(s.exact, s.expected)}${percent(s.kind, s.exact)}${percent(s.stem, s.exact)}${percent(s.options, s.exact)}${percent(s.reference, s.exact)}`;
console.log(`${'layout'.padEnd(22)}     n  prec.  rec.  kind  stem  opts   ref`);
const total = emptyScore();
for (const [name, score] of scores) {
  console.log(row(name, score));
  for (const key of Object.keys(total) as (keyof Score)[]) total[key] += score[key];
}
console.log(row('all', total));
