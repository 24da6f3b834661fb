import type { LoadProgress } from '../backend/protocol.js';
import type { CliOutput } from './io.js';

const PHASES: Record<LoadProgress['phase'], string> = {
  checking: 'Checking the model',
  reading: 'Loading the model',
  measuring: 'Measuring the best number of threads (once for this model)',
};

const CLEAR = '\r\u001b[2K';

/** One line on a terminal that says what takes its time, and is gone afterwards. Says nothing elsewhere. */
export class ProgressLine {
  #shown = false;

  constructor(private readonly output: CliOutput) {}

  loading({ phase, fraction }: Pick<LoadProgress, 'phase' | 'fraction'>): void {
    this.show(`${PHASES[phase]} … ${Math.round(fraction * 100)} %`);
  }

  reading(done: number, total: number): void {
    if (done < total) this.show(`Reading the question … ${Math.round((done / total) * 100)} %`);
    else this.clear();
  }

  clear(): void {
    if (this.#shown) this.output.write(CLEAR);
    this.#shown = false;
  }

  show(text: string): void {
    if (this.output.isTTY !== true) return;
    this.output.write(`${CLEAR}${text.slice(0, (this.output.columns ?? 80) - 1)}`);
    this.#shown = true;
  }
}
