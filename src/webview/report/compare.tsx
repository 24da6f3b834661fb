import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Report } from '../../evaluation/report/report.js';
import { compareRuns, type Comparison, type QuestionScore } from '../../evaluation/statistics/compare.js';
import { PlainText } from '../markdown/plain-text.js';
import { t } from '../texts.js';
import { count, percent, points, pValue } from './format.js';
import type { Chosen } from './questions.js';
import { DataTable } from './table.js';

interface Props {
  readonly report: Report;
  readonly onOpen: (chosen: Chosen) => void;
}

/** Is the difference real? All runs against the first one, and any two against each other. */
export function Compare({ report, onOpen }: Props): VNode {
  const [a, setA] = useState(0);
  const [b, setB] = useState(Math.min(1, report.runs.length - 1));
  const comparison = useMemo(() => compared(report, a, b), [report, a, b]);
  const swap = () => {
    setA(b);
    setB(a);
  };
  if (report.runs.length < 2) return <p class="empty">{t('There is only one run: nothing to compare it with.')}</p>;
  return (
    <>
      <section class="pair">
        <h2>{t('Two runs')}</h2>
        <div class="pair-choice">
          <RunChoice report={report} label={t('From')} value={a} onChange={setA} />
          <RunChoice report={report} label={t('To')} value={b} onChange={setB} />
          <button type="button" class="small" onClick={swap}>
            {t('Swap')}
          </button>
        </div>
        <Verdict comparison={comparison} />
        <Flips report={report} comparison={comparison} a={a} b={b} onOpen={onOpen} />
      </section>
      <DataTable
        name="comparison"
        caption={t('Every run compared with “{0}”', report.comparisons[0]?.a ?? '')}
        header={[
          t('Run'),
          t('Difference in points'),
          t('95 % interval'),
          t('McNemar’s p'),
          t('only the first right'),
          t('only this one right'),
          t('detectable at 80 % power'),
        ]}
        rows={report.comparisons.map((one) => [
          one.b,
          points(one.difference),
          `${points(one.interval.low)} … ${points(one.interval.high)}`,
          pValue(one.p),
          count(one.onlyA),
          count(one.onlyB),
          percent(one.detectable),
        ])}
        note={t(
          'Paired bootstrap over questions, 10,000 resamples, percentile intervals; McNemar’s exact test, two-sided.',
        )}
      />
    </>
  );
}

function compared(report: Report, a: number, b: number): Comparison {
  const [from, to] = [report.runs[a]?.conditions, report.runs[b]?.conditions];
  const conditions = from === undefined || to === undefined ? undefined : ([from, to] as const);
  return compareRuns(scores(report, a), scores(report, b), report.seed, conditions);
}

/** How good a run was on each question that it has. */
function scores({ questions }: Report, run: number): QuestionScore[] {
  return questions.flatMap(({ id, cells }) => {
    const cell = cells[run];
    return cell === null || cell === undefined ? [] : [{ questionId: id, score: cell.score }];
  });
}

function RunChoice(props: { report: Report; label: string; value: number; onChange: (run: number) => void }): VNode {
  return (
    <label>
      {props.label}
      <select
        aria-label={props.label}
        value={String(props.value)}
        onChange={({ currentTarget }) => props.onChange(Number(currentTarget.value))}
      >
        {props.report.runs.map(({ key, label }, i) => (
          <option key={key} value={String(i)}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The comparison in a sentence and its numbers. */
function Verdict({ comparison }: { comparison: Comparison }): VNode {
  const { difference, interval, questions, accuracyA, accuracyB, p } = comparison;
  const isReal = interval.low > 0 || interval.high < 0;
  return (
    <>
      <p class="statement">
        <strong>{t('{0} points', points(difference))}</strong>{' '}
        {t(
          '({0} → {1}, 95 % interval {2} … {3}, p = {4}, {5} questions)',
          percent(accuracyA),
          percent(accuracyB),
          points(interval.low),
          points(interval.high),
          pValue(p),
          questions,
        )}
        {'. '}
        {isReal ? t('The interval leaves out zero.') : t('The interval holds zero: it may be chance.')}
      </p>
      {comparison.warnings.length > 0 && (
        <ul class="warnings">
          {comparison.warnings.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </>
  );
}

interface FlipsProps extends Props {
  readonly comparison: Comparison;
  readonly a: number;
  readonly b: number;
}

/** Flipped questions listed at once. */
const MOST_FLIPS = 200;

function Flips({ report, comparison: { flips, onlyA, onlyB }, a, b, onOpen }: FlipsProps): VNode {
  const texts = useMemo(() => new Map(report.questions.map(({ id, text }) => [id, text])), [report]);
  const [shown, setShown] = useState(MOST_FLIPS);
  return (
    <>
      <h3>{t('Questions that flipped: {0} broken, {1} repaired', onlyA, onlyB)}</h3>
      <ul class="flips">
        {flips.slice(0, shown).map(({ questionId, from, to }) => (
          <li key={questionId}>
            <span class={`verdict ${to > from ? 'correct' : 'wrong'}`}>{to > from ? t('✗ → ✓') : t('✓ → ✗')}</span>{' '}
            <button type="button" class="link" onClick={() => onOpen({ questionId, runs: a === b ? [a] : [a, b] })}>
              <PlainText text={`${questionId}${snippet(texts.get(questionId))}`} />
            </button>
          </li>
        ))}
      </ul>
      {flips.length > shown && (
        <button type="button" class="small" onClick={() => setShown(shown + MOST_FLIPS)}>
          {t('{0} more', flips.length - shown)}
        </button>
      )}
    </>
  );
}

function snippet(text: string | undefined): string {
  return text === undefined ? '' : `: ${text.replace(/\s+/g, ' ').slice(0, 120)}`;
}
