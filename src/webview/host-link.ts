import type { HostMessage, ViewMessage, ViewRequest } from './protocol.js';

/** What VS Code gives a webview. */
interface WebviewApi {
  postMessage(message: ViewMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

type Reply = Extract<HostMessage, { type: 'reply' }>;

/** The view's end of the line to the host: requests with replies, failures as errors, and what the host sends unasked. */
export class HostLink {
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  #next = 1;

  constructor(onMessage: (message: Exclude<HostMessage, { type: 'reply' | 'failed' }>) => void) {
    window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
      if (data.type === 'reply') this.#settle(data.id)?.resolve(data);
      else if (data.type === 'failed') this.#settle(data.id)?.reject(new Error(data.message));
      else onMessage(data);
    });
  }

  #settle(id: number): { resolve: (reply: Reply) => void; reject: (error: Error) => void } | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** @throws Error with the host's sentence when it could not do it. */
  async ask(request: ViewRequest): Promise<Reply> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#api.postMessage({ id, request });
    });
  }

  /** What the view itself remembers while it is hidden: no truth, only what is being typed. */
  get draft(): string {
    const state = this.#api.getState();
    const draft = typeof state === 'object' && state !== null && 'draft' in state ? state.draft : undefined;
    return typeof draft === 'string' ? draft : '';
  }
  set draft(text: string) {
    this.#api.setState({ draft: text });
  }
}
