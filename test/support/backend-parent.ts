// A program that has a backend working and says its process id: tests end it in bad ways and look what is left.
import { DEFAULT_BUDGET } from '../../src/reasoning/budget.js';
import { modelAt, scriptedClient } from './backend-client.js';

const client = scriptedClient({ tokenMs: 10, thoughts: 100_000 });
await client.load(modelAt('/m.gguf'));
await client.solve(
  {
    id: 'a',
    question: { text: 'What is six times seven?' },
    budget: { ...DEFAULT_BUDGET, endLoops: false },
    sampling: { temperature: 0 },
  },
  () => process.stdout.write(`${client.pid}\n`),
);
