import type { CliIo } from './io.js';

export interface Interruptible {
  /** End thinking and answer. False: nothing is thought yet. */
  answerNow(): boolean;
  /** Stop in order; what there is stays. */
  stop(): void;
  /** Leave without waiting for the model. */
  leave(): void;
}

/** Ctrl+C: once answers now, twice stops, a third time leaves. Once stops where there is nothing to answer yet. */
export function watchInterrupts(io: Pick<CliIo, 'onInterrupt' | 'stderr'>, target: Interruptible): () => void {
  let next: 'answer' | 'stop' | 'leave' = 'answer';
  return io.onInterrupt(() => {
    if (next === 'answer' && target.answerNow()) {
      io.stderr.write('\nAnswering now; Ctrl+C again stops.\n');
      next = 'stop';
    } else if (next !== 'leave') {
      target.stop();
      next = 'leave';
    } else {
      target.leave();
    }
  });
}
