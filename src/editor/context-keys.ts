import * as vscode from 'vscode';
import { type CONTEXT_KEYS, PREFIX } from './contributions.js';
import type { Feature } from './feature.js';
import type { ReasoningController } from './reasoning-controller.js';

type Keys = typeof CONTEXT_KEYS;
type ContextKey = { [K in keyof Keys]: Keys[K] extends 'boolean' ? K : never }[keyof Keys];

/** What `when` clauses may ask about the run in the view. */
export class ContextKeys implements Feature {
  readonly #set = new Map<ContextKey, boolean>();

  constructor(private readonly controller: ReasoningController) {}

  register(): vscode.Disposable {
    this.#update();
    return vscode.Disposable.from(this.controller.onDidChange(() => this.#update()));
  }

  #update(): void {
    const { running, trace } = this.controller;
    this.#write('running', running);
    this.#write('answered', !running && trace !== null && trace.end.thinking !== null);
  }

  #write(key: ContextKey, value: boolean): void {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    void vscode.commands.executeCommand('setContext', `${PREFIX}.${key}`, value);
  }
}
