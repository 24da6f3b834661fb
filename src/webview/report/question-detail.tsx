import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { QuestionRow, Report } from '../../evaluation/report/report.js';
import { Markdown } from '../markdown/markdown.js';
import { PlainText } from '../markdown/plain-text.js';
import { t } from '../texts.js';
import { count, percent, VERDICT_SIGN, verdictName } from './format.js';
import { TraceColumn } from './trace-column.js';

interface Props {
  readonly report: Report;
  readonly row: QuestionRow;
  /** Indices of the runs whose traces are read. */
  readonly runs: readonly number[];
  readonly onRuns: (runs: readonly number[]) => void;
}

/** One question, what each run made of it, and up to two traces side by side. */
export function QuestionDetail({ report, row, runs, onRuns }: Props): VNode {
  const toggle = (run: number) =>
    onRuns(runs.includes(run) ? runs.filter((other) => other !== run) : [...runs.slice(-1), run]);
  return (
    <article class="detail" aria-label={t('Question {0}', row.id)}>
      <h2>
        <PlainText text={row.id} />
      </h2>
      <div class="text question-text">
        {row.text === undefined ? (
          <p class="note">{t('The text of this task is left out: its authors ask not to publish it.')}</p>
        ) : (
          <Markdown text={row.text} growing={false} />
        )}
      </div>
      {row.reference !== '' && (
        <p>
          {t('Right answer:')}{' '}
          <strong>
            <PlainText text={row.reference} />
          </strong>
        </p>
      )}
      <div class="wide" tabIndex={0} role="region" aria-label={t('What each run made of it')}>
        <table class="cells">
          <thead>
            <tr>
              {[t('Run'), t('Verdict'), t('Answer'), t('thinking'), t('Trace')].map((text) => (
                <th key={text} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {row.cells.map((cell, i) => {
              const label = report.runs[i]?.label ?? '';
              return (
                <tr key={i}>
                  <th scope="row">{label}</th>
                  {cell === null ? (
                    <td colSpan={4}>{t('not done')}</td>
                  ) : (
                    <>
                      <td class={`verdict ${cell.verdict}`} title={cell.reason}>
                        {VERDICT_SIGN[cell.verdict]} {verdictName(cell.verdict)}
                        {cell.samples > 1 && ` (${t('{0} of samples right', percent(cell.score, 0))})`}
                      </td>
                      <td class="answer-cell">
                        <PlainText text={cell.answer.slice(0, 200)} />
                      </td>
                      <td>{count(cell.thinking)}</td>
                      <td>
                        <button
                          type="button"
                          class="small"
                          aria-pressed={runs.includes(i)}
                          aria-label={t('Trace of {0}', label)}
                          onClick={() => toggle(i)}
                        >
                          {t('Trace')}
                        </button>
                      </td>
                    </>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div class="traces">
        {runs.map((run) => (
          <Samples key={run} report={report} row={row} run={run} />
        ))}
      </div>
    </article>
  );
}

/** The trace of one run; where it has several samples, of the one that is chosen. */
function Samples({ report, row, run }: { report: Report; row: QuestionRow; run: number }): VNode | null {
  const [sample, setSample] = useState(0);
  const summary = report.runs[run];
  const cell = row.cells[run];
  if (summary === undefined || cell === null || cell === undefined) return null;
  const samples = cell.samples;
  return (
    <section class="trace" aria-label={t('Trace of {0}', summary.label)}>
      <h3>{summary.label}</h3>
      {samples > 1 && (
        <label class="check">
          {t('Sample')}
          <select value={String(sample)} onChange={({ currentTarget }) => setSample(Number(currentTarget.value))}>
            {Array.from({ length: samples }, (_, i) => (
              <option key={i} value={String(i)}>
                {t('{0} of {1}', i + 1, samples)}
              </option>
            ))}
          </select>
        </label>
      )}
      <TraceColumn run={summary.key} questionId={row.id} sample={sample} />
    </section>
  );
}
