import { ReasoningError } from '../../src/reasoning/errors.js';
import { ScriptedEngine, type ScriptedSequence, type Script } from './scripted-engine.js';

/** A scripted engine in which only so many sequences can draw tokens at the same time, as a real one's memory allows. */
export class CrowdedEngine extends ScriptedEngine {
  /** The most that drew at the same time. */
  most = 0;
  #drawing = 0;

  constructor(
    script: Script,
    readonly places: number,
  ) {
    super(script);
  }

  override async open(): Promise<ScriptedSequence> {
    return this.#limited(await super.open());
  }

  #limited(sequence: ScriptedSequence): ScriptedSequence {
    const fork = sequence.fork.bind(sequence);
    const sample = sequence.sample.bind(sequence);
    sequence.fork = async () => this.#limited(await fork());
    const enter = () => {
      if (this.#drawing === this.places) throw new ReasoningError('no-sequence-left', 'All sequences are in use.');
      this.most = Math.max(this.most, ++this.#drawing);
    };
    const leave = () => {
      this.#drawing--;
    };
    sequence.sample = async function* (...args) {
      enter();
      try {
        return yield* sample(...args);
      } finally {
        leave();
      }
    };
    return sequence;
  }
}
