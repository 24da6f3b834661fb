import { fileIdentity } from '../../curation/records/file-identity.js';
import type { DataSetFacts } from '../../data/facts.js';

export interface OpenDataSetOptions {
  readonly path: string;
  /** A file that is written anew with everything that is shown, as a run does with its result; null: there is none. */
  readonly witness: string | null;
  readonly open: () => Promise<DataSetFacts>;
  readonly close: (handle: string) => Promise<void>;
  /** There is something new to show; with another handle, everything is. */
  readonly onFacts: (facts: DataSetFacts) => void;
}

/**
 * The data set of one editor in the data process. It is opened once; anew after its process has crashed, when a person
 * asks, and when what was opened does not stand there any more.
 */
export class OpenDataSet {
  #facts: DataSetFacts | null = null;
  #opening: Promise<DataSetFacts> | undefined;
  /** Reports that came before the answer that names the data set. */
  readonly #early = new Map<string, DataSetFacts>();
  /** The witness when the data set was opened. */
  #witnessed: string | undefined;
  #isClosed = false;

  constructor(private readonly options: OpenDataSetOptions) {}

  /** What is known of it last; null: it is not open. */
  get facts(): DataSetFacts | null {
    return this.#facts;
  }

  /** @throws Error why it cannot be opened; the next call tries again */
  opened(): Promise<DataSetFacts> {
    return this.#opening ?? this.#begin(() => Promise.resolve());
  }

  /** Closes what is open and opens what stands there now. */
  async reload(): Promise<void> {
    const before = this.#opening;
    this.#facts = null;
    this.options.onFacts(await this.#begin(() => this.#letGo(before)));
  }

  /** Opens it again if the witness is another than when it was opened. */
  async reloadIfOther(): Promise<void> {
    const { witness } = this.options;
    if (witness === null || this.#opening === undefined || this.#isClosed) return;
    const found = await fileIdentity(witness);
    if (found === undefined || found === this.#witnessed) return; // gone for a moment, or what is shown
    this.#witnessed = found;
    await this.reload();
  }

  /** A report of the process, about this data set or another one. */
  progressed(facts: DataSetFacts): void {
    if (facts.path !== this.options.path) return;
    if (this.#facts === null) this.#early.set(facts.handle, facts);
    else if (facts.handle === this.#facts.handle) this.changed(facts);
  }

  changed(facts: DataSetFacts): void {
    this.#facts = facts;
    this.options.onFacts(facts);
  }

  /** Its process has ended: the next request opens it again. */
  crashed(): void {
    this.#opening = undefined;
    this.#facts = null;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#letGo(this.#opening);
  }

  #begin(prepare: () => Promise<void>): Promise<DataSetFacts> {
    const opening = prepare().then(() => this.#open());
    this.#opening = opening;
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
    return opening;
  }

  async #open(): Promise<DataSetFacts> {
    if (this.#isClosed) throw new Error('the editor is closed');
    const { open, witness } = this.options;
    // Before it is opened: a run that ends meanwhile is noticed.
    if (witness !== null) this.#witnessed = await fileIdentity(witness);
    const facts = await open();
    this.#facts = this.#early.get(facts.handle) ?? facts;
    this.#early.clear();
    return this.#facts;
  }

  async #letGo(opening: Promise<DataSetFacts> | undefined): Promise<void> {
    const facts = await opening?.catch(() => undefined); // it was never open
    if (facts !== undefined) await this.options.close(facts.handle).catch(() => undefined); // the process is gone
  }
}
