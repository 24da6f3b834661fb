import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Report } from '../../evaluation/report/report.js';
import { duration, t } from '../texts.js';
import { ChartFigure } from './chart/view.js';
import { parallelChart, scalingChart } from './chart/model.js';
import { count, percent, verdictName } from './format.js';
import { DataTable } from './table.js';

/** How good, at which budget, by which method. */
export function Overview({ report }: { report: Report }): VNode {
  const [withPublished, setWithPublished] = useState(true);
  const scaling = useMemo(() => scalingChart(report, withPublished), [report, withPublished]);
  const parallel = useMemo(() => parallelChart(report), [report]);
  return (
    <>
      <ChartFigure
        chart={scaling}
        note={t('Vertical lines: 95 % intervals, resampling questions. Censored answers count as wrong.')}
      />
      {report.published.length > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={withPublished}
            onChange={({ currentTarget }) => setWithPublished(currentTarget.checked)}
          />
          {t('Show published figures: another model, for reference only')}
        </label>
      )}
      <Methods report={report} />
      <Runs report={report} />
      {parallel !== undefined && (
        <ChartFigure
          chart={parallel}
          note={t('Compared at equal tokens: everything generated for a question counts.')}
        />
      )}
      <Waits report={report} />
      <SideBySide report={report} />
    </>
  );
}

/** The columns of the paper's Table 3. */
function Methods({ report: { families } }: { report: Report }): VNode {
  return (
    <DataTable
      name="methods"
      caption={t('Methods')}
      header={[t('Method'), t('Control'), t('Scaling'), t('Performance'), t('Runs')]}
      rows={families.map(({ family, control, scaling, performance, runs }) => [
        family,
        percent(control, 0),
        scaling === undefined ? '–' : scaling.toFixed(1),
        percent(performance),
        count(runs),
      ])}
      note={t(
        'As the s1 paper defines them. Control: share of runs whose thinking stayed within what was asked. Scaling: average points gained by doubling the tokens. Performance: the best accuracy.',
      )}
    />
  );
}

function Runs({ report: { runs } }: { report: Report }): VNode {
  const verdicts = ['correct', 'wrong', 'censored', 'unparsable', 'ungraded'] as const;
  return (
    <DataTable
      name="runs"
      caption={t('Runs')}
      header={[
        t('Run'),
        t('Accuracy'),
        t('± SE'),
        t('95 % interval'),
        t('without censored'),
        ...verdicts.map(verdictName),
        t('thinking'),
        t('answer'),
        t('forced'),
        t('generated'),
        t('tries'),
        t('time'),
        t('tokens/s'),
      ]}
      rows={runs.map((run) => [
        run.label,
        percent(run.accuracy),
        percent(run.standardError),
        `${percent(run.interval.low)} – ${percent(run.interval.high)}`,
        percent(run.accuracyUncensored),
        ...verdicts.map((verdict) => count(run.verdicts[verdict])),
        count(run.thinking),
        count(run.answerTokens),
        count(run.forced),
        count(run.generated),
        Number.isFinite(run.tries) ? run.tries.toFixed(1) : '–',
        duration(1000 * run.seconds),
        count(run.tokensPerSecond),
      ])}
      note={t('Tokens are averages of a sample. Accuracy counts censored, unparsable and ungraded answers as wrong.')}
    />
  );
}

function Waits({ report: { waits } }: { report: Report }): VNode {
  return (
    <>
      {waits.map(({ label, rows }, i) => (
        <DataTable
          key={label}
          name={`waits-${i + 1}`}
          caption={t('What each suppressed end did: {0}', label)}
          header={[t('Suppressed end'), t('kept right'), t('repaired'), t('broken'), t('kept wrong')]}
          rows={rows.map((row) => [row.wait, row.keptRight, row.repaired, row.broken, row.keptWrong].map(count))}
          note={t('Each row compares the answers before and after one more suppressed end.')}
        />
      ))}
    </>
  );
}

function SideBySide({ report: { runs } }: { report: Report }): VNode {
  return (
    <>
      {runs
        .filter(({ atK }) => atK.length > 0)
        .map(({ key, label, atK }, i) => (
          <DataTable
            key={key}
            name={`samples-${i + 1}`}
            caption={t('Samples side by side: {0}', label)}
            header={['k', t('pass@k'), t('maj@k (the first k)'), t('tokens a question')]}
            rows={atK.map(({ k, pass, majority, tokens }) => [
              count(k),
              percent(pass),
              percent(majority),
              count(tokens),
            ])}
          />
        ))}
    </>
  );
}
