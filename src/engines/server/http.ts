import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { ServerAddress } from './address.js';
import { saidBy, ServerError } from './errors.js';
import { eventData } from './events.js';

/** A question about text or the model is answered at once; longer, and something is wrong. */
const ANSWER_MS = 60_000;
/** Silence where tokens are drawn: a long prompt on a slow machine, or a queue in front of it. */
export const SILENCE_MS = 600_000;
/** Largest answer that is read whole, in bytes: the tokens of a text of 100,000 characters are far below. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

export interface Asked {
  readonly path: string;
  /** Makes it a POST. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** How long it may say nothing, in milliseconds. */
  readonly silenceMs?: number;
}

/**
 * HTTP to one server, without redirects: what is asked goes where the person said, and nowhere else. Node's own client
 * and not `fetch`, which gives up on a stream after five minutes of silence.
 */
export class HttpClient {
  constructor(
    readonly address: ServerAddress,
    private readonly apiKey?: string,
  ) {}

  /** The answer as JSON. @throws ServerError */
  async json(asked: Asked): Promise<unknown> {
    const response = await this.#send({ silenceMs: ANSWER_MS, ...asked }, 'application/json');
    const body = await this.#read(response, asked.signal);
    try {
      return JSON.parse(body);
    } catch (cause) {
      const message = `${this.address.host} does not answer as a server of language models: check the address.`;
      throw new ServerError('server-unsupported', message, { cause });
    }
  }

  /** The events of a stream. Ending it early closes the connection, which ends the server's work. @throws ServerError */
  async *events(asked: Asked): AsyncGenerator<string> {
    const response = await this.#send({ silenceMs: SILENCE_MS, ...asked }, 'text/event-stream');
    try {
      yield* eventData(response as AsyncIterable<Uint8Array>);
    } catch (cause) {
      asked.signal?.throwIfAborted();
      throw this.#lost(cause);
    } finally {
      response.destroy();
    }
  }

  /** A stream that ended before its time. */
  #lost(cause: unknown): ServerError {
    const message = `The connection to ${this.address.host} broke off: see that the server runs, then go on.`;
    return new ServerError('server-lost', message, { cause, passing: true });
  }

  async #send(
    { path, body, signal, silenceMs }: Asked & { readonly silenceMs: number },
    accept: string,
  ): Promise<IncomingMessage> {
    signal?.throwIfAborted();
    const { base, host } = this.address;
    const url = new URL(base + path);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept,
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(this.apiKey === undefined ? {} : { authorization: `Bearer ${this.apiKey}` }),
    };
    const options = { method: text === undefined ? 'GET' : 'POST', headers, ...(signal && { signal }) };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, resolve);
      request.setTimeout(silenceMs, () => {
        request.destroy(new Error(`no answer within ${silenceMs / 1000} s`));
      });
      request.on('error', reject);
      request.end(text);
    }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      const message = `No server answers at ${host}: start it, or correct the address.`;
      throw new ServerError('server-unreachable', message, { cause, passing: true });
    });
    if (response.statusCode === 200) return response;
    throw await this.#refused(response, signal);
  }

  async #read(response: IncomingMessage, signal: AbortSignal | undefined): Promise<string> {
    const pieces: Buffer[] = [];
    let size = 0;
    try {
      for await (const piece of response as AsyncIterable<Buffer>) {
        size += piece.length;
        if (size > LARGEST_ANSWER) throw new Error('the answer is too large');
        pieces.push(piece);
      }
    } catch (cause) {
      signal?.throwIfAborted();
      throw this.#lost(cause);
    }
    return Buffer.concat(pieces).toString('utf8');
  }

  async #refused(response: IncomingMessage, signal: AbortSignal | undefined): Promise<ServerError> {
    const { statusCode: status = 0 } = response;
    const { host } = this.address;
    const said = saidBy(await this.#read(response, signal).catch(() => ''));
    const cause = new Error(`HTTP ${status}: ${said}`);
    if (status === 401 || status === 403) {
      const how =
        this.apiKey === undefined
          ? `set the environment variable THINK_HARDER_API_KEY, and THINK_HARDER_API_HOST to "${host}" where it is another machine`
          : 'correct the environment variable THINK_HARDER_API_KEY';
      return new ServerError('server-key', `${host} wants a key that it knows: ${how}.`, { cause });
    }
    if (status >= 300 && status < 400) {
      const message = `${host} sends requests on to another place, which is not followed: name that place itself.`;
      return new ServerError('server-address', message, { cause });
    }
    if (status === 429 || status === 502 || status === 503 || status === 504) {
      const message = `${host} is not ready (${said === '' ? `HTTP ${status}` : said}): wait until it is, then go on.`;
      return new ServerError('server-busy', message, { cause, passing: true });
    }
    if (status === 404 || status === 405) {
      return new ServerError('server-unsupported', `${host} does not offer this (HTTP ${status}).`, { cause });
    }
    return refusal(host, said === '' ? `HTTP ${status}` : said, { cause, passing: status >= 500 });
  }
}

/** A server's own words for why it did not go on, in a status or in a stream. */
export function refusal(
  host: string,
  said: string,
  options: { readonly cause: unknown; readonly passing: boolean },
): ServerError {
  // llama.cpp parses what it made (common/chat.cpp), and bytes that are no text do not parse.
  if (said.includes('output that does not match')) {
    const message = `${host} cannot read what its model writes at this place: ask at a lower temperature, or another model.`;
    return new ServerError('server-output', message, options);
  }
  return new ServerError('server-refused', `${host} refused (${said.slice(0, 300)}): see its log.`, options);
}
