import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { PageData } from '../../evaluation/report/page-data.js';
import type { Report } from '../../evaluation/report/report.js';
import { duration, t } from '../texts.js';
import { ChartFigure } from './chart/view.js';
import { examplesChart, parallelChart, scalingChart } from './chart/model.js';
import { count, percent, points, verdictName } from './format.js';
import { DataTable } from './table.js';

/** How good, at which budget, by which method. */
export function Overview({ data }: { data: PageData }): VNode {
  const { report } = data;
  const [withPublished, setWithPublished] = useState(true);
  const scaling = useMemo(() => scalingChart(report, withPublished), [report, withPublished]);
  const parallel = useMemo(() => parallelChart(report, withPublished), [report, withPublished]);
  const examples = useMemo(() => examplesChart(data.examples), [data]);
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
      <EqualTokens report={report} />
      <Waits report={report} />
      <SideBySide report={report} />
      <Models data={data} withPublished={withPublished} />
      {examples !== undefined && <ChartFigure chart={examples} note={t('The best run of each model on this task.')} />}
    </>
  );
}

/** The columns of the paper's Table 3. */
function Methods({ report: { families, publishedMethods } }: { report: Report }): VNode {
  return (
    <DataTable
      name="methods"
      caption={t('Methods')}
      header={[t('Method'), t('Control'), t('Scaling'), t('Performance'), t('Runs')]}
      published={[...families.map(() => false), ...publishedMethods.map(() => true)]}
      rows={[...families, ...publishedMethods].map(({ family, control, scaling, performance, runs }) => [
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

/** Votes beside single samples that cost about the same. */
function EqualTokens({ report: { equalTokens } }: { report: Report }): VNode | null {
  if (equalTokens.length === 0) return null;
  return (
    <DataTable
      name="equal-tokens"
      caption={t('Votes and single samples at equal tokens')}
      header={[
        t('Vote'),
        'k',
        t('tokens'),
        t('accuracy'),
        t('one sample'),
        t('its tokens'),
        t('its accuracy'),
        t('Difference in points'),
        t('95 % interval'),
      ]}
      rows={equalTokens.map(({ parallel, k, tokens, accuracy, sequential: one }) => [
        parallel,
        count(k),
        count(tokens),
        percent(accuracy),
        ...(one === undefined
          ? [t('none as long'), '–', '–', '–', '–']
          : [
              one.label,
              count(one.tokens),
              percent(one.accuracy),
              points(one.difference),
              `${points(one.interval.low)} … ${points(one.interval.high)}`,
            ]),
      ])}
      note={t('Within 25 % of each other in tokens; the single sample is chosen by its tokens alone.')}
    />
  );
}

/** The paper's Table 1. */
function Models({ data: { models }, withPublished }: { data: PageData; withPublished: boolean }): VNode {
  const rows = models.rows.filter(({ published }) => withPublished || !published);
  return (
    <DataTable
      name="models"
      caption={t('Models and tasks')}
      header={[t('Model'), t('training examples'), ...models.tasks]}
      published={rows.map(({ published }) => published)}
      rows={rows.map(({ model, examples, published, cells }) => [
        published ? t('published: {0}', model) : model,
        count(examples),
        ...cells.map((cell) => percent(cell?.accuracy)),
      ])}
      note={t('The best run of each; training examples are those of the finetuning for reasoning, where known.')}
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
