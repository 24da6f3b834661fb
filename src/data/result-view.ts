import { NOTHING_LEFT } from '../curation/pipeline/by-hand.js';
import { contaminationFunnel, contaminationResult } from './contamination-result.js';
import type { DataSet } from './data-set.js';
import type { Decision, HitFacts, ResultFacts } from './facts.js';
import { TaskQuestions } from './hits.js';
import type { RowSource } from './row-source.js';

/** What a result has beside its rows. */
export interface ResultView {
  readonly source: RowSource;
  readonly facts: ResultFacts;
  /** Where relative names of its files count from. */
  readonly folder: string;
  /** @param stage what dropped the row; null: nothing did */
  hitsOf(row: number, id: string, stage: string | null): Promise<HitFacts[]>;
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
    hitsOf: (row) => tasks.withQuestions(hits.of(row)),
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
