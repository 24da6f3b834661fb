import type { TraceEvent } from '../reasoning/events.js';
import { liveSpans, type AnswerEnd, type Span, type ThinkingEnd, type Trace } from '../reasoning/trace.js';
import { printable, type Style } from './style.js';

const THINKING_ENDED: Record<ThinkingEnd, string> = {
  turn: 'thinking ended: the model ended its turn in the middle of it',
  natural: 'thinking ended by itself',
  budget: 'thinking ended by the budget',
  user: 'thinking ended by you',
  context: 'thinking ended: the context is full',
  loop: 'thinking ended: it repeated itself',
};

const ANSWER_ENDED: Record<AnswerEnd, string | undefined> = {
  natural: undefined,
  censored: 'the answer was cut: raise --answer-reserve, or load the model with a larger --context-size',
  stopped: 'stopped',
};

/** Writes a trace as it comes: thinking faint, forced text marked, why thinking ended, the answer, the counts. */
export class TracePrinter {
  #role: 'none' | 'thinking' | 'answer' = 'none';
  #atLineStart = true;
  #started = false;
  #thinking = 0;

  constructor(
    private readonly write: (text: string) => void,
    private readonly style: Style,
  ) {}

  print(event: TraceEvent): void {
    switch (event.type) {
      case 'start':
        this.#start(event.trace);
        break;
      case 'tokens':
        this.#tokens(event);
        break;
      case 'cut':
        this.#line(this.style.faint(`── the last ${plural(event.tokens, 'token')} of thinking were cut by the rules`));
        break;
      case 'loop':
        this.#line(this.style.warning(`── it repeats itself: ${plural(event.mark.period, 'token')}, over and over`));
        break;
      case 'thinking-ended':
        this.#line(this.style.faint(`── ${THINKING_ENDED[event.reason]} (${plural(this.#thinking, 'token')})`));
        break;
      case 'reopened':
        this.#line(this.style.faint('── thinking harder: the answer is taken back'));
        break;
      case 'answer-ended': {
        const why = ANSWER_ENDED[event.reason];
        if (why !== undefined) this.#line(this.style.warning(`── ${why}`));
        break;
      }
      case 'reading':
      case 'control':
      case 'cost':
        break;
    }
  }

  /** The counts of a trace that came to rest. */
  summary(trace: Trace): void {
    this.#line(this.style.faint(`── ${summaryOf(trace)}`));
  }

  /** Makes what follows begin on a line of its own. */
  endLine(): void {
    if (!this.#atLineStart) this.#write('\n');
  }

  /** Of a saved trace what is there is shown first; one that goes on after a crash is on the screen already. */
  #start(trace: Trace): void {
    if (this.#started) this.#line(this.style.faint('── going on'));
    else {
      this.#line(this.style.faint(heading(trace)));
      for (const span of liveSpans(trace)) this.#tokens(span);
    }
    this.#started = true;
    this.#thinking = trace.counts.thinking;
  }

  #tokens({
    role,
    origin,
    text,
    tokens,
    note,
  }: Pick<Span, 'role' | 'origin' | 'text' | 'note'> & { readonly tokens: readonly number[] }): void {
    if (role === 'thinking') this.#thinking += tokens.length;
    // Delimiters are not shown; the cue is, for it is read as a part of the answer.
    if (role === 'delimiter' && note !== 'cue') return;
    const part = role === 'thinking' ? 'thinking' : 'answer';
    if (part !== this.#role) {
      this.endLine();
      this.#role = part;
    }
    const safe = printable(this.#atLineStart ? text.replace(/^\n+/, '') : text);
    if (safe === '') return;
    if (origin === 'forced') this.#write(aroundLines(safe, this.style.forced));
    else this.#write(role === 'thinking' ? aroundLines(safe, this.style.faint) : safe);
  }

  #line(text: string): void {
    this.endLine();
    this.#write(`${text}\n`);
    this.#role = 'none';
  }

  #write(text: string): void {
    this.write(text);
    this.#atLineStart = text.endsWith('\n');
  }
}

/** Styles the text and not the newlines around it: a mark must not reach over the end of a line. */
function aroundLines(text: string, style: (text: string) => string): string {
  const [, before = '', core = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(text) ?? [];
  return before + (core === '' ? '' : style(core)) + after;
}

function heading({ model, engine, sampling, budget }: Trace): string {
  const { temperature, seed } = sampling;
  const drawn = temperature === 0 ? 'greedy' : `temperature ${temperature}, seed ${seed}`;
  const most = budget.maxThinking === null ? '' : `, at most ${plural(budget.maxThinking, 'thinking token')}`;
  const where = engine.threads === 0 ? engine.version : `${engine.device}, ${plural(engine.threads, 'thread')}`;
  return printable(`${model.name} on ${where}, ${drawn}${most}`);
}

function summaryOf({ counts, times }: Trace): string {
  const parts = [plural(counts.thinking, 'thinking token'), plural(counts.answer, 'answer token')];
  if (counts.forced > 0) parts.push(`${counts.forced} forced`);
  if (counts.waits > 0) parts.push(plural(counts.waits, 'wait'));
  const seconds = (times.prompt + times.thinking + times.answer) / 1000;
  const generating = (times.thinking + times.answer) / 1000;
  parts.push(`${counts.evaluated} evaluated`, `${seconds.toFixed(1)} s`);
  const made = counts.thinking + counts.answer;
  if (made > 0 && generating > 0) parts.push(`${(made / generating).toFixed(0)} tokens/s`);
  return parts.join(' · ');
}

function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
