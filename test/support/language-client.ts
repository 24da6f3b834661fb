import { PassThrough } from 'node:stream';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import { createConnection } from 'vscode-languageserver/node';
import type { Agreement, AnswerComparer } from '../../src/language-server/answers.js';
import * as protocol from '../../src/language-server/protocol.js';
import { serve } from '../../src/language-server/server.js';

/** Required by the protocol's type, deprecated by its text: no workspace is opened. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- the type still demands it
const NO_ROOT: Pick<InitializeParams, 'rootUri'> = { rootUri: null };

/** The commands that the tests' client has. */
export const COMMANDS = {
  solve: 'test.solve',
  thinkHarder: 'test.harder',
  check: 'test.check',
  stop: 'test.stop',
  openTrace: 'test.trace',
};

/** Strings compared as strings: what the server does with a verdict is tested here, not how it is reached. */
class PlainComparer implements AnswerComparer {
  async compare(given: string, found: string): Promise<Agreement> {
    return given.trim() === found.trim() ? 'same' : /^[\w.\s]+$/.test(given) ? 'different' : 'unknown';
  }
  [Symbol.dispose](): void {
    // nothing was started
  }
}

/** A client that speaks the real protocol with a server in this process, over streams in memory. */
export class TestClient implements AsyncDisposable {
  readonly diagnostics = new Map<string, PublishDiagnosticsParams>();
  readonly changes: { uri: string; hashes: readonly string[] }[] = [];
  refreshes = 0;
  initialized!: InitializeResult;
  #versions = new Map<string, number>();

  private constructor(
    readonly connection: ProtocolConnection,
    private readonly end: () => void,
  ) {}

  static async start(
    options: { initializationOptions?: unknown; locale?: string; answers?: AnswerComparer; plain?: boolean } = {},
  ): Promise<TestClient> {
    const up = new PassThrough();
    const down = new PassThrough();
    const connection = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
    const server = serve(connection, options.answers ?? new PlainComparer());
    connection.listen();
    const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    const made = new TestClient(client, () => {
      server[Symbol.dispose]();
      client.dispose();
      connection.dispose();
    });
    client.onNotification(
      'textDocument/publishDiagnostics',
      (params: PublishDiagnosticsParams) => void made.diagnostics.set(params.uri, params),
    );
    client.onNotification(protocol.QuestionsChanged, ({ uri, hashes }) => void made.changes.push({ uri, hashes }));
    client.onRequest('workspace/codeLens/refresh', () => {
      made.refreshes++;
      return null;
    });
    client.onRequest('workspace/inlayHint/refresh', () => null);
    client.listen();
    const params: InitializeParams = {
      processId: null,
      ...NO_ROOT,
      capabilities: { workspace: { codeLens: { refreshSupport: true }, inlayHint: { refreshSupport: true } } },
      ...(options.locale === undefined ? {} : { locale: options.locale }),
      initializationOptions:
        options.plain === true
          ? undefined
          : { commands: COMMANDS, ...(options.initializationOptions as object | undefined) },
    };
    made.initialized = await client.sendRequest('initialize', params);
    await client.sendNotification('initialized', {});
    return made;
  }

  async open(uri: string, text: string, languageId = 'markdown'): Promise<void> {
    this.#versions.set(uri, 1);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Replaces a range, as an editor does; without a range, the whole text. */
  async edit(
    uri: string,
    newText: string,
    range?: { start: { line: number; character: number }; end: { line: number; character: number } },
  ): Promise<void> {
    const version = (this.#versions.get(uri) ?? 1) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [range === undefined ? { text: newText } : { range, text: newText }],
    });
  }

  /** Sends a request of the protocol by name. */
  ask<T>(method: string, params: object): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  async questions(uri: string): Promise<readonly protocol.QuestionInfo[]> {
    return (await this.connection.sendRequest(protocol.Questions, { uri })).questions;
  }

  /** Tells the server that questions were solved. */
  async solved(...results: (Partial<protocol.Result> & { hash: string; answer: string })[]): Promise<void> {
    const whole = results.map((result) => ({
      tokens: 120,
      milliseconds: 2500,
      budget: 400,
      thinkingEnd: 'natural' as const,
      ...result,
    }));
    await this.connection.sendNotification(protocol.ResultsChanged, { results: whole });
  }

  /** Waits until `condition` holds; the server does some things in its own time. */
  async until(condition: () => boolean, ms = 3000): Promise<void> {
    const end = Date.now() + ms;
    while (!condition()) {
      if (Date.now() > end) throw new Error('It did not happen in time.');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.end();
  }
}
