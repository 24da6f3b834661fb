import type { VNode } from 'preact';
import type { DataSetFacts, FunnelFacts, ResultFacts } from '../../data/facts.js';
import { number, t } from '../texts.js';
import { columnWith } from '../../data/roles.js';
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
    </section>
  );
}

interface StepProps {
  readonly step: FunnelFacts;
  readonly dropped: number;
  readonly share: number;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function Step({ step, dropped, share, isChosen, choose }: StepProps): VNode {
  const why = step.reasons.map(([reason, count]) => `${reason}: ${number(count)}`).join('\n');
  return (
    <li>
      <button
        type="button"
        class="step"
        aria-pressed={isChosen}
        disabled={dropped === 0}
        title={why === '' ? step.title : why}
        onClick={choose}
      >
        <span class="step-title">{step.title}</span>
        <span class="step-left">{number(step.left)}</span>
        <span class="step-dropped">{dropped === 0 ? '\u00a0' : `−${number(dropped)}`}</span>
        <span class="step-bar">
          <span style={{ width: `${100 * share}%` }} />
        </span>
      </button>
    </li>
  );
}

function isChosen(store: DataStore, facts: DataSetFacts, { stage }: FunnelFacts): boolean {
  const column = columnWith(facts.columns, 'stage');
  const values = column < 0 ? undefined : store.filterOf('values', column)?.values;
  return values?.length === 1 && values[0] === stage;
}

/** Rows that a stage dropped; of a search, the rows that share words. */
function choose(store: DataStore, facts: DataSetFacts, step: FunnelFacts): void {
  const column = columnWith(facts.columns, 'stage');
  const fate = columnWith(facts.columns, 'fate');
  if (isChosen(store, facts, step)) store.setFilters([]);
  else if (column >= 0) store.setFilters([{ kind: 'values', column, values: [step.stage] }]);
  else if (store.filterOf('values', fate) !== undefined) store.setFilters([]);
  else store.setFilters([{ kind: 'values', column: fate, values: ['dropped'] }]);
}
