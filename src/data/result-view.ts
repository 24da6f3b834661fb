import { dirname, join } from 'node:path';
import { DecisionJournal, DECISIONS_FILE } from '../curation/decisions.js';
import { applyDecisions, NOTHING_LEFT, type LeftBehind } from '../curation/pipeline/by-hand.js';
import { stepByHand } from '../curation/pipeline/carried-decisions.js';
import { selectedRow } from '../curation/pipeline/selected-row.js';
import { questionHash } from '../curation/pool-row.js';
import type { Log } from '../backend/engine-provider.js';
import { causeText } from '../backend/errors.js';
import { contaminationFunnel, contaminationResult } from './contamination-result.js';
import type { DataSet } from './data-set.js';
import type { Decision, HitFacts, ResultFacts } from './facts.js';
import { HitIndex, TaskQuestions } from './hits.js';
import { jsonLines } from './json-lines.js';
import { pipelineResult, poolRowOf, type PipelineResult } from './pipeline-result.js';
import type { RowSource } from './row-source.js';

/** What a result has beside its rows. */
export interface ResultView {
  readonly source: RowSource;
  readonly facts: ResultFacts;
  /** Where relative names of its files count from. */
  readonly folder: string;
  hitsOf(row: number, id: string): Promise<HitFacts[]>;
  /** Hands the view the data set that was made of its source. The promise is kept when its facts are final. */
  attach(set: DataSet): Promise<void>;
  decide(rows: readonly number[], decision: Decision | null): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Brings what is decided into the result, if it is not there yet. */
  settle(): Promise<void>;
}

/** A search for contamination: nothing in it is decided by hand. */
export async function contaminationView(path: string): Promise<ResultView> {
  const { folder, source, hits } = await contaminationResult(path);
  const tasks = new TaskQuestions(folder);
  let rows = 0;
  const none = { kept: 0, dropped: 0, undo: 0, redo: 0, selected: 0, ...NOTHING_LEFT, problem: null };
  const refuse = () => Promise.reject(new Error('a search for contamination has no decisions'));
  return {
    source,
    folder,
    get facts(): ResultFacts {
      const funnel = contaminationFunnel(rows, hits.rows, hits.tasks);
      return { kind: 'contamination', funnel, canDecide: false, missing: null, decisions: none };
    },
    hitsOf: (row) => tasks.withQuestions(hits.of(row, '')),
    async attach(set) {
      rows = set.facts.rows;
      await set.index;
      rows = set.facts.rows;
    },
    decide: refuse,
    undo: refuse,
    redo: refuse,
    settle: () => Promise.resolve(),
  };
}

/** Milliseconds after a decision until the result is written anew: one that is followed by others costs nothing. */
const APPLY_MS = 400;

/** What of a result is not as it was decided. */
type NotFollowed = LeftBehind & { readonly problem: string | null };

/** The result of a pipeline: its rows can be kept and dropped by hand. */
export class PipelineView implements ResultView {
  readonly #hits: Promise<HitIndex>;
  readonly #tasks: TaskQuestions;
  #set: DataSet | undefined;
  #timer: NodeJS.Timeout | undefined;
  #applying: Promise<void> = Promise.resolve();
  /** Rows that the pipeline selected, among those that are decided about. */
  readonly #selected = new Map<number, boolean>();
  /** What did not follow the decisions when they were applied last, and why none did. */
  #left: NotFollowed = { ...NOTHING_LEFT, problem: null };

  private constructor(
    private readonly result: PipelineResult,
    private readonly journal: DecisionJournal,
    private readonly log: Log,
    private readonly onChange: () => void,
  ) {
    this.#hits = HitIndex.byName(join(result.folder, 'hits.jsonl'));
    this.#hits.catch(() => undefined); // told to whoever looks at a hit
    this.#tasks = new TaskQuestions(result.pipelineFolder);
  }

  /**
   * @param path the result's funnel.json
   * @param onChange the facts have changed, some time after a decision
   */
  static async open(path: string, log: Log, onChange: () => void): Promise<PipelineView> {
    const folder = dirname(path);
    const result = await pipelineResult(folder);
    return new PipelineView(result, await DecisionJournal.open(join(folder, DECISIONS_FILE)), log, onChange);
  }

