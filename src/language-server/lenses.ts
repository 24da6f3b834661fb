/** The lenses above a question, and what they say. */
import type { CodeLens } from 'vscode-languageserver-protocol';
import type { View } from './documents.js';
import { answered, type Presentation } from './presentation.js';
import type { Action, QuestionRef, RunState } from './protocol.js';
import type { TrackedQuestion } from './tracked-document.js';
import { shorten } from './typeset.js';

/** What a lens is: a command of the client, or what is known of the question. */
type Kind = Action | 'state' | 'stale';

/** Number of the document's address, hash of the question, kind: short, for a document has thousands of them. */
type Data = readonly [document: number, hash: string, kind: Kind];

/**
 * Documents with more questions than this get lenses without a title; the client asks for the titles of those that it
 * shows. All of them at once would be half a megabyte for a thousand questions, after every edit.
 */
const MOST_AT_ONCE = 200;

/** Makes lenses. Data of a lens name its document by a number, so one maker serves one client. */
export class LensMaker {
  readonly #addresses: string[] = [];

  constructor(private readonly presentation: () => Presentation) {}

  /** Every lens of a document, in order; none where the client has no commands. */
  of(view: View): CodeLens[] {
    const presentation = this.presentation();
    const { options } = presentation;
    if (Object.keys(options.commands ?? {}).length === 0) return [];
    const document = this.#numberOf(view.document.uri);
    const lenses: CodeLens[] = [];
    for (const item of view.questions) {
      const start = view.document.positionAt(item.question.start);
      const range = { start, end: start };
      for (const kind of kindsAt(item, presentation)) {
        // A lens is offered only where the client has a command behind it.
        const shown = kind === 'state' || kind === 'stale' || options.commands?.[kind] !== undefined;
        if (shown) lenses.push({ range, data: [document, item.hash, kind] satisfies Data });
      }
    }
    return view.questions.length > MOST_AT_ONCE ? lenses : lenses.map((lens) => this.resolve(lens));
  }

  /** The same lens with its title and command. */
  resolve(lens: CodeLens): CodeLens {
    const data = dataOf(lens);
    if (data === undefined) return lens;
    const [document, hash, kind] = data;
    const { options, t } = this.presentation();
    const icon = (name: string, text: string): string => (options.icons === true ? `$(${name}) ${text}` : text);
    const telling = (title: string): CodeLens => ({ ...lens, command: { title, command: '' } });
    if (kind === 'stale') return telling(icon('warning', t('stale')));
    if (kind === 'state') return telling(this.#state(hash, icon));
    const [name, text] = {
      solve: ['play', t('solve')],
      thinkHarder: ['lightbulb-sparkle', t('thinkHarder')],
      check: ['checklist', t('check')],
      stop: ['debug-stop', t('stop')],
      openTrace: ['list-tree', t('trace')],
    }[kind] as [string, string];
    const ref: QuestionRef = { uri: this.#addresses[document] ?? '', hash };
    return { ...lens, command: { title: icon(name, text), command: options.commands?.[kind] ?? '', arguments: [ref] } };
  }

  #state(hash: string, icon: (name: string, text: string) => string): string {
    const { results, t } = this.presentation();
    const run: RunState = results.run(hash);
    if (run.kind === 'queued') return icon('watch', t('queued'));
    if (run.kind === 'running') {
      return icon('loading~spin', run.tokens > 0 ? t('running', run.tokens) : t('starting'));
    }
    const result = results.result(hash);
    if (result !== undefined) return icon('pass', answered(result, t));
    return run.kind === 'failed' ? icon('error', t('failed', shorten(run.message, 100))) : '';
  }

  #numberOf(address: string): number {
    const known = this.#addresses.indexOf(address);
    return known === -1 ? this.#addresses.push(address) - 1 : known;
  }
}

function kindsAt({ hash, before, question }: TrackedQuestion, { results }: Presentation): Kind[] {
  const run = results.run(hash);
  if (run.kind === 'queued' || run.kind === 'running') return ['state', 'stop'];
  const solved = results.result(hash) !== undefined;
  const kinds: Kind[] = [];
  if (solved || run.kind === 'failed') kinds.push('state');
  else if (before !== undefined) kinds.push('stale');
  if (!solved) kinds.push('solve');
  kinds.push('thinkHarder');
  if (question.reference !== undefined) kinds.push('check');
  if (solved) kinds.push('openTrace');
  return kinds;
}

function dataOf({ data }: CodeLens): Data | undefined {
  const given: unknown = data;
  if (!Array.isArray(given) || given.length !== 3) return undefined;
  const [document, hash, kind] = given as unknown[];
  return typeof document === 'number' && typeof hash === 'string' && isKind(kind) ? [document, hash, kind] : undefined;
}

const KINDS: readonly unknown[] = ['solve', 'thinkHarder', 'check', 'stop', 'openTrace', 'state', 'stale'];

function isKind(value: unknown): value is Kind {
  return KINDS.includes(value);
}
