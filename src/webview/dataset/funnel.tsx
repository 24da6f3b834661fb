import type { VNode } from 'preact';
import {
  BY_HAND,
  type DataSetFacts,
  type DecisionFacts,
  type FunnelFacts,
  type ResultFacts,
} from '../../data/facts.js';
import { number, t } from '../texts.js';
import { columnWith } from '../../data/roles.js';
import { stepTitle } from './names.js';
import type { DataStore } from './store.js';

interface Props {
  readonly store: DataStore;
  readonly facts: DataSetFacts;
  readonly result: ResultFacts;
}

/** The stages of a result with what each left; a click shows what it dropped. */
export function Funnel({ store, facts, result }: Props): VNode {
  const pool = Math.max(1, result.funnel[0]?.left ?? 1);
  return (
    <section class="funnel" aria-label={t('Stages')}>
      <ol>
        {result.funnel.map((step, i) => (
          <Step
            key={i}
            step={step}
            dropped={i === 0 ? 0 : (result.funnel[i - 1]?.left ?? step.left) - step.left}
            share={step.left / pool}
            isChosen={isChosen(store, facts, step)}
            choose={() => choose(store, facts, step)}
          />
        ))}
      </ol>
      {result.missing !== null && <p class="refusal">{result.missing}</p>}
      {notFollowed(result.decisions).map((text) => (
        <p key={text} class="refusal" role="status">
          {text}
        </p>
      ))}
    </section>
  );
}

/** What of the result is not as it was decided, and what to do about it. */
function notFollowed({ pending, tokenizer, cardStays, problem }: DecisionFacts): string[] {
  const model = tokenizer ?? '';
  return [
    ...(problem === null ? [] : [problem]),
    ...(pending === 0
      ? []
      : pending === 1
        ? [
            t(
              'training.jsonl lacks 1 row that was kept by hand: its text needs the tokenizer of {0}, which is not asked here. Run the pipeline again to make it.',
              model,
            ),
          ]
        : [
            t(
              'training.jsonl lacks {0} rows that were kept by hand: their text needs the tokenizer of {1}, which is not asked here. Run the pipeline again to make it.',
              pending,
              model,
            ),
          ]),
    ...(cardStays
      ? [
          t(
            'card.md was changed since it was made, so it stays as it is. Move it away and decide again, and it is made anew.',
          ),
        ]
      : []),
  ];
}

interface StepProps {
  readonly step: FunnelFacts;
  readonly dropped: number;
  readonly share: number;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function Step({ step, dropped, share, isChosen, choose }: StepProps): VNode {
  const title = stepTitle(step);
  const why = step.reasons.map(([reason, count]) => `${reason}: ${number(count)}`).join('\n');
  return (
    <li>
      <button
        type="button"
        class="step"
        aria-pressed={isChosen}
        disabled={dropped === 0 && step.stage !== BY_HAND}
        title={why === '' ? title : why}
        onClick={choose}
      >
        <span class="step-title">{title}</span>
        <span class="step-left">{number(step.left)}</span>
        <span class="step-dropped">{changeText(dropped)}</span>
        <span class="step-bar">
          <span style={{ width: `${100 * share}%` }} />
        </span>
      </button>
    </li>
  );
}

/** Decisions by hand can make more of them. */
function changeText(dropped: number): string {
  if (dropped === 0) return '\u00a0';
  return dropped > 0 ? `−${number(dropped)}` : `+${number(-dropped)}`;
}

function isChosen(store: DataStore, facts: DataSetFacts, { stage }: FunnelFacts): boolean {
  if (stage === BY_HAND) return store.filterOf('hand')?.decided.length === 2;
  const column = columnWith(facts.columns, 'stage');
  const values = column < 0 ? undefined : store.filterOf('values', column)?.values;
  return values?.length === 1 && values[0] === stage;
}

/** Rows that a stage dropped; of a search, the rows that share words. */
function choose(store: DataStore, facts: DataSetFacts, step: FunnelFacts): void {
  const column = columnWith(facts.columns, 'stage');
  const fate = columnWith(facts.columns, 'fate');
  if (isChosen(store, facts, step)) store.setFilters([]);
  else if (step.stage === BY_HAND) store.setFilters([{ kind: 'hand', decided: ['keep', 'drop'] }]);
  else if (column >= 0) store.setFilters([{ kind: 'values', column, values: [step.stage] }]);
  else if (store.filterOf('values', fate) !== undefined) store.setFilters([]);
  else store.setFilters([{ kind: 'values', column: fate, values: ['dropped'] }]);
}
