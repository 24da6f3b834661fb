import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { QuestionRow, Report } from '../../evaluation/report/report.js';
import { VERDICTS } from '../../evaluation/verdicts.js';
import { PlainText } from '../markdown/plain-text.js';
import { VirtualList, type VirtualListHandle } from '../reasoning/virtual-list.js';
import { t } from '../texts.js';
import { matching, NO_FILTER, type Filter } from './filter.js';
import { VERDICT_SIGN, verdictName } from './format.js';
import { QuestionDetail } from './question-detail.js';

interface Props {
  readonly report: Report;
  /** The question that is read, and the runs whose traces stand there. */
  readonly chosen: Chosen | null;
  readonly onChoose: (chosen: Chosen) => void;
}

export interface Chosen {
  readonly questionId: string;
  /** Indices of runs, at most two. */
  readonly runs: readonly number[];
}

/** Every question: filters and list on one side, the one that is read on the other. */
export function Questions({ report, chosen, onChoose }: Props): VNode {
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const found = useMemo(() => matching(report.questions, filter), [report, filter]);
  const items = useMemo(() => found.map((row) => ({ key: row.id, row })), [found]);
  const list = useRef<VirtualListHandle>(null);
  const selected = report.questions.find(({ id }) => id === chosen?.questionId);
  const choose = (row: QuestionRow) => {
    const run =
      filter.run ??
      Math.max(
        0,
        row.cells.findIndex((cell) => cell !== null),
      );
    onChoose({ questionId: row.id, runs: chosen?.runs.filter((i) => row.cells[i] !== null).slice(0, 2) ?? [run] });
  };
  const go = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !(event.target instanceof HTMLButtonElement)) return;
    const at = found.findIndex(({ id }) => id === chosen?.questionId);
    const next = found[Math.min(found.length - 1, Math.max(0, at + step))];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    list.current?.show(next.id);
  };
  return (
    <div class="questions">
      <div class="question-side">
        <Filters report={report} filter={filter} onChange={setFilter} />
        <p class="found" role="status">
          {t('{0} of {1} questions', found.length, report.questions.length)}
        </p>
        <div class="list-box" onKeyDown={go}>
          <VirtualList
            handle={list}
            class="question-list"
            items={items}
            draw={({ row }) => (
              <ListEntry
                row={row}
                isChosen={row.id === chosen?.questionId}
                report={report}
                onChoose={() => choose(row)}
              />
            )}
            guess={() => 46}
            label={t('Questions')}
            live={false}
            onFollow={() => undefined}
          />
        </div>
      </div>
      <div class="question-main">
        {selected === undefined ? (
          <p class="empty">{t('Choose a question to read it and what each run made of it.')}</p>
        ) : (
          <QuestionDetail
            key={selected.id}
            report={report}
            row={selected}
            runs={chosen?.runs ?? []}
            onRuns={(runs) => onChoose({ questionId: selected.id, runs })}
          />
        )}
      </div>
    </div>
  );
}

function ListEntry({
  row,
  isChosen,
  report,
  onChoose,
}: {
  row: QuestionRow;
  isChosen: boolean;
  report: Report;
  onChoose: () => void;
}): VNode {
  const right = row.cells.filter((cell) => cell !== null && cell.score > 0.5).length;
  const made = row.cells.filter((cell) => cell !== null).length;
  return (
    <button
      type="button"
      class={`entry${isChosen ? ' entry-chosen' : ''}`}
      aria-pressed={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onClick={onChoose}
    >
      <span class="entry-text">
        <span class="entry-id">
          <PlainText text={row.id} />
        </span>
        {row.text !== undefined && <PlainText text={row.text.slice(0, 160)} />}
      </span>
      <span class="signs" aria-label={t('right in {0} of {1} runs', right, made)} role="img">
        {row.cells.slice(0, 24).map((cell, i) => (
          <span key={i} class={`sign ${cell?.verdict ?? 'none'}`} title={signTitle(cell, report.runs[i]?.label)}>
            {cell === null ? '·' : VERDICT_SIGN[cell.verdict]}
          </span>
        ))}
      </span>
    </button>
  );
}

function signTitle(cell: QuestionRow['cells'][number], label = ''): string {
  return cell === null ? label : `${label}: ${verdictName(cell.verdict)}`;
}

function Filters({
  report,
  filter,
  onChange,
}: {
  report: Report;
  filter: Filter;
  onChange: (filter: Filter) => void;
}): VNode {
  return (
    <div class="filters" role="search" aria-label={t('Questions')}>
      <input
        type="search"
        placeholder={t('Search in questions and answers')}
        aria-label={t('Search in questions and answers')}
        value={filter.text}
        onInput={({ currentTarget }) => onChange({ ...filter, text: currentTarget.value })}
      />
      <select
        aria-label={t('Run')}
        value={filter.run === null ? '' : String(filter.run)}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, run: value === '' ? null : Number(value) })}
      >
        <option value="">{t('any run')}</option>
        {report.runs.map(({ key, label }, i) => (
          <option key={key} value={String(i)}>
            {label}
          </option>
        ))}
      </select>
      <select
        aria-label={t('Verdict')}
        value={filter.verdict ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, verdict: value === '' ? null : value })}
      >
        <option value="">{t('any verdict')}</option>
        {VERDICTS.map((verdict) => (
          <option key={verdict} value={verdict}>
            {verdictName(verdict)}
          </option>
        ))}
        <option value="flipped">{t('right in some runs only')}</option>
      </select>
    </div>
  );
}
