import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReasoningState } from '../protocol.js';
import { t } from '../texts.js';
import { outcome } from './outcome.js';
import { Sentences } from './sentences.js';

/** At most one announcement in this time, in milliseconds: speech takes its time. */
const PAUSE_MS = 1500;

/** Tells screen readers what happens: changes of state, and the answer by sentence, never by token. */
export function LiveRegion({ state }: { state: ReasoningState }): VNode {
  const { phase, run, spans } = state;
  const [said, setSaid] = useState('');
  const queue = useRef<string[]>([]);
  const timer = useRef<number | undefined>(undefined);
  const sentences = useRef(new Sentences());
  const lastPhase = useRef(phase.kind);

  const say = (text: string) => {
    if (text === '') return;
    queue.current.push(text);
    if (timer.current !== undefined) return;
    const next = () => {
      const all = queue.current.splice(0).join(' ');
      timer.current = undefined;
      if (all === '') return;
      setSaid(all);
      timer.current = window.setTimeout(next, PAUSE_MS);
    };
    next();
  };

  const waitCount = run?.waits ?? 0;
  const lastWaits = useRef(waitCount);
  useEffect(() => {
    if (waitCount > lastWaits.current && phase.kind === 'thinking') say(t('Told to go on thinking.'));
    lastWaits.current = waitCount;
  }, [waitCount]);

  useEffect(() => {
    const last = lastPhase.current;
    lastPhase.current = phase.kind;
    if (phase.kind === last) return;
    if (phase.kind === 'thinking') {
      sentences.current.reset();
      say(t('Thinking.'));
    } else if (phase.kind === 'loading') say(t('Loading the model.'));
    else if (phase.kind === 'answering') say(t('Answer:'));
    else if (phase.kind === 'rest' && run !== null && last !== 'loading') {
      say(sentences.current.next(answerText(spans), true));
      say(`${outcome(run)}.`);
    }
  }, [phase.kind]);

  useEffect(() => {
    if (phase.kind === 'answering') say(sentences.current.next(answerText(spans), false));
  }, [spans]);

  useEffect(() => () => window.clearTimeout(timer.current), []);
  return (
    <div class="for-screen-readers" role="status" aria-live="polite">
      {said}
    </div>
  );
}

function answerText(spans: ReasoningState['spans']): string {
  return spans
    .filter((span) => span.role === 'answer' && span.superseded !== true)
    .map((span) => span.text)
    .join('');
}
