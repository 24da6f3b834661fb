import type { ComponentChildren, VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { ColumnRole, DataSetFacts, Decision, RowDetail } from '../../data/facts.js';
import { Markdown } from '../markdown/markdown.js';
import { PlainText } from '../markdown/plain-text.js';
import { GrowingText } from '../markdown/pieces.js';
import { t } from '../texts.js';
import { Icon, IconButton } from '../reasoning/icon.js';
import { VirtualList, type VirtualListHandle } from '../reasoning/virtual-list.js';
import { CutNote, CutText } from './cut-text.js';
import { Hits } from './hits.js';
import { columnTitle } from './names.js';
import type { DataStore } from './store.js';
import { fateText } from './value-text.js';

/** Texts that are typeset: everything else is shown as it stands. */
const TYPESET: ReadonlySet<ColumnRole | null> = new Set(['question', 'answer', 'solution', 'thinking', 'attempt']);
/** A text that is longer scrolls by itself. */
const LONG = 3000;
/** Characters of a field that are shown as they stand, and of the detail to a reason. */
const MOST_FIELD = 4000;
const MOST_DETAIL = 500;

interface Props {
  readonly store: DataStore;
  readonly facts: DataSetFacts;
  readonly detail: RowDetail;
  readonly close: () => void;
}

/** Everything of one row. Escape closes it from anywhere inside. */
export function RowPane({ store, facts, detail, close }: Props): VNode {
  const { row, fields, hits, line, file } = detail;
  const valueOf = (role: ColumnRole) => fields.find((field) => field.role === role)?.text ?? null;
  const question = valueOf('question') ?? '';
  const canDecide = facts.result?.canDecide === true;
  const texts = fields.filter(({ role, text }) => TYPESET.has(role) && text !== null && text !== '');
  const rest = fields.filter(({ role }) => !TYPESET.has(role) && !FATE.has(role));
  return (
    <section
      class="row-pane"
      aria-label={t('Row {0}', row + 1)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <h2>
        {t('Row {0}', row + 1)}
        <button type="button" class="link" onClick={() => void store.do('place', { row })}>
          {file.split(/[\\/]/).at(-1)}:{line}
        </button>
        <IconButton icon="close" label={t('Close')} onClick={close} />
      </h2>
      {facts.result !== null && <FateBox store={store} detail={detail} canDecide={canDecide} valueOf={valueOf} />}
      <Hits hits={hits} question={question} />
      {texts.map(({ name, role, text, omitted }) => (
        <Text key={name} title={columnTitle({ name, role }, facts.result)} text={text ?? ''} omitted={omitted} />
      ))}
      <table class="fields">
        <tbody>
          {rest.map(({ name, role, text, omitted }) => (
            <tr key={name}>
              <th scope="row">{columnTitle({ name, role }, facts.result)}</th>
              <td>
                {text === null ? (
                  <span class="muted">{t('(none)')}</span>
                ) : (
                  <CutText text={text} most={MOST_FIELD} omitted={omitted} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const FATE: ReadonlySet<ColumnRole | null> = new Set(['fate', 'stage', 'reason', 'detail']);

interface FateProps {
  readonly store: DataStore;
  readonly detail: RowDetail;
  readonly canDecide: boolean;
  readonly valueOf: (role: ColumnRole) => string | null;
}

/** What became of the row and why, and what a person decides about it. */
function FateBox({ store, detail: { row, hand }, canDecide, valueOf }: FateProps): VNode {
  const [stage, reason, more] = [valueOf('stage'), valueOf('reason'), valueOf('detail')];
  const decide = (decision: Decision | null) => void store.decide(decision, row);
  return (
    <div class="fate">
      <p>
        <strong>{fateText(valueOf('fate') ?? '')}</strong>
        {reason !== null && (
          <>
            {' '}
            <PlainText text={stage === null ? reason : `${stage}: ${reason}`} />
          </>
        )}
      </p>
      {more !== null && (
        <div class="muted">
          <CutText text={more} most={MOST_DETAIL} />
        </div>
      )}
      {canDecide && (
        <div class="decide" role="group" aria-label={t('Decide by hand')}>
          <Choice icon="check" pressed={hand === 'keep'} choose={() => decide(hand === 'keep' ? null : 'keep')}>
            {t('Keep')}
          </Choice>
          <Choice icon="close" pressed={hand === 'drop'} choose={() => decide(hand === 'drop' ? null : 'drop')}>
            {t('Drop')}
          </Choice>
        </div>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly icon: string;
  readonly pressed: boolean;
  readonly choose: () => void;
  readonly children: ComponentChildren;
}

function Choice({ icon, pressed, choose, children }: ChoiceProps): VNode {
  return (
    <button type="button" class={`button${pressed ? '' : ' secondary'}`} aria-pressed={pressed} onClick={choose}>
      <Icon name={icon} />
      {children}
    </button>
  );
}

/** A text of the row, typeset; a long one in a box of which only what is in view exists. */
function Text({ title, text, omitted }: { title: string; text: string; omitted: number }): VNode {
  const list = useRef<VirtualListHandle>(null);
  const items = useMemo(() => new GrowingText(text).pieces.map((piece, i) => ({ key: String(i), piece })), [text]);
  return (
    <section class="text">
      <h3>{title}</h3>
      {text.length <= LONG ? (
        <div class="short">
          <Markdown text={text} growing={false} />
        </div>
      ) : (
        <VirtualList
          handle={list}
          class="long"
          items={items}
          draw={({ piece }) => <Markdown text={piece} growing={false} />}
          guess={({ piece }, width) => 18 * Math.ceil((7 * piece.length) / Math.max(100, width))}
          label={title}
          live={false}
          onFollow={() => undefined}
        />
      )}
      <CutNote shown={text.length} all={text.length + omitted} />
    </section>
  );
}
