import { Refusal, type Call, type Routes, type ScriptedServer } from './scripted-server.js';
import { unfinished } from './vocabulary.js';

/** The routes of vLLM's OpenAI-compatible server that are used, as version 0.10.2 answers them. */
export const vllmRoutes: Routes = {
  '/version': () => ({ version: '0.10.2' }),
  '/v1/models': (_call, { models, contextSize }) => ({
    object: 'list',
    data: models.map((id) => ({
      id,
      object: 'model',
      owned_by: 'vllm',
      root: id,
      parent: null,
      max_model_len: contextSize,
    })),
  }),
  '/tokenize': ({ body }, { vocabulary, models, contextSize, begin }) => {
    checkModel(body.model, models);
    const messages = body.messages as { role: string; content: string }[] | undefined;
    const text =
      messages === undefined ? (body.prompt as string) : rendered(messages, body.add_generation_prompt === true);
    const front = body.add_special_tokens === true ? begin : '';
    const tokens = vocabulary.encode(front + text, true); // there is no way to ask for anything else
    const token_strs =
      body.return_token_strs === true ? tokens.map((token) => entry(token, vocabulary.bytes(token))) : null;
    return { count: tokens.length, max_model_len: contextSize, tokens, token_strs };
  },
  '/detokenize': ({ body }, { vocabulary }) => ({ prompt: vocabulary.text(body.tokens as number[]) }),
  '/v1/completions': async (call, server) => {
    checkModel(call.body.model, server.models);
    const prompt = call.body.prompt as number[];
    const most = call.body.max_tokens as number;
    if (prompt.length + most > server.contextSize) {
      throw new Refusal(400, `This model's maximum context length is ${server.contextSize} tokens.`);
    }
    await server.stream(call.response, events(call, server, prompt, most));
    return undefined;
  },
};

function checkModel(model: unknown, models: readonly string[]): void {
  if (!models.includes(model as string)) throw new Refusal(404, `The model \`${String(model)}\` does not exist.`);
}

function rendered(messages: readonly { role: string; content: string }[], generates: boolean): string {
  const turns = messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join('');
  return generates ? `${turns}<|im_start|>assistant\n<think>\n` : turns;
}

/** A vocabulary entry: bytes as GPT-2 writes them, special tokens as they are. */
function entry(_token: number, bytes: Buffer): string {
  let next = 0x100;
  const names = Array.from({ length: 256 }, (_, byte) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae ? byte : next++,
  );
  return Array.from(bytes, (byte) => String.fromCodePoint(names[byte]!)).join('');
}

function* events({ body }: Call, server: ScriptedServer, prompt: readonly number[], most: number) {
  const { vocabulary } = server;
  const bias = Object.keys((body.logit_bias as Record<string, number> | undefined) ?? {});
  const forbidden = new Set(bias.map(Number));
  const history = [...prompt];
  let generated = Buffer.alloc(0);
  let sent = 0;
  for (let count = 1; count <= most; count++) {
    const { token, probability } = vocabulary.next(history, forbidden);
    const ends = vocabulary.isEnd(token);
    history.push(token);
    if (!ends) generated = Buffer.concat([generated, vocabulary.bytes(token)]);
    const upTo = generated.length - unfinished(generated).length; // held back until the character is whole
    const text = generated.subarray(sent, upTo).toString('utf8');
    sent = upTo;
    const choice = {
      index: 0,
      text,
      logprobs: body.logprobs === 1 ? { token_logprobs: [Math.log(probability)] } : null,
      finish_reason: ends ? 'stop' : count === most ? 'length' : null,
      stop_reason: null,
      token_ids: [token],
    };
    const usage = { prompt_tokens: prompt.length, completion_tokens: count, total_tokens: prompt.length + count };
    yield { data: JSON.stringify({ object: 'text_completion', choices: [choice], usage }), token: true };
    if (ends) break;
  }
  yield {
    data: JSON.stringify({ object: 'text_completion', choices: [], usage: { prompt_tokens: prompt.length } }),
    token: false,
  };
  yield { data: '[DONE]', token: false };
}
