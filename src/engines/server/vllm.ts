import type { Sampling, Token } from '../../reasoning/engine.js';
import { ServerError } from './errors.js';
import { fieldsOf, jsonFields, listOf, numberIn, textIn, tokensIn, type Fields } from './fields.js';
import type { HttpClient } from './http.js';
import type { CompletionEvent, CompletionRequest, ServedModel, ServerProtocol, TokenBytes } from './protocol.js';
import { ANSWER_PLACE, QUESTION_PLACE, renderedTemplate } from './rendered-template.js';
import { bytesOf, STYLE_SAMPLE, styleOf, type VocabularyStyle } from './vocabulary-style.js';

/** vLLM says no number; so many at a time keep it busy and leave room for others. */
const SEQUENCES = 16;
/** Added to the logit of a token that must not be drawn: the least that the OpenAI protocol allows. */
const FORBIDS = -100;

/** vLLM's OpenAI-compatible server, by its extensions: prompts and answers as token ids. */
export class VllmProtocol implements ServerProtocol {
  #style: VocabularyStyle | undefined;

  constructor(
    private readonly http: HttpClient,
    private readonly model: string,
  ) {}

  async describe(signal: AbortSignal): Promise<ServedModel> {
    const models = listOf(fieldsOf(await this.http.json({ path: '/v1/models', signal })).data).map(fieldsOf);
    const served = models.find((entry) => textIn(entry, 'id') === this.model) ?? {};
    const version = textIn(fieldsOf(await this.http.json({ path: '/version', signal })), 'version') ?? '';
    const contextSize = numberIn(served, 'max_model_len') ?? 0;
    const plain = await this.tokenize('a', { begin: false }, signal);
    const begun = await this.tokenize('a', { begin: true }, signal);
    const begin = begun.slice(0, begun.length - plain.length).map(({ token }) => token);
    return {
      server: `vLLM ${version}`.trim(),
      name: this.model.split('/').at(-1) ?? this.model,
      contextSize,
      trainContextSize: contextSize,
      chatTemplate: await this.#chatTemplate(signal),
      bosText: begin.length === 0 ? '' : await this.detokenize(begin, signal),
      eosText: '',
      sequences: SEQUENCES,
      facts: { id: this.model, root: textIn(served, 'root') },
    };
  }

  async tokenize(
    text: string,
    { begin }: { readonly begin: boolean },
    signal: AbortSignal,
  ): Promise<readonly TokenBytes[]> {
    this.#style ??= styleOf((await this.#entries(STYLE_SAMPLE, false, signal)).map(({ entry }) => entry));
    const style = this.#style;
    const entries = await this.#entries(text, begin, signal);
    return entries.map(({ token, entry }) => {
      const bytes = bytesOf(entry, style);
      return bytes === undefined ? { token } : { token, bytes };
    });
  }

