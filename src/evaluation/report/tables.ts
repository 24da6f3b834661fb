import type { Report } from './report.js';

/** A table as text, for every format alike. */
export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function percent(share: number | undefined, digits = 1): string {
  return share === undefined || !Number.isFinite(share) ? '–' : `${(100 * share).toFixed(digits)} %`;
}

export function whole(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toString() : '–';
}

/** The tables of a report, in the order in which they are shown. */
export function tablesOf(report: Report): Table[] {
  const tables = [runsTable(report), familiesTable(report)];
  if (report.comparisons.length > 0) tables.push(comparisonTable(report));
  if (report.equalTokens.length > 0) tables.push(equalTokensTable(report));
  for (const { label, rows } of report.waits) {
    tables.push({
      title: `What each suppressed end did (${label})`,
      header: ['Suppressed end', 'kept right', 'repaired', 'broken', 'kept wrong'],
      rows: rows.map((row) => [row.wait, row.keptRight, row.repaired, row.broken, row.keptWrong].map(String)),
    });
  }
  for (const { label, atK } of report.runs) {
    if (atK.length === 0) continue;
    tables.push({
      title: `Samples side by side (${label})`,
      header: ['k', 'pass@k', 'maj@k (first k)', 'tokens a question'],
      rows: atK.map(({ k, pass, majority, tokens }) => [String(k), percent(pass), percent(majority), whole(tokens)]),
    });
  }
  return tables;
}

function runsTable({ runs }: Report): Table {
  return {
    title: 'Runs',
    header: [
      'Run',
      'Accuracy',
      '± SE',
      '95 %',
      'without censored',
      'correct',
      'wrong',
      'censored',
      'unparsable',
      'ungraded',
      'thinking',
      'answer',
      'forced',
      'generated',
      'tries',
      'time',
      'tokens/s',
    ],
    rows: runs.map((run) => [
      run.label,
      percent(run.accuracy),
      percent(run.standardError),
      `${percent(run.interval.low)} to ${percent(run.interval.high)}`,
      percent(run.accuracyUncensored),
      String(run.verdicts.correct),
      String(run.verdicts.wrong),
      String(run.verdicts.censored),
      String(run.verdicts.unparsable),
      String(run.verdicts.ungraded),
      whole(run.thinking),
      whole(run.answerTokens),
      whole(run.forced),
      whole(run.generated),
      Number.isFinite(run.tries) ? run.tries.toFixed(1) : '–',
      `${run.seconds.toFixed(0)} s`,
      whole(run.tokensPerSecond),
    ]),
  };
}

function familiesTable({ families, publishedMethods }: Report): Table {
  return {
    title: 'Methods (Control, Scaling and Performance as the s1 paper defines them)',
    header: ['Method', 'Control', 'Scaling (points a doubling)', 'Performance', 'Runs'],
    rows: [...families, ...publishedMethods].map(({ family, control, scaling, performance, runs }) => [
      family,
      percent(control, 0),
      scaling === undefined ? '–' : scaling.toFixed(1),
      percent(performance),
      String(runs),
    ]),
  };
}

function equalTokensTable({ equalTokens }: Report): Table {
  return {
    title: 'Parallel and sequential at equal total tokens (within 25 %)',
    header: [
      'Samples',
      'k',
      'tokens a question',
      'accuracy',
      'one sample',
      'its tokens',
      'its accuracy',
      'difference',
      '95 %',
    ],
    rows: equalTokens.map(({ parallel, k, tokens, accuracy, sequential: one }) => [
      parallel,
      String(k),
      whole(tokens),
      percent(accuracy),
      ...(one === undefined
        ? ['none as long', '–', '–', '–', '–']
        : [
            one.label,
            whole(one.tokens),
            percent(one.accuracy),
            percent(one.difference),
            `${percent(one.interval.low)} to ${percent(one.interval.high)}`,
          ]),
    ]),
  };
}

function comparisonTable({ comparisons }: Report): Table {
  return {
    title: `Compared with "${comparisons[0]?.a ?? ''}" (paired bootstrap over questions, 10,000 resamples)`,
    header: [
      'Run',
      'Difference',
      '95 %',
      "McNemar's p",
      'only before right',
      'only now right',
      'detectable at 80 % power',
    ],
    rows: comparisons.map((one) => [
      one.b,
      percent(one.difference),
      `${percent(one.interval.low)} to ${percent(one.interval.high)}`,
      one.p < 0.0001 ? '< 0.0001' : one.p.toFixed(4),
      String(one.onlyA),
      String(one.onlyB),
      percent(one.detectable),
    ]),
  };
}