  get source(): RowSource {
    return this.result.source;
  }

  get folder(): string {
    return this.result.pipelineFolder;
  }

  get facts(): ResultFacts {
    const { decided, undo, redo } = this.journal.state;
    const counts = { keep: 0, drop: 0 };
    let selected = this.result.selected;
    for (const [row, decision] of decided) {
      counts[decision] += 1;
      const was = this.#selected.get(row) === true;
      selected += Number(decision === 'keep') - Number(was);
    }
    const { missing } = this.result;
    const decisions = { kept: counts.keep, dropped: counts.drop, undo, redo, selected, ...this.#left };
    const byHand = decided.size === 0 ? [] : [stepByHand(counts, selected)];
    const funnel = [...this.result.funnel, ...byHand];
    return { kind: 'pipeline', funnel, canDecide: missing === null, missing, decisions };
  }

  async hitsOf(_row: number, id: string): Promise<HitFacts[]> {
    return this.#tasks.withQuestions((await this.#hits).of(-1, id));
  }

  async attach(set: DataSet): Promise<void> {
    this.#set = set;
    await set.index;
    for (const row of this.journal.state.decided.keys()) await this.#learn(row);
    this.#noteHand();
    // A process that was killed may have written a decision and not yet the selection.
    this.#apply();
    await this.#applying;
  }

  async decide(rows: readonly number[], decision: Decision | null): Promise<void> {
    const named = await Promise.all(rows.map((row) => this.#learn(row)));
    await this.journal.decide(named, decision);
    this.#changed();
  }

  async undo(): Promise<void> {
    if (await this.journal.undo()) this.#changed();
  }

  async redo(): Promise<void> {
    if (await this.journal.redo()) this.#changed();
  }

  async settle(): Promise<void> {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#apply();
    }
    await this.#applying;
  }

  /** A row's name in the journal; whether the pipeline selected it is remembered. */
  async #learn(row: number) {
    const { fields } = await this.#opened.fieldsOf(row);
    this.#selected.set(row, fields.fate === 'selected');
    const question = typeof fields.question === 'string' ? fields.question : '';
    return { row, id: typeof fields.id === 'string' ? fields.id : '', hash: questionHash(question) };
  }

  #changed(): void {
    this.#noteHand();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#apply(), APPLY_MS);
  }

  #noteHand(): void {
    this.#opened.notes = { hand: this.journal.state.decided };
    this.#opened.forgetResults();
  }

  /** Writes the selection as it is decided now, after what is being written. */
  #apply(): void {
    this.#timer = undefined;
    if (this.result.missing !== null) return;
    this.#applying = this.#applying
      .then(() =>
        applyDecisions(this.result.folder, {
          fates: () => this.#fates(),
          decided: this.journal.state.decided,
          lineOf: (row) => this.#lineOf(row),
        }),
      )
      .then((left) => this.#tellLeft({ ...left, problem: null }))
      .catch((error: unknown) => {
        this.log('error', `The result in ${this.result.folder} was not written: ${causeText(error)}`);
        const problem = `The files of the result could not be written: make room in ${this.result.folder}, or check its permissions.`;
        this.#tellLeft({ ...this.#left, problem });
      });
  }

  #tellLeft(left: NotFollowed): void {
    const isSame = JSON.stringify(left) === JSON.stringify(this.#left);
    this.#left = left;
    if (!isSame) this.onChange();
  }

  async *#fates(): AsyncGenerator<{ row: number; selected: boolean }> {
    for await (const { row, dropped } of jsonLines(join(this.result.folder, 'fates.jsonl'))) {
      yield { row: Number(row), selected: dropped === null };
    }
  }

  async #lineOf(row: number): Promise<string> {
    const { fields, file, line } = await this.#opened.fieldsOf(row);
    const domain = typeof fields.domain === 'string' ? fields.domain : null;
    return JSON.stringify(selectedRow(poolRowOf(row, fields, file, line), domain));
  }

  get #opened(): DataSet {
    if (this.#set === undefined) throw new Error('the result has no rows yet');
    return this.#set;
  }
}
