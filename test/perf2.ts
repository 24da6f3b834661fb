import { QuestionFinder } from '../src/questions/find.ts';
import { buildCorpus } from './questions/corpus/corpus.ts';
import { readTasks } from './questions/corpus/tasks.ts';
const docs = buildCorpus({ setAside: false, documents: 12, seed: 9, tasks: readTasks('/work/shared/data/tasks') });
let text = '';
for (const d of docs) if (d.format === 'markdown' && text.split('\n').length < 5000) text += d.text + '\n\n';
text = text.split('\n').slice(0, 5000).join('\n');
const cpu = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
for (let i = 0; i < 6; i++) { const t = cpu(), w = performance.now(); new QuestionFinder().find(text, 'markdown'); console.log('cpu', (cpu() - t).toFixed(0), 'wall', (performance.now() - w).toFixed(0)); }