  async detokenize(tokens: readonly Token[], signal: AbortSignal): Promise<string> {
    const body = { model: this.model, tokens };
    return textIn(fieldsOf(await this.http.json({ path: '/detokenize', body, signal })), 'prompt') ?? '';
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionEvent, void> {
    let begun = false;
    /** The text of a character comes with its last token. */
    let unfinished = false;
    let ended = false;
    const body = completion(this.model, request);
    for await (const data of this.http.events({ path: '/v1/completions', body, signal })) {
      if (data === '[DONE]') break;
      const event = jsonFields(data);
      if (event.error !== undefined) throw this.#failure(event.error);
      const choice = fieldsOf(listOf(event.choices)[0]);
      const reason = textIn(choice, 'finish_reason');
      const text = textIn(choice, 'text') ?? '';
      if (text !== '' && !Array.isArray(choice.token_ids)) throw this.#tooOld();
      const tokens = tokensIn(choice.token_ids);
      // What its cache gave is said at the end of a stream, if at all, and most streams are closed before.
      if (!begun && tokens.length > 0) yield { kind: 'read', tokens: request.prompt.length };
      begun ||= tokens.length > 0;
      const logarithms = listOf(fieldsOf(choice.logprobs).token_logprobs);
      for (const [index, token] of tokens.entries()) {
        const logarithm = logarithms[index];
        yield {
          kind: 'token',
          token,
          ...(tokens.length === 1 && text !== '' && !unfinished && !text.includes('\ufffd') ? { text } : {}),
          ...(typeof logarithm === 'number' ? { confidence: Math.exp(logarithm) } : {}),
          endsTurn: reason === 'stop' && index === tokens.length - 1,
        };
      }
      if (tokens.length > 0) unfinished = text === '';
      if (reason === 'error' || reason === 'abort') throw this.#failure({ message: `it ended with "${reason}"` });
      ended ||= reason !== undefined;
    }
    if (!ended) throw this.#failure({ message: 'the stream broke off' });
  }

  async #entries(
    text: string,
    begin: boolean,
    signal: AbortSignal,
  ): Promise<readonly { readonly token: Token; readonly entry: string }[]> {
    const body = { model: this.model, prompt: text, add_special_tokens: begin, return_token_strs: true };
    const answer = fieldsOf(await this.http.json({ path: '/tokenize', body, signal }));
    const strings = listOf(answer.token_strs);
    return tokensIn(answer.tokens).map((token, index) => {
      const entry = strings[index];
      return { token, entry: typeof entry === 'string' ? entry : '' };
    });
  }

  /** As the server applies it; empty where it has none. */
  async #chatTemplate(signal: AbortSignal): Promise<string> {
    const question = { role: 'user', content: QUESTION_PLACE };
    const asked = await this.#rendered([question], true, signal);
    if (asked === undefined) return '';
    const answered = await this.#rendered([question, { role: 'assistant', content: ANSWER_PLACE }], false, signal);
    return renderedTemplate(asked, answered ?? '') ?? '';
  }

  async #rendered(messages: readonly object[], generates: boolean, signal: AbortSignal): Promise<string | undefined> {
    const body = {
      model: this.model,
      messages,
      add_generation_prompt: generates,
      add_special_tokens: false,
      chat_template_kwargs: { enable_thinking: true },
    };
    try {
      const answer = fieldsOf(await this.http.json({ path: '/tokenize', body, signal }));
      return await this.detokenize(tokensIn(answer.tokens), signal);
    } catch (error) {
      // A model without a template, or with one that takes no answer.
      if (error instanceof ServerError && error.kind === 'server-refused') return undefined;
      throw error;
    }
  }

  #failure(error: unknown): ServerError {
    const said = textIn(fieldsOf(error), 'message') ?? 'without a reason';
    const message = `${this.http.address.host} gave up (${said.slice(0, 300)}): see its log, then go on.`;
    return new ServerError('server-lost', message, { cause: error, passing: true });
  }

  #tooOld(): ServerError {
    const message = `${this.http.address.host} does not name the tokens that it draws: update vLLM to 0.10.2 or later.`;
    return new ServerError('server-unsupported', message);
  }
}

function completion(model: string, request: CompletionRequest): Fields {
  const { prompt, most, sampling, forbidden, confidence } = request;
  return {
    model,
    prompt,
    max_tokens: most,
    stream: true,
    return_token_ids: true,
    skip_special_tokens: false,
    spaces_between_special_tokens: false,
    ...samplers(sampling),
    ...(forbidden.length === 0 ? {} : { logit_bias: Object.fromEntries(forbidden.map((token) => [token, FORBIDS])) }),
    ...(confidence && sampling.temperature > 0 ? { logprobs: 1 } : {}),
  };
}

/** All of them, because the server takes what is missing from the model's generation_config.json. */
function samplers({ temperature, topK, topP, minP, seed }: Sampling): Fields {
  return {
    temperature,
    top_k: topK === 0 ? -1 : topK,
    top_p: topP,
    min_p: minP,
    repetition_penalty: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    seed,
  };
}
