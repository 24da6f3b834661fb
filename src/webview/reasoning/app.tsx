import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ReasoningState } from '../protocol.js';
import { t } from '../texts.js';
import { ActionBar } from './action-bar.js';
import { BudgetSlider } from './budget-slider.js';
import { CheckLine } from './check-line.js';
import { onCopy } from './copy-formulas.js';
import { outcome } from './outcome.js';
import { Flow } from './flow.js';
import { LiveRegion } from './live-region.js';
import { ProblemBox } from './problem-box.js';
import { QuestionBox } from './question-box.js';
import { StatusLine } from './status-line.js';
import type { ViewStore } from './store.js';
import { TracePane } from './trace-pane.js';
import { Welcome } from './welcome.js';

/** The whole view. */
export function App({ store }: { store: ViewStore }): VNode | null {
  const state = store.state.value;
  useEscape(store);
  if (state === null) return null;
  return (
    <main class="view" onCopy={onCopy} onClick={(event) => onLink(event, store)}>
      <h1 class="for-screen-readers">{t('Reasoning')}</h1>
      <QuestionBox key={state.run?.id ?? 'none'} state={state} store={store} />
      <StatusLine state={state} store={store} />
      <BudgetSlider state={state} store={store} />
      <ProblemBox problem={state.problem} refusal={store.refusal.value} store={store} />
      {state.run === null && state.question === null ? (
        <Welcome state={state} store={store} />
      ) : (
        <Trace state={state} store={store} />
      )}
      <LiveRegion state={state} />
    </main>
  );
}

/**
 * Links go through the host, which asks before it opens one. VS Code's own handling of links in webviews does not ask in a
 * trusted workspace, but a model's link is not the workspace's.
 */
function onLink(event: MouseEvent, store: ViewStore): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (link === null) return;
  event.preventDefault();
  event.stopPropagation();
  store.openLink(link.getAttribute('href') ?? '');
}

function Trace({ state, store }: { state: ReasoningState; store: ViewStore }): VNode | null {
  const { phase, run, spans } = state;
  const flow = useMemo(() => new Flow(), [run?.id]);
  const running = phase.kind !== 'rest';
  const thinking = useMemo(() => flow.thinking(spans, phase.kind === 'thinking'), [flow, spans, phase.kind]);
  const answer = useMemo(() => flow.answer(spans, phase.kind === 'answering'), [flow, spans, phase.kind]);
  const [open, setOpen] = useFolding(state, thinking.length > 0);
  if (run === null) return null;
  return (
    <>
      <div class={`panes${answer.length > 0 ? ' panes-answered' : ''}`}>
        {thinking.length > 0 && (
          <TracePane
            name={t('Thinking')}
            kind="thinking"
            items={thinking}
            live={phase.kind === 'thinking'}
            open={open}
            onToggle={setOpen}
            {...(open ? {} : { note: t('{0} tokens', run.thinking) })}
          />
        )}
        {answer.length > 0 && (
          <TracePane name={t('Answer')} kind="answer" items={answer} live={phase.kind === 'answering'} open />
        )}
      </div>
      {!running && <CheckLine check={state.check} />}
      <ActionBar state={state} store={store} />
      {!running && <footer class="outcome">{outcome(run)}</footer>}
    </>
  );
}

/** Thinking is open while it streams and folds when it is answered (setting); the person's own choice counts more. */
function useFolding(state: ReasoningState, thinks: boolean): [boolean, (open: boolean) => void] {
  const answered = state.phase.kind === 'rest' && state.run !== null && state.run.end.answer !== null;
  const [chosen, setChosen] = useState<{ run: string; answered: boolean; open: boolean } | null>(null);
  const id = state.run?.id ?? '';
  const applies = chosen !== null && chosen.run === id && chosen.answered === answered;
  const open = applies ? chosen.open : thinks && !(answered && state.foldThinking);
  return [open, (value) => setChosen({ run: id, answered, open: value })];
}

/** Escape stops, wherever the focus is in the view. */
function useEscape(store: ViewStore): void {
  const last = useRef(store);
  last.current = store;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const kind = last.current.state.peek()?.phase.kind;
      if (event.key !== 'Escape' || kind === undefined || kind === 'rest' || kind === 'stopping') return;
      event.preventDefault();
      last.current.act('stop');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
