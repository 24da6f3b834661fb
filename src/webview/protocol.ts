/**
 * What the extension host and the view "Reasoning" say to each other: all they share. The host owns the truth; the view
 * asks for the whole of it when it is ready, and after that receives what changed, at most once a frame.
 */
import type { AnswerEnd, LoopMark, ThinkingEnd } from '../reasoning/trace.js';
import type { SpanPatch, ViewSpan } from './spans.js';

/** What is going on. 'rest': nothing; the trace, if there is one, says how it ended. */
export type Phase =
  | { readonly kind: 'rest' }
  | {
      readonly kind: 'loading';
      readonly model: string;
      readonly stage: 'starting' | 'checking' | 'reading' | 'measuring';
      /** 0 to 1. */
      readonly fraction: number;
      readonly bytes: number;
    }
  | { readonly kind: 'reading'; readonly done: number; readonly total: number }
  | { readonly kind: 'thinking' }
  | { readonly kind: 'answering' }
  | { readonly kind: 'stopping' };

/** Something went wrong: said once, where it happened, with one thing to do. */
export interface Problem {
  /** One sentence that says what to do. */
  readonly message: string;
  readonly action?: { readonly label: string; readonly request: ViewAction };
  /** Whether "Show log" is offered beside the action. */
  readonly log: boolean;
}

/** Thinking tokens: the budget and its bounds. */
export interface BudgetView {
  /** Most thinking tokens; null: as many as the context allows. */
  readonly max: number | null;
  readonly min: number;
  /** Largest budget that the context allows; null while no model has said so yet. */
  readonly limit: number | null;
  /** Text of one more wait. */
  readonly continuation: string;
}

/** Facts of the trace that is shown. Counts are tokens, times milliseconds. */
export interface RunView {
  readonly id: string;
  readonly prompt: number;
  readonly thinking: number;
  readonly answer: number;
  readonly waits: number;
  readonly end: { readonly thinking: ThinkingEnd | null; readonly answer: AnswerEnd | null };
  readonly elapsed: number;
  /** null: not known yet. */
  readonly tokensPerSecond: number | null;
  readonly loop: LoopMark | null;
  /** Tokens an answer may have. */
  readonly answerReserve: number;
  readonly model: string;
  readonly seed: number;
  readonly created: string;
}

/** The answer that is shown beside the right one. */
export interface CheckView {
  readonly verdict: 'correct' | 'wrong' | 'censored' | 'unparsable' | 'ungraded';
  /** The right answer, as the document or a person gives it. */
  readonly reference: string;
  /** Why, in the grader's words. */
  readonly reason: string;
}

export interface ReasoningState {
  /** Model that answers, or the sentence that says why there is none. */
  readonly model: { readonly name: string; readonly loaded: boolean } | null;
  readonly question: {
    readonly text: string;
    readonly source?: string;
    /** The right answer, where the document gives one. */
    readonly reference?: string;
  } | null;
  readonly phase: Phase;
  readonly run: RunView | null;
  readonly spans: readonly ViewSpan[];
  readonly budget: BudgetView;
  readonly problem: Problem | null;
  /** What the last check of the answer in force said. */
  readonly check: CheckView | null;
  /** Questions asked before, the newest last. */
  readonly history: readonly string[];
  /** Questions offered to somebody who has asked none. */
  readonly samples: readonly string[];
  /** Whether thinking is folded once it is answered. */
  readonly foldThinking: boolean;
}

/** Everything the view needs to begin. */
export interface Hello {
  readonly state: ReasoningState;
  /** Number of the last update that is part of `state`. */
  readonly revision: number;
  /** BCP 47 tag of VS Code's language, for numbers. */
  readonly locale: string;
  /** English text → text in that language. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What changed since the update before. */
export interface Update {
  readonly revision: number;
  readonly changes: Partial<Omit<ReasoningState, 'spans'>>;
  readonly spans?: SpanPatch;
}

/** Something to do that needs no more words. */
export type ViewAction =
  | 'think-harder'
  | 'think-harder-with'
  | 'check'
  | 'continue'
  | 'one-more-wait'
  | 'answer-now'
  | 'stop'
  | 'copy'
  | 'insert'
  | 'clear'
  | 'open-source'
  | 'open-trace'
  | 'select-model'
  | 'restart'
  | 'context-size'
  | 'show-log'
  | 'dismiss';

/** From the view to the host. Each is answered by a `reply` of the same id. */
export type ViewRequest =
  | { readonly type: 'ready' }
  | { readonly type: 'solve'; readonly question: string }
  | { readonly type: 'budget'; readonly max: number | null }
  /** An address of the web; VS Code asks the person before it opens it. */
  | { readonly type: 'open-link'; readonly address: string }
  | { readonly type: 'action'; readonly action: ViewAction };

export interface ViewMessage {
  readonly id: number;
  readonly request: ViewRequest;
}

/** From the host to the view. */
export type HostMessage =
  | { readonly type: 'reply'; readonly id: number; readonly hello?: Hello }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'update'; readonly update: Update }
  /** The cursor goes to the question box. */
  | { readonly type: 'focus' };

/** Longest question the host takes, in characters; a longer one is refused with a sentence before it travels on. */
export const LONGEST_QUESTION = 200_000;

const ACTIONS: Readonly<Record<ViewAction, true>> = {
  'think-harder': true,
  'think-harder-with': true,
  check: true,
  continue: true,
  'one-more-wait': true,
  'answer-now': true,
  stop: true,
  copy: true,
  insert: true,
  clear: true,
  'open-source': true,
  'open-trace': true,
  'select-model': true,
  restart: true,
  'context-size': true,
  'show-log': true,
  dismiss: true,
};

/** A message of the view, checked: a webview draws untrusted text, so nothing that comes from it is believed unseen. */
export function parseViewMessage(value: unknown): ViewMessage | undefined {
  if (!isRecord(value) || typeof value.id !== 'number' || !isRecord(value.request)) return undefined;
  const request = parseRequest(value.request);
  return request === undefined ? undefined : { id: value.id, request };
}

function parseRequest(request: Readonly<Record<string, unknown>>): ViewRequest | undefined {
  switch (request.type) {
    case 'ready':
      return { type: 'ready' };
    case 'solve': {
      const question = request.question;
      return typeof question === 'string' ? { type: 'solve', question } : undefined;
    }
    case 'budget': {
      const max = request.max;
      if (max === null) return { type: 'budget', max: null };
      return typeof max === 'number' && Number.isSafeInteger(max) && max >= 0 ? { type: 'budget', max } : undefined;
    }
    case 'open-link': {
      const { address } = request;
      return isWebAddress(address) ? { type: 'open-link', address } : undefined;
    }
    case 'action': {
      const action = request.action;
      return isAction(action) ? { type: 'action', action } : undefined;
    }
    default:
      return undefined;
  }
}

function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && value.length < 4000 && /^https?:\/\/[^\s]+$/i.test(value);
}

function isAction(value: unknown): value is ViewAction {
  return typeof value === 'string' && Object.hasOwn(ACTIONS, value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
