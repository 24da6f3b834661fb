import type { SetAside } from '../records/aside.js';
import type { ContaminationHit, Drop, RowTrace, StageResult } from '../stages/stage.js';

/** The stage's name of a funnel's step that decisions by hand make. */
export const BY_HAND = 'by hand';

/** A step of the funnel. */
export interface FunnelStep {
  /** Name of the stage in the pipeline; "pool" for the first. */
  readonly stage: string;
  readonly title: string;
  /** Questions left after it. */
  readonly left: number;
  /** Reason → how many were dropped for it, most first. */
  readonly reasons: readonly (readonly [reason: string, count: number])[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/** What became of a row: one line of fates.jsonl. */
export interface Fate {
  readonly row: number;
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly source: string;
  /** Null: it was selected. */
  readonly dropped: { readonly stage: string; readonly reason: string; readonly detail?: string } | null;
  readonly domain: string | null;
  /** Verdicts of models, by name: those of the data and those of stages. */
  readonly verdicts: Readonly<Record<string, boolean>>;
  /** Where the trace is that a model made for it; the store is relative to the result. */
  readonly trace?: RowTrace;
}

/** A stage's result as lines of a step file. */
export function* resultLines({ drops, domains, hits, traces, verdicts, asides, notes }: StageResult): Generator {
  yield { notes };
  for (const drop of drops) yield { drop };
  for (const [row, domain] of domains ?? []) yield { row, domain };
  for (const [row, trace] of traces ?? []) yield { row, trace };
  for (const [row, found] of verdicts ?? []) yield { row, verdicts: found };
  for (const hit of hits ?? []) yield { hit };
  for (const aside of asides ?? []) yield { aside };
}

/** A line as `resultLines` writes it. */
interface ResultLine {
  readonly notes?: readonly string[];
  readonly drop?: Drop;
  readonly row?: number;
  readonly domain?: string;
  readonly trace?: RowTrace;
  readonly verdicts?: Readonly<Record<string, boolean>>;
  readonly hit?: ContaminationHit;
  readonly aside?: SetAside;
}

/** The result that `resultLines` wrote. The files are our own, complete and fingerprinted: their shape is not checked. */
export async function resultOf(lines: AsyncIterable<unknown>): Promise<StageResult> {
  const drops: Drop[] = [];
  const domains = new Map<number, string>();
  const traces = new Map<number, RowTrace>();
  const verdicts = new Map<number, Readonly<Record<string, boolean>>>();
  const hits: ContaminationHit[] = [];
  const asides: SetAside[] = [];
  let notes: readonly string[] = [];
  for await (const line of lines as AsyncIterable<ResultLine>) {
    if (line.drop !== undefined) drops.push(line.drop);
    else if (line.row !== undefined) {
      if (line.domain !== undefined) domains.set(line.row, line.domain);
      if (line.trace !== undefined) traces.set(line.row, line.trace);
      if (line.verdicts !== undefined) verdicts.set(line.row, line.verdicts);
    } else if (line.hit !== undefined) hits.push(line.hit);
    else if (line.aside !== undefined) asides.push(line.aside);
    else if (line.notes !== undefined) notes = line.notes;
  }
  return { drops, domains, hits, traces, verdicts, asides, notes };
}

/** Reasons with their counts, most first. */
export function reasonCounts(drops: readonly Drop[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { reason } of drops) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
