import type { VNode } from 'preact';
import type { ReasoningState, ViewAction } from '../protocol.js';
import { t } from '../texts.js';
import { Icon, IconButton } from './icon.js';
import type { ViewStore } from './store.js';

interface Offer {
  readonly label: string;
  readonly title: string;
  readonly action: ViewAction;
}

/** What can be done now: the most likely thing first and as a button, the others beside it. */
export function ActionBar({ state, store }: { state: ReasoningState; store: ViewStore }): VNode {
  const offers = offered(state);
  const answered = state.phase.kind === 'rest' && (state.run?.answer ?? 0) > 0;
  return (
    <div class="actions" role="group" aria-label={t('Actions')}>
      {offers.map(({ label, title, action }, i) => (
        <button
          key={action}
          type="button"
          class={i === 0 ? 'button' : 'button secondary'}
          title={title}
          onClick={() => store.act(action)}
        >
          {action === 'think-harder' && <Icon name="lightbulb-sparkle" />}
          {label}
        </button>
      ))}
      <span class="actions-gap" />
      {answered && <IconButton icon="check" label={checkLabel(state)} onClick={() => store.act('check')} />}
      {answered && (
        <IconButton icon="insert" label={t('Insert the answer at the cursor')} onClick={() => store.act('insert')} />
      )}
      {answered && (
        <IconButton icon="copy" label={t('Copy the answer as Markdown')} onClick={() => store.act('copy')} />
      )}
      {state.phase.kind === 'rest' && state.run !== null && (
        <IconButton icon="json" label={t('Open the saved trace')} onClick={() => store.act('open-trace')} />
      )}
    </div>
  );
}

function checkLabel({ question }: ReasoningState): string {
  return question?.reference === undefined
    ? t('Check against the right answer…')
    : t('Check against the answer in the document');
}

function offered({ phase, run }: ReasoningState): Offer[] {
  const answerNow: Offer = {
    label: t('Answer Now'),
    title: t('End the thinking and answer'),
    action: 'answer-now',
  };
  const goOn: Offer = { label: t('Continue'), title: t('Go on where it stopped'), action: 'continue' };
  const harder: Offer = {
    label: t('Think Harder'),
    title: t('Take the answer back, put “Wait” in place of the end of thinking, and think on'),
    action: 'think-harder',
  };
  const otherText: Offer = {
    label: t('Another Text…'),
    title: t('Think on with another text than “Wait”, to get out of the repetition'),
    action: 'think-harder-with',
  };
  const largerContext: Offer = {
    label: t('Larger Context…'),
    title: t('Load the model with a larger context and think on'),
    action: 'context-size',
  };
  const repeats = run !== null && run.loop !== null ? [otherText] : [];
  if (phase.kind === 'thinking') return [answerNow, ...repeats];
  if (phase.kind !== 'rest' || run === null) return [];
  if (run.end.thinking === null) return [goOn, answerNow, ...repeats];
  if (run.end.thinking === 'context') return run.end.answer === 'natural' ? [largerContext] : [goOn, largerContext];
  if (run.end.answer === 'natural') return [harder, ...repeats];
  return [goOn, harder, ...repeats]; // cut or stopped while answering
}
