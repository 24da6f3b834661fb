import type { Sampling, Token } from '../../reasoning/engine.js';
import { deriveSeed } from '../../reasoning/seeds.js';
import { ServerError } from './errors.js';
import { fieldsOf, jsonFields, listOf, numberIn, textIn, tokensIn, type Fields } from './fields.js';
import { refusal, SILENCE_MS, type HttpClient } from './http.js';
import type { CompletionEvent, CompletionRequest, ServedModel, ServerProtocol, TokenBytes } from './protocol.js';
import { looksSpecial } from './special.js';

/**
 * A piece that ends inside a character is refused (common/chat.cpp: its text is parsed); one with a token more may not.
 * A character has four bytes at most, each at worst one token.
 */
const LONGEST_CHARACTER = 4;

type DrawnToken = Extract<CompletionEvent, { kind: 'token' }>;

/**
 * The native protocol of llama.cpp's llama-server (tools/server/README.md): the prompt is a list of tokens, and the
 * answer names each token that was drawn.
 */
export class LlamaCppProtocol implements ServerProtocol {
  constructor(
    private readonly http: HttpClient,
    /** Named where one address serves several models. */
    private readonly model: string | undefined,
  ) {}

  async describe(signal: AbortSignal): Promise<ServedModel> {
    const query = this.model === undefined ? '' : `?model=${encodeURIComponent(this.model)}`;
    const props = fieldsOf(await this.http.json({ path: `/props${query}`, signal }));
    const models = listOf(fieldsOf(await this.http.json({ path: '/v1/models', signal })).data).map(fieldsOf);
    const served = models.find((entry) => textIn(entry, 'id') === this.model) ?? models[0] ?? {};
    const meta = fieldsOf(served.meta);
    const size = numberIn(fieldsOf(props.default_generation_settings), 'n_ctx') ?? numberIn(meta, 'n_ctx') ?? 0;
    const id = textIn(served, 'id') ?? textIn(props, 'model_alias') ?? textIn(props, 'model_path') ?? '';
    const parameters = numberIn(meta, 'n_params');
    const bytes = numberIn(meta, 'size');
    const build = textIn(props, 'build_info');
    return {
      server: build === undefined ? 'llama.cpp' : `llama.cpp ${build}`,
      name: fileName(id),
      contextSize: size - 1, // the server keeps one place free: it stops when the next token would fill the last
      trainContextSize: numberIn(meta, 'n_ctx_train') ?? size,
      chatTemplate: textIn(props, 'chat_template') ?? '',
      bosText: textIn(props, 'bos_token') ?? '',
      eosText: textIn(props, 'eos_token') ?? '',
      ...(parameters === undefined ? {} : { parameters }),
      ...(bytes === undefined ? {} : { bytes }),
      sequences: Math.max(1, numberIn(props, 'total_slots') ?? 1),
      facts: { ...meta, n_ctx: undefined }, // the same model in a smaller context is the same model
    };
  }

