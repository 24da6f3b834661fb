import type { DataSetFacts } from '../../data/facts.js';
import type { HostMessage, Request, RequestName, Requests, ViewMessage } from './protocol.js';

/** What VS Code gives a webview. */
interface WebviewApi {
  postMessage(message: ViewMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

/** The view's end of the line to the host: requests with typed answers, failures as errors, facts unasked. */
export class Host {
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  #next = 1;

  constructor(onFacts: (facts: DataSetFacts) => void) {
    window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
      if (data.type === 'facts') onFacts(data.facts);
      else if (data.type === 'reply') this.#settle(data.id)?.resolve(data.answer);
      else this.#settle(data.id)?.reject(new Error(data.message));
    });
  }

  /** @throws Error with the host's sentence when it could not do it */
  ask<N extends RequestName>(type: N, ask: Requests[N]['ask']): Promise<Requests[N]['answer']> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#api.postMessage({ id, request: { type, ...ask } as Request });
    });
  }

  /** What the view itself remembers while it is hidden: filters and sort. */
  get memory(): unknown {
    return this.#api.getState();
  }
  set memory(state: unknown) {
    this.#api.setState(state);
  }

  #settle(id: number) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
