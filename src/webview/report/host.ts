import type { ReadTrace } from '../../evaluation/report/read-trace.js';
import type { PageData } from '../../evaluation/report/page-data.js';
import type { Hello, ReportHostMessage, ReportRequest, ReportViewMessage, SampleRef } from './protocol.js';

/** Where a view of a report gets what it shows: the editor, or the file it is in. */
export interface ReportHost {
  begin(onData: (data: PageData) => void): Promise<Hello>;
  /** @throws Error with a sentence when they cannot be had */
  traces(sample: SampleRef): Promise<readonly ReadTrace[]>;
  save(name: string, content: string, base64: boolean): Promise<void>;
  /** Absent where there is nothing more to export. */
  readonly exportReport?: () => Promise<void>;
  /** Absent where the browser itself opens links. */
  readonly openLink?: (address: string) => void;
}

interface WebviewApi {
  postMessage(message: ReportViewMessage): void;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

type Reply = Extract<ReportHostMessage, { type: 'reply' }>;
interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** VS Code's side of the view in the editor. */
export class EditorHost implements ReportHost {
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  async begin(onData: (data: PageData) => void): Promise<Hello> {
    window.addEventListener('message', ({ data }: MessageEvent<ReportHostMessage>) => {
      if (data.type === 'report') {
        onData(data.data);
        return;
      }
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.type === 'reply') waiting?.resolve(data);
      else waiting?.reject(new Error(data.message));
    });
    const { hello } = await this.#ask({ type: 'ready' });
    if (hello === undefined) throw new Error('no report came');
    this.#api.setState(hello.state);
    return hello;
  }

  async traces(sample: SampleRef): Promise<readonly ReadTrace[]> {
    return (await this.#ask({ type: 'traces', ...sample })).traces ?? [];
  }

  async save(name: string, content: string, base64: boolean): Promise<void> {
    await this.#ask({ type: 'save', name, content, base64 });
  }

  readonly exportReport = async (): Promise<void> => {
    await this.#ask({ type: 'export' });
  };

  readonly openLink = (address: string): void => {
    void this.#ask({ type: 'open-link', address });
  };

  #ask(request: ReportRequest): Promise<Reply> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#api.postMessage({ id, request });
    });
  }
}
