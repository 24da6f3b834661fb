import { DEFAULT_BUDGET } from '../../src/reasoning/budget.js';
import { hostOf } from '../../src/reasoning/server-address.js';
import type { Trace } from '../../src/reasoning/trace.js';
import type {
  GradeRequest,
  ModelName,
  Solved,
  TraceMaker,
  TraceModel,
  TraceRequest,
  TraceVerdict,
} from '../../src/curation/models/trace-maker.js';
import type { TraceCost } from '../../src/curation/models/cost.js';
import type { ModelProgress } from '../../src/curation/models/model-work.js';

/** What a scripted model says to a question. */
export interface Reply {
  readonly thinking?: string;
  readonly answer: string;
  readonly cut?: boolean;
}

export type Script = (
  question: string,
  request: TraceRequest,
  model: ModelName,
) => Reply | { readonly refused: string };

/** A finished trace with a token for each word. */
export function scriptedTrace(question: string, { thinking = 'hm', answer, cut = false }: Reply): Trace {
  const span = (role: 'thinking' | 'answer', text: string) => ({ role, origin: 'sampled' as const, text, tokens: [] });
  const words = (text: string) => text.split(' ').filter(Boolean).length;
  return {
    format: 'think-harder/trace',
    version: 1,
    id: 'scripted',
    created: '2026-01-01T00:00:00.000Z',
    question: { text: question },
    model: { name: 'scripted.gguf', sha256: '0'.repeat(64), architecture: 'scripted', template: '' },
    engine: { version: 'scripted 1', device: 'cpu', threads: 1, contextSize: 4096 },
    thinkingFormat: 'think',
    sampling: { temperature: 0, topK: 0, topP: 1, minP: 0, seed: 1 },
    budget: DEFAULT_BUDGET,
    prompt: { text: question, tokens: [] },
    spans: [span('thinking', thinking), span('answer', answer)],
    branches: [],
    controls: [],
    loops: [],
    end: { thinking: 'natural', answer: cut ? 'censored' : 'natural' },
    counts: { prompt: 1, thinking: words(thinking), answer: words(answer), forced: 0, waits: 0, evaluated: 1 },
    times: { prompt: 1, thinking: 10 * words(thinking), answer: 10 },
  };
}

function named(model: ModelName): Pick<TraceModel, 'name' | 'sha256'> {
  const name = model?.split('/').at(-1) ?? 'scripted.gguf';
  return { name, sha256: Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64) };
}

/** Models without a model. Counts what it is asked. */
export class ScriptedTraceMaker implements TraceMaker {
  readonly asked: { readonly model: ModelName; readonly question: string; readonly maxThinking: number | null }[] = [];
  /** Vectors by text; null: the model gives none. */
  vector: ((text: string) => readonly number[]) | null = null;
  /** Questions in work, now and at most. */
  inWork = 0;
  mostInWork = 0;

  constructor(
    private readonly script: Script,
    private readonly places = 4,
  ) {}

  async describe(model: ModelName): Promise<TraceModel> {
    const known = {
      ...named(model),
      engine: 'scripted 1',
      thinkingFormat: 'think',
      contextSize: 4096,
      places: this.places,
    };
    return model?.startsWith('http') === true
      ? { ...known, server: { kind: 'llama.cpp', host: hostOf(model) } }
      : known;
  }

  async solve(model: ModelName, request: TraceRequest, signal?: AbortSignal): Promise<Solved> {
    signal?.throwIfAborted();
    const { text } = request.question;
    this.asked.push({ model, question: text, maxThinking: request.budget.maxThinking });
    this.mostInWork = Math.max(this.mostInWork, ++this.inWork);
    await new Promise((resolve) => setImmediate(resolve));
    this.inWork -= 1;
    signal?.throwIfAborted();
    const reply = this.script(text, request, model);
    if ('refused' in reply) return reply;
    const trace = scriptedTrace(text, reply);
    return { trace: { ...trace, model: { ...trace.model, ...named(model) } } };
  }

  async grade({ trace, reference }: GradeRequest): Promise<TraceVerdict> {
    const answer = trace.spans.at(-1)?.text ?? '';
    if (trace.end.answer !== 'natural') return { verdict: 'censored', reason: 'cut' };
    if (answer === '') return { verdict: 'unparsable', reason: 'empty' };
    return { verdict: answer === reference ? 'correct' : 'wrong', answer, reason: 'scripted' };
  }

  async countTokens(_model: ModelName, texts: readonly string[]): Promise<number[]> {
    return texts.map((text) => text.length);
  }

  async trainingTexts(_model: ModelName, examples: readonly { question: string; thinking: string; answer: string }[]) {
    return examples.map(({ question, thinking, answer }) => ({
      prompt: `Q ${question} `,
      text: `Q ${question} T ${thinking} A ${answer}`,
      tokens: {
        prompt: 2,
        thinking: thinking.length,
        answer: answer.length,
        total: 4 + thinking.length + answer.length,
      },
    }));
  }

  async embed(_model: ModelName, texts: readonly string[]): Promise<readonly (readonly number[])[] | null> {
    return this.vector === null ? null : texts.map(this.vector);
  }
}

/** What a pipeline is given to ask models; keeps what it was shown. */
export function scriptedModels(maker: TraceMaker, confirm: (cost: TraceCost) => boolean = () => true) {
  const costs: TraceCost[] = [];
  const progress: ModelProgress[] = [];
  return {
    costs,
    progress,
    maker,
    confirm: async (cost: TraceCost) => {
      costs.push(cost);
      return confirm(cost);
    },
    onProgress: (at: ModelProgress) => {
      progress.push(at);
    },
  };
}
