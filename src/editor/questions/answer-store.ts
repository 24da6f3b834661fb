import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafely } from '../../backend/safe-write.js';
import { Emitter } from '../events.js';
import type { StoredAnswer } from './result-of-trace.js';

const FILE = 'answers.json';
const VERSION = 1;

export interface AnswerStoreLimits {
  /** Answers kept; the oldest go first. */
  readonly most: number;
  /** Characters of JSON kept. */
  readonly mostCharacters: number;
}
const LIMITS: AnswerStoreLimits = { most: 5000, mostCharacters: 20_000_000 };

/**
 * The answers of this workspace by the hash of their question: they survive the window, and find their question again
 * wherever it stands. Written beside and renamed; another window's answers in the same file are kept.
 */
export class AnswerStore {
  readonly #added = new Emitter<readonly StoredAnswer[]>();
  readonly onDidAdd = this.#added.event;
  readonly #answers = new Map<string, StoredAnswer>();
  #loaded: Promise<void> | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly log: (text: string) => void,
    private readonly limits: AnswerStoreLimits = LIMITS,
  ) {}

  /** Reads what was kept, once. A file that cannot be read is put aside, not overwritten. */
  load(): Promise<void> {
    this.#loaded ??= this.#read();
    return this.#loaded;
  }

  get(hash: string): StoredAnswer | undefined {
    return this.#answers.get(hash);
  }

  all(): readonly StoredAnswer[] {
    return [...this.#answers.values()];
  }

  /** Keeps an answer in place of an earlier one to the same question. Resolves when it is on the disk. */
  async add(answer: StoredAnswer): Promise<void> {
    await this.load();
    this.#put(answer);
    this.#added.fire([answer]);
    await this.#save();
  }

  /** Resolves when what was added is on the disk. */
  settled(): Promise<void> {
    return this.#queue;
  }

  #put(answer: StoredAnswer): void {
    this.#answers.delete(answer.hash); // the newest stands last
    this.#answers.set(answer.hash, answer);
  }

  #save(): Promise<void> {
    this.#queue = this.#queue
      .then(() => this.#write())
      .catch((error: unknown) => {
        this.log(`The answers could not be saved. ${String(error)}`);
      });
    return this.#queue;
  }

  async #write(): Promise<void> {
    for (const other of parseAnswers(await this.#text()) ?? []) {
      const own = this.#answers.get(other.hash);
      if (own === undefined || own.solved < other.solved) this.#put(other);
    }
    const kept = this.#bounded();
    this.#answers.clear();
    for (const answer of kept) this.#answers.set(answer.hash, answer);
    await writeSafely(
      this.#path,
      `${JSON.stringify({ format: 'think-harder/answers', version: VERSION, answers: kept })}\n`,
    );
  }

  /** The newest answers that the limits allow, the oldest first. */
  #bounded(): StoredAnswer[] {
    const newest = [...this.#answers.values()].sort((a, b) => b.solved.localeCompare(a.solved));
    const kept: StoredAnswer[] = [];
    let characters = 0;
    for (const answer of newest.slice(0, this.limits.most)) {
      characters += JSON.stringify(answer).length;
      if (characters > this.limits.mostCharacters) break;
      kept.push(answer);
    }
    return kept.reverse();
  }

  get #path(): string {
    return join(this.folder, FILE);
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }

  async #read(): Promise<void> {
    try {
      const text = await this.#text();
      const answers = parseAnswers(text);
      if (answers === undefined && text !== '') {
        await rename(this.#path, `${this.#path}.${Date.now()}.unreadable`);
        this.log(`${FILE} could not be understood and was put aside.`);
      }
      for (const answer of answers ?? []) this.#put(answer);
    } catch (error) {
      this.log(`The answers of earlier sessions could not be read. ${String(error)}`);
    }
  }
}

/** @returns undefined for what is no file of answers; entries that do not fit are left out */
export function parseAnswers(text: string): StoredAnswer[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const source = record(value);
  if (source?.format !== 'think-harder/answers' || source.version !== VERSION || !Array.isArray(source.answers)) {
    return undefined;
  }
  return source.answers.flatMap((entry: unknown) => (isAnswer(entry) ? [entry] : []));
}

const ENDS: readonly unknown[] = ['natural', 'budget', 'user', 'context', 'loop', null];

function isAnswer(value: unknown): value is StoredAnswer {
  const entry = record(value);
  if (entry === undefined) return false;
  const texts = [entry.hash, entry.answer, entry.trace, entry.solved];
  const optional = [entry.solution, entry.model];
  return (
    texts.every((text) => typeof text === 'string') &&
    optional.every((text) => text === undefined || typeof text === 'string') &&
    typeof entry.tokens === 'number' &&
    typeof entry.milliseconds === 'number' &&
    (entry.budget === null || typeof entry.budget === 'number') &&
    ENDS.includes(entry.thinkingEnd)
  );
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
