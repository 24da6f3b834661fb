import { signal } from '@preact/signals';
import { onNextFrame } from '../frame.js';
import { HostLink } from '../host-link.js';
import type { ReasoningState, Update, ViewAction } from '../protocol.js';
import { applyPatch } from '../spans.js';
import { useLanguage } from '../texts.js';

/** The view's copy of the host's state. Updates that arrive within one frame are drawn together. */
export class ViewStore {
  readonly state = signal<ReasoningState | null>(null);
  /** What the host said when it could not do what was asked; shown until the next request. */
  readonly refusal = signal<string | null>(null);
  /** Counts requests to put the cursor into the question box. */
  readonly focusAsked = signal(0);
  readonly link: HostLink;
  #revision = 0;
  #queue: Update[] = [];

  constructor() {
    this.link = new HostLink((message) => {
      if (message.type === 'focus') this.focusAsked.value++;
      else this.#receive(message.update);
    });
    void this.#begin();
  }

  async #begin(): Promise<void> {
    const { hello } = await this.link.ask({ type: 'ready' });
    if (hello === undefined) return;
    useLanguage(hello.locale, hello.texts);
    document.documentElement.lang = hello.locale;
    this.#revision = hello.revision;
    this.#queue = this.#queue.filter((update) => update.revision > hello.revision);
    this.state.value = hello.state;
  }

  #receive(update: Update): void {
    this.#queue.push(update);
    if (this.state.peek() === null) return; // drawn with the first state
    onNextFrame(this.#draw);
  }

  readonly #draw = (): void => {
    let next = this.state.peek();
    if (next === null) return;
    for (const update of this.#queue.splice(0)) {
      if (update.revision <= this.#revision) continue;
      if (update.revision !== this.#revision + 1) {
        void this.#begin(); // one was lost while the view was away: start from the whole state
        return;
      }
      this.#revision = update.revision;
      const spans: ReasoningState['spans'] =
        update.spans === undefined ? next.spans : applyPatch(next.spans, update.spans);
      next = { ...next, ...update.changes, spans };
    }
    this.state.value = next;
  };

  act(action: ViewAction): void {
    this.#ask({ type: 'action', action });
  }

  solve(question: string): void {
    this.#ask({ type: 'solve', question });
  }

  setBudget(max: number | null): void {
    this.#ask({ type: 'budget', max });
  }

  openLink(address: string): void {
    this.#ask({ type: 'open-link', address });
  }

  #ask(request: Parameters<HostLink['ask']>[0]): void {
    this.refusal.value = null;
    this.link.ask(request).catch((error: unknown) => {
      this.refusal.value = error instanceof Error ? error.message : String(error);
    });
  }
}
