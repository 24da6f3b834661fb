import { dirname, join } from 'node:path';
import { DecisionJournal, DECISIONS_FILE } from '../curation/decisions.js';
import { CurationError } from '../curation/errors.js';
import { applyDecisions, NOTHING_LEFT, type LeftBehind } from '../curation/pipeline/by-hand.js';
import { stepByHand } from '../curation/pipeline/carried-decisions.js';
import { FATES_FILE } from '../curation/pipeline/output-files.js';
import { selectedRow } from '../curation/pipeline/selected-row.js';
import { questionHash } from '../curation/pool-row.js';
import { fileIdentity } from '../curation/records/file-identity.js';
import { whileFollowing, whileLocked, type WhileLocked } from '../curation/records/result-lock.js';
import type { Log } from '../backend/engine-provider.js';
import { causeText } from '../backend/errors.js';
import type { DataSet } from './data-set.js';
import type { Decision, HitFacts, ResultFacts } from './facts.js';
import { ResultHits, TaskQuestions } from './hits.js';
import { jsonLines } from './json-lines.js';
import { pipelineResult, poolRowOf, type PipelineResult } from './pipeline-result.js';
import type { ResultView } from './result-view.js';
import type { RowSource } from './row-source.js';

export interface PipelineViewOptions {
  /** Without it nothing is written: decisions that are there are shown and not brought into the result. */
  readonly mayWrite: boolean;
  readonly log: Log;
  /** The facts have changed, some time after a decision. */
  readonly onChange: () => void;
}

/** Milliseconds after a decision until the result is written anew: one that is followed by others costs nothing. */
const APPLY_MS = 400;

/** What of a result is not as it was decided. */
type NotFollowed = LeftBehind & { readonly problem: string | null };

/** The result of a pipeline: its rows can be kept and dropped by hand. */
export class PipelineView implements ResultView {
  readonly #hits: Promise<ResultHits>;
  readonly #tasks: TaskQuestions;
  #set: DataSet | undefined;
  #timer: NodeJS.Timeout | undefined;
  #applying: Promise<void> = Promise.resolve();
  /** Whether the pipeline selected each of the rows that are decided about. */
  readonly #selected = new Map<number, boolean>();
  /** What did not follow the decisions when they were applied last, and why none did. */
  #left: NotFollowed = { ...NOTHING_LEFT, problem: null };

  private constructor(
    private readonly result: PipelineResult,
    private readonly journal: DecisionJournal,
    private readonly standing: WhileLocked,
    private readonly options: PipelineViewOptions,
  ) {
    this.#hits = ResultHits.read(join(result.folder, 'hits.jsonl'));
    this.#hits.catch(() => undefined); // told to whoever looks at a hit
    this.#tasks = new TaskQuestions(result.pipelineFolder);
  }

  /** @param path the result's funnel.json */
  static async open(path: string, options: PipelineViewOptions): Promise<PipelineView> {
    const folder = dirname(path);
    // Every run writes its fates anew: before anything else is read, so that what is read is never older than it.
    const standing = await standingOf(folder);
    const journal = await DecisionJournal.open(join(folder, DECISIONS_FILE), standing);
    return new PipelineView(await pipelineResult(folder), journal, standing, options);
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

  async hitsOf(row: number, id: string, stage: string | null): Promise<HitFacts[]> {
    return this.#tasks.withQuestions((await this.#hits).of(row, id, stage));
  }

  async attach(set: DataSet): Promise<void> {
    this.#set = set;
    await set.index;
    await this.#noteHand();
    // A process that was killed may have written a decision and not yet the selection.
    this.#apply();
    await this.#applying;
  }

  async decide(rows: readonly number[], decision: Decision | null): Promise<void> {
    this.#needWrite();
    await this.journal.decide(await Promise.all(rows.map((row) => this.#named(row))), decision);
    await this.#changed();
  }

  async undo(): Promise<void> {
    this.#needWrite();
    if (await this.journal.undo()) await this.#changed();
  }

  async redo(): Promise<void> {
    this.#needWrite();
    if (await this.journal.redo()) await this.#changed();
  }

  async settle(): Promise<void> {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#apply();
    }
    await this.#applying;
  }

  #needWrite(): void {
    if (!this.options.mayWrite) throw new Error('the result was opened to be looked at only');
  }

  /** A row's name in the journal. */
  async #named(row: number) {
    const { fields } = await this.#opened.fieldsOf(row);
    const question = typeof fields.question === 'string' ? fields.question : '';
    return { row, id: typeof fields.id === 'string' ? fields.id : '', hash: questionHash(question) };
  }

  async #changed(): Promise<void> {
    await this.#noteHand();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#apply(), APPLY_MS);
  }

  /** Shows what is decided by now, also in other windows. */
  async #noteHand(): Promise<void> {
    const { decided } = this.journal.state;
    const { rows } = this.#opened.facts;
    for (const row of decided.keys()) {
      if (row >= rows || this.#selected.has(row)) continue;
      this.#selected.set(row, (await this.#opened.fieldsOf(row)).fields.fate === 'selected');
    }
    this.#opened.notes = { hand: decided };
    this.#opened.forgetResults();
  }

  /** Writes the selection as it is decided now, after what is being written. */
  #apply(): void {
    this.#timer = undefined;
    if (this.result.missing !== null || !this.options.mayWrite) return;
    this.#applying = this.#applying
      .then(() => whileFollowing(this.result.folder, () => this.#follow()))
      .then((left) => this.#tellLeft({ ...left, problem: null }))
      .catch((error: unknown) => this.#tellLeft({ ...this.#left, problem: this.#problemOf(error) }));
  }

  async #follow(): Promise<LeftBehind> {
    const { folder } = this.result;
    if (await this.standing(() => this.journal.refresh())) {
      await this.#noteHand();
      this.options.onChange();
    }
    return applyDecisions(folder, {
      fates: () => this.#fates(),
      decided: this.journal.state.decided,
      lineOf: (row) => this.#lineOf(row),
      standing: this.standing,
    });
  }

  #problemOf(error: unknown): string {
    const { folder } = this.result;
    if (error instanceof CurationError) {
      this.options.log('warn', `The result in ${folder} was not written: ${error.message}`);
      return error.message;
    }
    this.options.log('error', `The result in ${folder} was not written: ${causeText(error)}`);
    return `The files of the result could not be written: make room in ${folder}, or check its permissions.`;
  }

  #tellLeft(left: NotFollowed): void {
    const isSame = JSON.stringify(left) === JSON.stringify(this.#left);
    this.#left = left;
    if (!isSame) this.options.onChange();
  }

  async *#fates(): AsyncGenerator<{ row: number; selected: boolean }> {
    for await (const { row, dropped } of jsonLines(join(this.result.folder, FATES_FILE))) {
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

/** Runs what writes into a result while nobody else does, and only while it is the one that stands there now. */
async function standingOf(folder: string): Promise<WhileLocked> {
  const fates = join(folder, FATES_FILE);
  const opened = await fileIdentity(fates);
  return (action) =>
    whileLocked(folder, async () => {
      if ((await fileIdentity(fates)) === opened) return action();
      const message = `The pipeline has run again since ${folder} was opened, and its rows are others: open it again.`;
      throw new CurationError('unreadable', message);
    });
}
