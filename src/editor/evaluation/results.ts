import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../evaluation/report/report.js';

/** What lies in the results folder of an evaluation: written by this window, another one, or the command line. */
export interface Results {
  /** Samples in the journals. */
  readonly samples: number;
  /** When a journal was last written; 0: there is none. */
  readonly changed: number;
  readonly report: ReportSummary | null;
}

export interface ReportSummary {
  readonly title: string;
  readonly runs: Report['runs'];
  readonly questions: number;
  readonly warnings: number;
  /** When it was written. */
  readonly written: number;
}

const NONE: Results = { samples: 0, changed: 0, report: null };

/** Where the results of an evaluation go when nothing else is said. */
export function resultsFolder(evalFile: string): string {
  return `${evalFile.replace(/(\.eval)?\.ya?ml$/i, '')}.results`;
}

/** Reads a results folder; counts are kept by size and time, so that only journals that grew are read again. */
export class ResultsReader {
  readonly #counted = new Map<string, { size: number; time: number; lines: number }>();
  readonly #reports = new Map<string, { time: number; report: ReportSummary | null }>();

  async read(folder: string): Promise<Results> {
    const samples = join(folder, 'samples');
    const names = await readdir(samples).catch(() => null);
    if (names === null) return NONE;
    let lines = 0;
    let changed = 0;
    for (const name of names.filter((file) => file.endsWith('.jsonl'))) {
      const found = await this.#count(join(samples, name));
      lines += Math.max(0, found.lines - 1); // the first line is about the run
      changed = Math.max(changed, found.time);
    }
    return { samples: lines, changed, report: await this.#report(join(folder, 'report.json')) };
  }

  async #count(path: string): Promise<{ lines: number; time: number }> {
    const facts = await stat(path).catch(() => null);
    if (facts === null) return { lines: 0, time: 0 };
    const known = this.#counted.get(path);
    if (known?.size === facts.size && known.time === facts.mtimeMs) return known;
    // A journal only grows: what was counted stays.
    const from = known !== undefined && known.size <= facts.size ? known : { size: 0, lines: 0 };
    const lines = from.lines + (await newLines(path, from.size, facts.size));
    const counted = { size: facts.size, time: facts.mtimeMs, lines };
    this.#counted.set(path, counted);
    return counted;
  }

  async #report(path: string): Promise<ReportSummary | null> {
    const facts = await stat(path).catch(() => null);
    if (facts === null) return null;
    const known = this.#reports.get(path);
    if (known?.time === facts.mtimeMs) return known.report;
    const report = await readReport(path).then(
      ({ title, runs, task, warnings }) => ({
        title,
        runs,
        questions: task.questions,
        warnings: warnings.length,
        written: facts.mtimeMs,
      }),
      () => null, // being replaced, or of another version: it is made anew when it is opened
    );
    this.#reports.set(path, { time: facts.mtimeMs, report });
    return report;
  }
}

/** @throws where there is none, or another version's */
export async function readReport(path: string): Promise<Report> {
  const value = JSON.parse(await readFile(path, 'utf8')) as Partial<Report> | null;
  const isReport =
    Array.isArray(value?.runs) && Array.isArray(value.questions) && Array.isArray(value.publishedMethods);
  if (!isReport) throw new Error(`${path} is no report of this version`);
  return value as Report;
}

async function newLines(path: string, start: number, end: number): Promise<number> {
  if (end <= start) return 0;
  let lines = 0;
  const stream = createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>;
  for await (const chunk of stream) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  }
  return lines;
}
