import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { BackendClient } from '../backend/client.js';
import type { BackendSource, ModelEvents } from './reasoning-backend.js';
import type { Settings } from './settings.js';

/** The backend process: nothing of it is loaded or started before something is asked of it. */
export class BackendService implements BackendSource, AsyncDisposable {
  #client: Promise<BackendClient> | undefined;
  #events: ModelEvents | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly settings: Settings,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Process id while a backend runs; for tests and the log. */
  async pid(): Promise<number | undefined> {
    return (await this.#client)?.pid;
  }

  follow(events: ModelEvents): void {
    this.#events = events;
  }

  connect(): Promise<BackendClient> {
    this.#client ??= this.#create();
    return this.#client;
  }

  async #create(): Promise<BackendClient> {
    const { BackendClient } = await import('../backend/client.js');
    const cacheFolder = join(this.context.globalStorageUri.fsPath, 'cache');
    await mkdir(cacheFolder, { recursive: true });
    const backendSettings = () => ({ idleMinutes: this.settings.values().idleMinutes, cacheFolder });
    const client = new BackendClient({
      entry: { file: this.context.asAbsolutePath(join('dist', 'backend.mjs')) },
      settings: backendSettings(),
      log: (level, text) => this.log[level](text),
      onLoadProgress: (progress) => this.#events?.onLoadProgress(progress),
      onLoaded: () => this.#events?.onLoaded(),
      onUnloaded: (reason) => this.#events?.onUnloaded(reason),
    });
    this.context.subscriptions.push(
      this.settings.onDidChange('idleMinutes', () => void client.configure(backendSettings())),
    );
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#client)?.[Symbol.asyncDispose]();
  }
}
