import { QuestionFinder } from '../src/questions/find.ts';
import { buildCorpus } from './questions/corpus/corpus.ts';
import { readTasks } from './questions/corpus/tasks.ts';
const docs = buildCorpus({ setAside: false, documents: 12, seed: 9, tasks: readTasks('/work/shared/data/tasks') });
for (const format of ['markdown', 'latex', 'plain'] as const) {
  let text = '';
  for (const d of docs) if (d.format === format && text.split('\n').length < 5000) text += d.text.replace(/\\end\{document\}[^]*|\\documentclass[^]*?\\begin\{document\}/g, '') + '\n\n';
  while (text.split('\n').length < 5000) text += text;
  const lines = text.split('\n').slice(0, 5000); text = lines.join('\n');
  const f = new QuestionFinder();
  let t = (process.cpuUsage().user+process.cpuUsage().system)/1000; let q = f.find(text, format); const first = (process.cpuUsage().user+process.cpuUsage().system)/1000 - t;
  const times: number[] = [];
  for (let i = 0; i < 60; i++) { const at = (i * 7919) % text.length; const e = text.slice(0, at) + 'x' + text.slice(at); t = (process.cpuUsage().user+process.cpuUsage().system)/1000; f.find(e, format); times.push((process.cpuUsage().user+process.cpuUsage().system)/1000 - t); text = e; }
  times.sort((a, b) => a - b);
  console.log(format, text.length, q.length, 'first', first.toFixed(0), 'edit p50', times[30]!.toFixed(1), 'p95', times[57]!.toFixed(1));
}
