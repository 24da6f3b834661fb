import { DelimiterScanner } from './delimiters.js';
import { ContextFullError } from './errors.js';
import type { TraceEvent } from './events.js';
import type { Run } from './run.js';
import { StreamText, type Piece } from './stream-text.js';
import type { AnswerEnd } from './trace.js';

/** How the answer ended, or that the model began to think again inside it. */
export type AnswerOutcome = AnswerEnd | 'thinks-again';

/**
 * The answer phase: a sampler of its own, seeded from (seed, position where thinking ended), a cap of its own. An answer
 * that the cap or the context cuts is *censored*. Delimiters that stray into it become delimiter spans: in the context,
 * in no view.
 */
export async function* answer(run: Run): AsyncGenerator<TraceEvent, AnswerOutcome> {
  const scanner = new DelimiterScanner([...run.format.reopen, run.format.close]);
  const text = new StreamText(run.tokenizer, run.before);
  const sampler = run.sequence.sample(run.samplingHere(), undefined, { signal: run.controls.stopSignal });
  try {
    for (;;) {
      const next = await sampler.next();
      if (next.done === true) throw new Error('the engine stopped drawing tokens by itself');
      yield* run.takeControls();
      if (run.stopped) return 'stopped';
      const token = next.value.token;
      if (run.tokenizer.isEndOfTurn(token)) {
        yield* commitAll(run, held(scanner, text));
        return 'natural';
      }
      if (run.answerDrawn >= run.budget.answerReserve) {
        yield* commitAll(run, held(scanner, text));
        return 'censored';
      }
      run.answerDrawn++;
      const piece = text.push(token);
      if (piece === undefined) continue;
      const scan = scanner.push(piece);
      yield* commitAll(run, scan.released);
      if (scan.kind === 'text') continue;
      const reopens = scan.delimiter !== run.format.close;
      const tokens = scan.pieces.flatMap((p) => p.tokens);
      yield* run.commit(
        'delimiter',
        'sampled',
        tokens,
        scan.pieces.map((p) => p.text).join(''),
        reopens ? 'begin' : 'end',
      );
      if (reopens) return 'thinks-again';
    }
  } catch (error) {
    if (run.controls.stopSignal.aborted) {
      yield* run.takeControls();
      return 'stopped';
    }
    if (!(error instanceof ContextFullError)) throw error;
    yield* commitAll(run, held(scanner, text));
    return 'censored';
  } finally {
    await sampler.return();
    await run.settle();
  }
}

/** What was drawn but held back, at the end of the answer: in the context already, so taking it back would cost. */
function held(scanner: DelimiterScanner, text: StreamText): Piece[] {
  const last = text.flush();
  return last === undefined ? [...scanner.flush()] : [...scanner.flush(), last];
}

function* commitAll(run: Run, pieces: readonly Piece[]): Generator<TraceEvent, void> {
  for (const piece of pieces) yield* run.commit('answer', 'sampled', piece.tokens, piece.text);
}
