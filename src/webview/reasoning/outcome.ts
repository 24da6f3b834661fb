import type { RunView } from '../protocol.js';
import { duration, t } from '../texts.js';
import { waits } from './budget-slider.js';

/** How a run ended and what it cost, in one line: it always says why thinking ended. */
export function outcome(run: RunView): string {
  return [
    ending(run),
    t('{0} thinking', run.thinking),
    t('{0} answer', run.answer),
    waits(run.waits),
    duration(run.elapsed),
    ...(run.tokensPerSecond === null ? [] : [t('{0} tokens/s', Math.round(run.tokensPerSecond))]),
  ].join(' · ');
}

function ending(run: RunView): string {
  const { thinking, answer } = run.end;
  if (thinking === null) return t('stopped after {0} thinking tokens', run.thinking);
  const why = {
    natural: t('ended by itself'),
    budget: t('budget reached at {0}', run.thinking),
    user: t('answered when asked'),
    context: t('the context was full at {0}', run.thinking),
    loop: t('ended because it repeated itself'),
    turn: t('the model ended its turn while thinking'),
  }[thinking];
  if (answer === 'censored') return `${why} · ${t('the answer was cut at {0} tokens', run.answer)}`;
  if (answer === 'stopped' || answer === null) return `${why} · ${t('the answer was stopped')}`;
  return why;
}
