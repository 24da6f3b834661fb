import { Refusal, type Call, type Routes, type ScriptedServer } from './scripted-server.js';
import { unfinished } from './vocabulary.js';

/** The routes of llama-server that are used, as tools/server of llama.cpp v0.4.0 answers them. */
export const llamaCppRoutes: Routes = {
  '/v1/models': (_call, { models, contextSize }) => ({
    object: 'list',
    data: models.map((id) => ({
      id,
      object: 'model',
      owned_by: 'llamacpp',
      meta: {
        vocab_type: 2,
        n_vocab: 1256,
        n_ctx: contextSize,
        n_ctx_train: 4096,
        n_embd: 8,
        n_params: 1000,
        size: 2000,
      },
    })),
  }),
  '/props': (_call, { chatTemplate, contextSize, models }) => ({
    default_generation_settings: { n_ctx: contextSize },
    total_slots: 2,
    model_path: `/models/${models[0] ?? ''}.gguf`,
    chat_template: chatTemplate,
    bos_token: '',
    eos_token: '<|im_end|>',
    build_info: 'b1-scripted',
  }),
  '/tokenize': ({ body }, { vocabulary, begin }) => {
    const front = body.add_special === true ? vocabulary.encode(begin, true) : [];
    const tokens = [...front, ...vocabulary.encode(body.content as string, body.parse_special === true)];
    return {
      tokens: tokens.map((id) => {
        const bytes = vocabulary.bytes(id);
        const text = bytes.toString('utf8');
        return { id, piece: text.includes('\ufffd') ? [...bytes] : text };
      }),
    };
  },
  '/detokenize': ({ body }, { vocabulary }) => ({ content: vocabulary.text(body.tokens as number[]) }),
  '/completion': (call, server) => (call.body.stream === true ? streamed(call, server) : whole(call, server)),
};

interface Drawn {
  readonly token: number;
  readonly probability: number;
  readonly ends: boolean;
}

/** What the server draws: as many as are asked for, or until the turn ends or the context is full. */
function* draws({ body }: Call, server: ScriptedServer): Generator<Drawn, 'eos' | 'limit'> {
  const { vocabulary, contextSize } = server;
  const history = [...(body.prompt as number[])];
  const forbidden = new Set((body.logit_bias as [number, unknown][]).map(([token]) => token));
  for (let drawn = 0; drawn < (body.n_predict as number); drawn++) {
    if (history.length + 1 >= contextSize) return 'limit';
    const { token, probability } = vocabulary.next(history, forbidden);
    const ends = vocabulary.isEnd(token);
    yield { token, probability, ends };
    server.cached.push([...history]);
    if (ends) return 'eos';
    history.push(token);
  }
  return 'limit';
}

function checked({ body }: Call, { contextSize }: ScriptedServer): number[] {
  const prompt = body.prompt as number[];
  if (prompt.length >= contextSize) throw new Refusal(400, 'the request exceeds the available context size');
  return prompt;
}

async function streamed(call: Call, server: ScriptedServer): Promise<void> {
  const prompt = checked(call, server);
  await server.stream(call.response, events(call, server, prompt));
}

function* events(call: Call, server: ScriptedServer, prompt: readonly number[]) {
  const { vocabulary } = server;
  const cache = server.cachedOf(prompt);
  const event = (value: object, token: boolean) => ({ data: JSON.stringify({ index: 0, ...value }), token });
  const progress = { total: prompt.length, cache, processed: prompt.length, time_ms: 1 };
  yield event({ content: '', tokens: [0], stop: false, tokens_predicted: 0, prompt_progress: progress }, false);
  const drawing = draws(call, server);
  let generated = Buffer.alloc(0);
  let sent = 0;
  let count = 0;
  for (let step = drawing.next(); ; step = drawing.next()) {
    if (step.done === true) {
      yield event({ content: '', tokens: [], stop: true, stop_type: step.value, tokens_predicted: count }, false);
      return;
    }
    const { token, probability } = step.value;
    count += 1;
    const hidden = vocabulary.isSpecial(token); // special tokens are not rendered
    generated = Buffer.concat([generated, hidden ? Buffer.alloc(0) : vocabulary.bytes(token)]);
    if (unfinished(generated).length > 0) continue; // not sent, and never made up for
    const content = generated.subarray(sent).toString('utf8');
    sent = generated.length;
    const probabilities =
      call.body.n_probs === 1 ? { completion_probabilities: [{ id: token, token: content, prob: probability }] } : {};
    yield event({ content, tokens: [token], stop: false, tokens_predicted: count, ...probabilities }, true);
  }
}

function whole(call: Call, server: ScriptedServer): object {
  const prompt = checked(call, server);
  const cache = server.cachedOf(prompt);
  const drawing = draws(call, server);
  const tokens: number[] = [];
  for (let step = drawing.next(); ; step = drawing.next()) {
    if (step.done === true) {
      const text = Buffer.concat(tokens.map((token) => server.vocabulary.bytes(token)));
      // It parses what it made, and half a character does not parse.
      if (unfinished(text).length > 0) throw new Refusal(500, 'The model produced output that does not match');
      const timings = { cache_n: cache, prompt_n: prompt.length - cache, predicted_n: tokens.length };
      return { content: server.vocabulary.text(tokens), tokens, stop: true, stop_type: step.value, timings };
    }
    tokens.push(step.value.token);
  }
}
