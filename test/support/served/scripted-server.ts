import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CHATML, END, type Script } from '../scripted-engine.js';
import { llamaCppRoutes } from './llama-cpp-routes.js';
import { ServedVocabulary } from './vocabulary.js';
import { vllmRoutes } from './vllm-routes.js';

export interface ServedOptions {
  readonly script: Script;
  readonly words?: readonly string[];
  readonly special?: readonly string[];
  /** Text of the token that begins every text; empty: none. */
  readonly begin?: string;
  /** Tokens that fit into the context, as the server counts. */
  readonly contextSize?: number;
  readonly chatTemplate?: string;
  readonly models?: readonly string[];
  /** The key that requests must bring. */
  readonly key?: string;
  /** Pause before each token, in milliseconds. */
  readonly tokenMs?: number;
}

/** A request to one of the routes, its body read. */
export interface Call {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly response: ServerResponse;
}

export type Routes = Readonly<Record<string, (call: Call, server: ScriptedServer) => unknown>>;

/** Thrown by a route: an answer with this status. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What goes wrong, once each: consumed as it happens. */
export interface Mishaps {
  /** Answers with 503 as long as the model is being loaded: so many times. */
  loading: number;
  /** The connection breaks behind so many tokens of a stream. */
  breaks: number[];
}

/**
 * A server in this process that speaks the protocol of llama.cpp's llama-server or of vLLM as those do, with a script in
 * place of a model. The shapes of the answers are those of llama-server (llama.cpp v0.4.0) and vLLM 0.10.2.
 */
export class ScriptedServer implements AsyncDisposable {
  readonly mishaps: Mishaps = { loading: 0, breaks: [] };
  /** What was asked, in order. */
  readonly calls: Call[] = [];
  readonly authorizations: (string | undefined)[] = [];
  /** Streams that the other side closed before they were at their end. */
  closedEarly = 0;
  /** Histories that it still has, as a real one's slots. */
  readonly cached: number[][] = [];
  readonly contextSize: number;
  readonly begin: string;
  chatTemplate: string;
  readonly models: readonly string[];

  private constructor(
    private readonly server: Server,
    private readonly routes: Routes,
    readonly vocabulary: ServedVocabulary,
    readonly options: ServedOptions,
  ) {
    this.begin = options.begin ?? '';
    this.contextSize = options.contextSize ?? 2048;
    this.chatTemplate = options.chatTemplate ?? CHATML;
    this.models = options.models ?? ['org/scripted'];
  }

  static async start(kind: 'llama.cpp' | 'vLLM' | Routes, options: ServedOptions): Promise<ScriptedServer> {
    const { script, words = [], special = ['<|im_start|>', END, '<think>', '</think>'] } = options;
    const server = createServer();
    const routes = kind === 'llama.cpp' ? llamaCppRoutes : kind === 'vLLM' ? vllmRoutes : kind;
    const scripted = new ScriptedServer(server, routes, new ServedVocabulary(script, special, words, END), options);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void scripted.#answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return scripted;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Bodies of the requests to a path. */
  asked(path: string): Call['body'][] {
    return this.calls.filter((call) => call.path === path).map(({ body }) => body);
  }

  /** Sends events as they come; a mishap breaks the connection, and the other side may close it. */
  async stream(
    response: ServerResponse,
    events: Iterable<{ readonly data: string; readonly token: boolean }>,
  ): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let tokens = 0;
    const breakAt = this.mishaps.breaks.shift();
    for (const { data, token } of events) {
      if (token && tokens++ === breakAt) {
        response.destroy();
        return;
      }
      if (token) await delay(this.options.tokenMs ?? 0);
      if (response.destroyed || response.closed) {
        this.closedEarly += 1;
        return;
      }
      response.write(`data: ${data}\n\n`);
    }
    response.end();
  }

  /** Prompt tokens that need not be evaluated: those of the longest history there is, but never all. */
  cachedOf(prompt: readonly number[]): number {
    const shared = this.cached.map((history) => {
      const differs = prompt.findIndex((token, index) => token !== history[index]);
      return differs === -1 ? prompt.length : differs;
    });
    return Math.min(prompt.length - 1, Math.max(0, ...shared));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const text = Buffer.concat(pieces).toString('utf8');
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const body = (text === '' ? {} : JSON.parse(text)) as Call['body'];
    const call = { path, body, response };
    this.calls.push(call);
    this.authorizations.push(request.headers.authorization);
    try {
      if (this.mishaps.loading > 0) {
        this.mishaps.loading -= 1;
        throw new Refusal(503, 'Loading model');
      }
      const { key } = this.options;
      if (key !== undefined && request.headers.authorization !== `Bearer ${key}`)
        throw new Refusal(401, 'Invalid API Key');
      const route = this.routes[path];
      if (route === undefined) throw new Refusal(404, 'File Not Found');
      const answer = await route(call, this);
      if (answer === undefined) return;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: (error as Error).message, code: status } }));
    }
  }
}
