import type { VNode } from 'preact';
import type { HitFacts } from '../../data/facts.js';
import { PlainText } from '../markdown/plain-text.js';
import { number, t } from '../texts.js';
import { highlight } from './highlight.js';

/** Hits that are drawn. */
const MOST = 20;

/** What the row shares with evaluation tasks: both texts side by side, the shared words marked in both. */
export function Hits({ hits, question }: { hits: readonly HitFacts[]; question: string }): VNode | null {
  if (hits.length === 0) return null;
  return (
    <section class="hits" aria-label={t('Shared words')}>
      <h3>
        {hits.length === 1
          ? t('Shares words with an evaluation question')
          : t('Shares words with {0} evaluation questions', hits.length)}
      </h3>
      {hits.slice(0, MOST).map((hit, i) => (
        <div class="hit" key={i}>
          <figure>
            <figcaption>{t('This row')}</figcaption>
            <Marked text={question} shared={hit.shared} />
          </figure>
          <figure>
            <figcaption>
              {t('{0}, row {1}', hit.task.split(/[\\/]/).at(-1) ?? hit.task, number(hit.taskRow))}
            </figcaption>
            {hit.question === null ? (
              <p class="muted">
                {t('The task’s file is not there any more; the shared words are: {0}', hit.shared.join(' '))}
              </p>
            ) : (
              <Marked text={hit.question} shared={hit.shared} />
            )}
          </figure>
        </div>
      ))}
      {hits.length > MOST && <p class="muted">{t('The first {0} of {1}.', MOST, hits.length)}</p>}
    </section>
  );
}

function Marked({ text, shared }: { text: string; shared: readonly string[] }): VNode {
  return (
    <p class="marked">
      {highlight(text, shared).map((stretch, i) =>
        stretch.shared ? (
          <mark key={i}>
            <PlainText text={stretch.text} />
          </mark>
        ) : (
          <PlainText key={i} text={stretch.text} />
        ),
      )}
    </p>
  );
}
