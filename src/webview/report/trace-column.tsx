import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ReadTrace } from '../../evaluation/report/read-trace.js';
import { PlainText } from '../markdown/plain-text.js';
import { Flow } from '../reasoning/flow.js';
import { drawRow, guessHeight } from '../reasoning/trace-rows.js';
import { VirtualList, type VirtualListHandle } from '../reasoning/virtual-list.js';
import { t } from '../texts.js';
import { useHost } from './context.js';
import { count, VERDICT_SIGN, verdictName } from './format.js';
import type { SampleRef } from './protocol.js';

type Loaded = { readonly traces: readonly ReadTrace[] } | { readonly failure: string } | null;

/** The traces of one sample, fetched when they are looked at. */
export function TraceColumn({ run, questionId, sample }: SampleRef): VNode {
  const host = useHost();
  const [loaded, setLoaded] = useState<Loaded>(null);
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    let wanted = true;
    setLoaded(null);
    setAt(null);
    host.traces({ run, questionId, sample }).then(
      (traces) => wanted && setLoaded({ traces }),
      (error: unknown) => wanted && setLoaded({ failure: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [host, run, questionId, sample]);
  if (loaded === null) return <p class="note">{t('Reading the trace …')}</p>;
  if ('failure' in loaded) return <p class="note">{loaded.failure}</p>;
  const { traces } = loaded;
  const winner = Math.max(
    0,
    traces.findIndex(({ counts }) => counts),
  );
  const trace = traces[at ?? winner];
  if (trace === undefined)
    return <p class="note">{t('There is no trace: nothing was generated for this question.')}</p>;
  return (
    <>
      {traces.length > 1 && (
        <label class="check">
          {t('Drawn side by side')}
          <select value={String(at ?? winner)} onChange={({ currentTarget }) => setAt(Number(currentTarget.value))}>
            {traces.map((one, i) => (
              <option key={i} value={String(i)}>
                {`${i + 1}: ${VERDICT_SIGN[one.verdict] ?? ''} ${(one.answer ?? '').slice(0, 40)}${one.counts ? ` (${t('counts')})` : ''}`}
              </option>
            ))}
          </select>
        </label>
      )}
      <OneTrace key={at ?? winner} trace={trace} />
    </>
  );
}

function OneTrace({ trace }: { trace: ReadTrace }): VNode {
  const list = useRef<VirtualListHandle>(null);
  const thinking = useMemo(() => new Flow().thinking(trace.spans, false), [trace]);
  return (
    <>
      <p class={`verdict ${trace.verdict}`}>
        {VERDICT_SIGN[trace.verdict]} {verdictName(trace.verdict)}: {trace.reason}
      </p>
      <p class="note">
        {t(
          '{0} thinking tokens, {1} in the answer, {2} forced',
          count(trace.thinking),
          count(trace.answerTokens),
          count(trace.forced),
        )}
      </p>
      <h4>{t('Thinking')}</h4>
      {thinking.length === 0 ? (
        <p class="note">{t('(nothing)')}</p>
      ) : (
        <VirtualList
          handle={list}
          class="scroller thinking"
          items={thinking}
          draw={drawRow}
          guess={guessHeight}
          label={t('Thinking')}
          live={false}
          onFollow={() => undefined}
        />
      )}
      <h4>{t('Answer')}</h4>
      <MarkedAnswer trace={trace} />
    </>
  );
}

/** The answer as it was written, with what was taken for the answer marked: typeset, a place in a formula has none. */
function MarkedAnswer({ trace }: { trace: ReadTrace }): VNode {
  const parts = useMemo(() => markedParts(trace), [trace]);
  const box = useRef<HTMLDivElement>(null);
  const target = useRef<HTMLElement>(null);
  useEffect(() => {
    // Only the box is scrolled, never the page around it.
    if (box.current === null || target.current === null) return;
    box.current.scrollTop = target.current.offsetTop - box.current.clientHeight / 2;
  }, [parts]);
  if (parts.every(({ text }) => text === '')) return <p class="note">{t('(nothing)')}</p>;
  return (
    <div ref={box} class="answer-text" tabIndex={0} role="region" aria-label={t('Answer')}>
      {parts.map(({ text, kind }, i) =>
        kind === 'marked' ? (
          <mark key={i} ref={target} aria-label={t('the answer that was found: {0}', text)}>
            <PlainText text={text} />
          </mark>
        ) : kind === 'forced' ? (
          <strong key={i} class="forced-text" title={t('Put there by the budget, not by the model')}>
            <PlainText text={text} />
          </strong>
        ) : (
          <PlainText key={i} text={text} />
        ),
      )}
    </div>
  );
}

/** The cue that was forced, and the answer cut at the place that was found in it. */
export function markedParts({ spans, place }: Pick<ReadTrace, 'spans' | 'place'>): {
  text: string;
  kind: 'plain' | 'forced' | 'marked';
}[] {
  const live = spans.filter(({ superseded }) => superseded !== true);
  const cue = live.filter(({ note }) => note === 'cue').map(({ text }) => text);
  const answer = live
    .filter(({ role }) => role === 'answer')
    .map(({ text }) => text)
    .join('');
  const forced = cue.map((text) => ({ text: text.trimStart(), kind: 'forced' as const }));
  // Empty lines at the beginning say nothing.
  if (place === undefined || place.end <= place.start) return [...forced, { text: answer.trimStart(), kind: 'plain' }];
  const before = answer.slice(0, place.start);
  return [
    ...forced,
    { text: cue.length === 0 ? before.trimStart() : before, kind: 'plain' },
    { text: answer.slice(place.start, place.end), kind: 'marked' },
    { text: answer.slice(place.end), kind: 'plain' },
  ];
}
