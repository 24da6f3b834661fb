import { DEFAULT_BUDGET } from '../../src/reasoning/budget.js';
import { TRACE_VERSION, type Trace } from '../../src/reasoning/trace.js';

/** A trace with nothing in it yet. */
export function emptyTrace(more: Partial<Trace> = {}): Trace {
  return {
    format: 'think-harder/trace',
    version: TRACE_VERSION,
    id: 'test',
    created: '2026-01-01T00:00:00.000Z',
    question: { text: 'What is six times seven?' },
    model: { name: 'scripted.gguf', sha256: '0'.repeat(64), architecture: 'scripted', template: '' },
    engine: { version: 'scripted 1', device: 'cpu', threads: 1, contextSize: 4096 },
    thinkingFormat: 'think',
    sampling: { temperature: 0, topK: 0, topP: 1, minP: 0, seed: 0 },
    budget: DEFAULT_BUDGET,
    prompt: { text: '', tokens: [] },
    spans: [],
    branches: [],
    controls: [],
    loops: [],
    end: { thinking: null, answer: null },
    counts: { prompt: 0, thinking: 0, answer: 0, forced: 0, waits: 0, evaluated: 0 },
    times: { prompt: 0, thinking: 0, answer: 0 },
    ...more,
  };
}
