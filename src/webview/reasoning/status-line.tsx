import type { VNode } from 'preact';
import type { Phase, ReasoningState, RunView } from '../protocol.js';
import { megabytes, number, speed, t } from '../texts.js';
import { Icon, IconButton } from './icon.js';
import type { ViewStore } from './store.js';

/** One line that says what is going on, with the button that ends it. */
export function StatusLine({ state, store }: { state: ReasoningState; store: ViewStore }): VNode | null {
  const { phase, run } = state;
  if (phase.kind === 'rest') return null;
  const cancels = phase.kind === 'loading';
  return (
    <div class="status">
      <Icon name="loading" spin />
      <span class="status-text">{statusText(phase, run)}</span>
      <IconButton
        icon={cancels ? 'close' : 'debug-stop'}
        label={cancels ? t('Cancel (Escape)') : t('Stop (Escape)')}
        disabled={phase.kind === 'stopping'}
        onClick={() => store.act('stop')}
      />
      <Progress phase={phase} />
    </div>
  );
}

function Progress({ phase }: { phase: Phase }): VNode | null {
  const fraction =
    phase.kind === 'loading' && phase.stage === 'reading'
      ? phase.fraction
      : phase.kind === 'reading' && phase.total > 0
        ? phase.done / phase.total
        : undefined;
  if (fraction === undefined) return null;
  return <progress value={fraction} max={1} aria-label={t('Progress')} />;
}

/** The line of state, in words and numbers. */
export function statusText(phase: Phase, run: RunView | null): string {
  switch (phase.kind) {
    case 'rest':
      return '';
    case 'loading':
      if (phase.stage === 'starting') return t('Starting the engine');
      if (phase.stage === 'checking') return t('Checking {0}', phase.model);
      if (phase.stage === 'measuring') return t('Measuring the best number of threads');
      return t(
        'Loading {0} · {1} of {2}',
        phase.model,
        megabytes(phase.bytes * phase.fraction),
        megabytes(phase.bytes),
      );
    case 'reading':
      return phase.total > 0
        ? t('Reading the question · {0} of {1} tokens', phase.done, phase.total)
        : t('Reading the question');
    case 'thinking':
      return [t('Thinking · {0} tokens', run?.thinking ?? 0), ...perSecond(run), ...repetition(run)].join(' · ');
    case 'answering':
      return [t('Answering · {0} tokens', run?.answer ?? 0), ...perSecond(run)].join(' · ');
    case 'stopping':
      return t('Stopping · {0} thinking tokens are kept', number(run?.thinking ?? 0));
  }
}

/** That the thinking goes round in circles, where it has been noticed. */
function repetition(run: RunView | null): string[] {
  const loop = run?.loop ?? null;
  return loop === null ? [] : [t('repeats itself since token {0}, {1} times', loop.from, Math.floor(loop.times))];
}

function perSecond(run: RunView | null): string[] {
  const rate = run?.tokensPerSecond ?? null;
  return rate === null ? [] : [speed(rate)];
}
