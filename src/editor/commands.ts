import * as vscode from 'vscode';
import { COMMANDS, PREFIX, type CommandName, type HandlersOf } from './contributions.js';
import type { Feature } from './feature.js';
import { isNotNow } from './not-now-error.js';
import type { Notifications } from './notifications.js';
import { forLog } from './problems.js';

const NAMES = Object.keys(COMMANDS) as CommandName[];

/** Registers every command. Each works from the palette; one that cannot run says what is missing and offers it. */
export class Commands implements Feature {
  constructor(
    private readonly handlers: HandlersOf<typeof COMMANDS>,
    private readonly notifications: Notifications,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      ...NAMES.map((name) =>
        vscode.commands.registerCommand(`${PREFIX}.${name}`, (...args: unknown[]) =>
          this.#guarded(name, () => this.handlers[name](...args)),
        ),
      ),
    );
  }

  /** What is missing becomes a message with an offer; anything else is a fault, told with the log beside it. */
  async #guarded(name: CommandName, run: () => unknown): Promise<unknown> {
    try {
      return await run();
    } catch (error) {
      if (isNotNow(error)) {
        this.notifications.missing(error.message, error.offer);
        return undefined;
      }
      this.log.error(`${name}: ${forLog(error)}`);
      this.notifications.failed(error instanceof Error ? error.message : String(error), () => this.log.show());
      return undefined;
    }
  }
}
