import type { Disposable } from 'vscode';

/** One thing the extension does; the composition root registers each, and one that fails stops no other. */
export interface Feature {
  register(): Disposable;
}