  async tokenize(
    text: string,
    { special, begin }: { readonly special: boolean; readonly begin: boolean },
    signal: AbortSignal,
  ): Promise<readonly TokenBytes[]> {
    const body = { ...this.#named, content: text, add_special: begin, parse_special: special, with_pieces: true };
    const answer = fieldsOf(await this.http.json({ path: '/tokenize', body, signal }));
    return listOf(answer.tokens).map(fieldsOf).map(tokenBytes);
  }

  async detokenize(tokens: readonly Token[], signal: AbortSignal): Promise<string> {
    const body = { ...this.#named, tokens };
    return textIn(fieldsOf(await this.http.json({ path: '/detokenize', body, signal })), 'content') ?? '';
  }

  /**
   * The stream leaves out the first tokens of a character that takes several (server-context.cpp, process_token: they
   * are not sent while the character is unfinished), and only its count shows that. What is missing is then asked for
   * drawn anew in one piece, which names every token, and a stream goes on behind it.
   */
  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionEvent, void> {
    const { prompt, most, sampling } = request;
    const drawn: Token[] = [];
    let missing = 0;
    while (drawn.length < most) {
      const seed = drawn.length === 0 ? sampling.seed : deriveSeed(sampling.seed, drawn.length);
      const rest: CompletionRequest = {
        ...request,
        prompt: [...prompt, ...drawn],
        most: most - drawn.length,
        sampling: { ...sampling, seed },
      };
      const part = missing === 0 ? this.#stream(rest, signal) : this.#piece(rest, missing, signal);
      try {
        let step = await part.next();
        for (; step.done !== true; step = await part.next()) {
          if (step.value.kind === 'token') drawn.push(step.value.token);
          yield step.value;
        }
        if (step.value === 'ended') return;
        missing = step.value;
      } finally {
        await part.return('ended');
      }
    }
  }

  /** @returns how many tokens there are behind those that came, where the server left some out */
  async *#stream(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionEvent, 'ended' | number> {
    const body = { ...this.#completion(request), stream: true, return_progress: true };
    let read = false;
    let seen = 0;
    /** A special token may be the end of the turn: what follows it says so. */
    let waiting: DrawnToken | undefined;
    for await (const data of this.http.events({ path: '/completion', body, signal })) {
      const event = jsonFields(data);
      if (event.error !== undefined) throw this.#failure(event.error);
      const progress = fieldsOf(event.prompt_progress);
      const total = numberIn(progress, 'total');
      if (!read && total !== undefined) {
        read = true;
        yield { kind: 'read', tokens: total - (numberIn(progress, 'cache') ?? 0) };
      }
      const ended = event.stop === true;
      const [token] = ended || event.prompt_progress !== undefined ? [] : tokensIn(event.tokens);
      const count = numberIn(event, 'tokens_predicted') ?? 0;
      const missing = count > seen + (token === undefined ? 0 : 1);
      if (waiting !== undefined) {
        yield { ...waiting, endsTurn: ended && !missing && event.stop_type === 'eos' };
        waiting = undefined;
      }
      if (!read && count > 0) {
        read = true; // before return_progress there was no telling what came from the cache
        yield { kind: 'read', tokens: request.prompt.length };
      }
      if (missing) return count - seen;
      if (ended) return 'ended';
      if (token === undefined) continue;
      seen += 1;
      const made = drawnToken(token, event);
      if (made.text === undefined || looksSpecial(made.text)) waiting = made;
      else yield made;
    }
    throw this.#brokenOff();
  }

  /**
   * At least so many tokens in one piece, whole characters.
   * @returns 0: nothing is missing behind them
   */
  async *#piece(
    request: CompletionRequest,
    least: number,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionEvent, 'ended' | number> {
    const answer = await this.#whole(request, least, signal);
    const tokens = tokensIn(answer.tokens);
    const turnEnds = answer.stop_type === 'eos';
    yield { kind: 'read', tokens: numberIn(fieldsOf(answer.timings), 'prompt_n') ?? request.prompt.length };
    for (const [index, token] of tokens.entries()) {
      yield { kind: 'token', token, endsTurn: turnEnds && index === tokens.length - 1 };
    }
    return turnEnds || tokens.length < least ? 'ended' : 0;
  }

  async #whole(request: CompletionRequest, least: number, signal: AbortSignal): Promise<Fields> {
    for (let most = least; ; most++) {
      const body = { ...this.#completion({ ...request, most }), stream: false };
      try {
        return fieldsOf(await this.http.json({ path: '/completion', body, signal, silenceMs: SILENCE_MS }));
      } catch (error) {
        const cut = error instanceof ServerError && error.kind === 'server-output';
        if (!cut || most >= least + LONGEST_CHARACTER - 1) throw error;
      }
    }
  }

  #completion({ prompt, most, sampling, forbidden, confidence }: CompletionRequest): Fields {
    return {
      ...this.#named,
      prompt,
      n_predict: most,
      cache_prompt: true,
      return_tokens: true,
      ...samplers(sampling),
      // Whatever the server was started with: how long the model thinks is decided here.
      reasoning_budget_tokens: -1,
      stop: [],
      ignore_eos: false,
      logit_bias: forbidden.map((token) => [token, false]),
      ...(confidence && sampling.temperature > 0 ? { n_probs: 1, post_sampling_probs: true } : { n_probs: 0 }),
    };
  }

  get #named(): Fields {
    return this.model === undefined ? {} : { model: this.model };
  }

  #failure(error: unknown): ServerError {
    const said = textIn(fieldsOf(error), 'message') ?? 'without a reason';
    return refusal(this.http.address.host, said, { cause: error, passing: true });
  }

  #brokenOff(): ServerError {
    const message = `The connection to ${this.http.address.host} broke off: see that the server runs, then go on.`;
    return new ServerError('server-lost', message, { passing: true });
  }
}

/** The samplers of the local engine in its order, and none of those that the server was started with. */
function samplers({ temperature, topK, topP, minP, seed }: Sampling): Fields {
  return {
    samplers: ['top_k', 'top_p', 'min_p', 'temperature'],
    temperature,
    top_k: topK,
    top_p: topP,
    min_p: minP,
    dynatemp_range: 0,
    mirostat: 0,
    seed,
  };
}

function drawnToken(token: Token, event: Fields): DrawnToken {
  const text = textIn(event, 'content') ?? '';
  const probability = numberIn(fieldsOf(listOf(event.completion_probabilities)[0]), 'prob');
  return {
    kind: 'token',
    token,
    // Nothing is sent for special tokens, and U+FFFD where bytes are no character.
    ...(text === '' || text.includes('\ufffd') ? {} : { text }),
    ...(probability === undefined ? {} : { confidence: probability }),
    endsTurn: false,
  };
}

function tokenBytes(entry: Fields): TokenBytes {
  const [token] = tokensIn([entry.id]);
  if (token === undefined) throw new TypeError('a token without an id');
  const piece = entry.piece;
  return { token, bytes: typeof piece === 'string' ? Buffer.from(piece) : Uint8Array.from(tokensIn(piece)) };
}

/** A server's folders are nobody's business. */
function fileName(id: string): string {
  return id.split(/[\\/]/).at(-1) ?? id;
}
