/** The questions of one document, followed through its edits: what an edit did not touch is not worked on again. */
import { AnswerKeys } from './answer-keys.js';
import { Assembler } from './assemble.js';
import { sameContext, type AssemblyContext } from './assembly-context.js';
import type { Chunk } from './chunks.js';
import { emit, type Source } from './emit.js';
import type { FactsCache } from './judge.js';
import type { Question } from './question.js';
import type { SegmentCache } from './segments.js';

/** A chunk with the offset at which it begins. */
export interface PlacedChunk {
  readonly chunk: Chunk;
  readonly base: number;
}

/** Chunks that were assembled together, from one that begins something new to the next. */
interface Stretch {
  readonly chunks: readonly Chunk[];
  readonly context: AssemblyContext;
  /** Offsets count from the first chunk. */
  readonly questions: readonly Question[];
  /** The questions where they stood last: most stretches stay where they are. */
  placed: { readonly base: number; readonly questions: readonly Question[] };
}

export class DocumentReader {
  #stretches: readonly Stretch[] = [];
  readonly #keys = new AnswerKeys();

  constructor(
    readonly segments: SegmentCache,
    readonly facts: FactsCache,
  ) {}

  read(placed: readonly PlacedChunk[], source: Source): Question[] {
    const old = this.#stretches;
    const fresh: Stretch[] = [];
    // Stretches before the edit stand as they are. The last of them is done again: what follows may belong to it.
    let done = 0;
    let at = 0;
    while (
      done + 1 < old.length &&
      this.#matches(old[done], placed, at) &&
      this.#matches(old[done + 1], placed, at + (old[done]?.chunks.length ?? 0))
    ) {
      const stretch = old[done];
      if (stretch === undefined) break;
      fresh.push(stretch);
      at += stretch.chunks.length;
      done++;
    }
    // Stretches behind the edit, by the chunk they begin with.
    const behind = new Map<Chunk, number>();
    let tail = placed.length;
    for (let i = old.length - 1; i >= done; i--) {
      const stretch = old[i];
      const first = stretch?.chunks[0];
      if (stretch === undefined || first === undefined) break;
      tail -= stretch.chunks.length;
      if (tail < at || !stretch.chunks.every((chunk, k) => placed[tail + k]?.chunk === chunk)) break;
      behind.set(first, i);
    }

    let assembler = this.#assembler(fresh.length > 0 ? old[done]?.context : undefined);
    let context = assembler.context();
    let begin = at;
    const close = (end: number): void => {
      if (end <= begin) return;
      const base = placed[begin]?.base ?? 0;
      const found = emit(assembler.roots, source, this.facts);
      const questions = found.map((question) => moved(question, -base));
      const chunks = placed.slice(begin, end).map((item) => item.chunk);
      fresh.push({ chunks, context, questions, placed: { base, questions: found } });
    };
    for (; at < placed.length; at++) {
      const item = placed[at];
      if (item === undefined) break;
      const before = assembler.context();
      const roots = assembler.roots.length;
      const [first, ...rest] = item.chunk.blocks;
      if (first !== undefined) assembler.add(first, item.base);
      if (first !== undefined && assembler.fresh && at > begin) {
        // What was open before is finished; its nodes are taken out of the assembler that goes on.
        assembler.roots.splice(roots);
        close(at);
        const known = behind.get(item.chunk);
        const reuse = known === undefined ? undefined : old[known];
        if (known !== undefined && reuse !== undefined && sameContext(reuse.context, before)) {
          fresh.push(...old.slice(known));
          this.#stretches = fresh;
          return this.#questions(placed);
        }
        const next = this.#assembler(before);
        next.add(first, item.base);
        assembler = next;
        context = before;
        begin = at;
      }
      for (const block of rest) assembler.add(block, item.base);
    }
    close(placed.length);
    this.#stretches = fresh;
    return this.#questions(placed);
  }

  #assembler(context: AssemblyContext | undefined): Assembler {
    const assembler = new Assembler(this.segments, this.facts);
    if (context !== undefined) assembler.restore(context);
    return assembler;
  }

  #matches(stretch: Stretch | undefined, placed: readonly PlacedChunk[], at: number): boolean {
    return stretch?.chunks.every((chunk, i) => placed[at + i]?.chunk === chunk) === true;
  }

  #questions(placed: readonly PlacedChunk[]): Question[] {
    const all: Question[] = [];
    let at = 0;
    for (const stretch of this.#stretches) {
      const base = placed[at]?.base ?? 0;
      if (stretch.placed.base !== base)
        stretch.placed = { base, questions: stretch.questions.map((question) => moved(question, base)) };
      for (const question of stretch.placed.questions) all.push(question);
      at += stretch.chunks.length;
    }
    return this.#keys.apply(all, placed);
  }
}

function moved(question: Question, by: number): Question {
  if (by === 0) return question;
  const range = question.referenceRange;
  const place = {
    ...question,
    start: question.start + by,
    end: question.end + by,
    bodyEnd: question.bodyEnd + by,
    extent: question.extent + by,
  };
  return range === undefined ? place : { ...place, referenceRange: { start: range.start + by, end: range.end + by } };
}
