import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Markdown } from '../markdown/markdown.js';
import type { ReasoningState } from '../protocol.js';
import { t } from '../texts.js';
import { step, type HistoryPlace } from './history.js';
import { Icon, IconButton } from './icon.js';
import type { ViewStore } from './store.js';

const HIGHEST = 240; // pixels; a longer question scrolls

/** The question: typeset once asked, a box of several lines while it is written. */
export function QuestionBox({ state, store }: { state: ReasoningState; store: ViewStore }): VNode {
  const asked = state.question?.text;
  const [editing, setEditing] = useState(asked === undefined);
  const running = state.phase.kind !== 'rest';
  const focusAsked = store.focusAsked.value;
  useEffect(() => setEditing(asked === undefined), [asked]);
  useEffect(() => {
    if (focusAsked > 0 && !running) setEditing(true);
  }, [focusAsked]);

  if (editing || asked === undefined) {
    return (
      <Editor
        store={store}
        history={state.history}
        text={store.link.draft || (asked ?? '')}
        focus={focusAsked > 0 || asked !== undefined}
        running={running}
        onDone={asked === undefined ? undefined : () => setEditing(false)}
      />
    );
  }
  return (
    <section class="question" aria-label={t('Question')}>
      <div class="question-text" tabIndex={0} onDblClick={() => !running && setEditing(true)}>
        <Markdown text={asked} growing={false} />
      </div>
      <div class="question-tools">
        <IconButton icon="edit" label={t('Edit the question')} disabled={running} onClick={() => setEditing(true)} />
      </div>
      {state.question?.source !== undefined && (
        <button type="button" class="link question-source" onClick={() => store.act('open-source')}>
          <Icon name="go-to-file" /> {state.question.source}
        </button>
      )}
    </section>
  );
}

interface EditorProps {
  readonly store: ViewStore;
  readonly history: readonly string[];
  readonly text: string;
  readonly focus: boolean;
  readonly running: boolean;
  readonly onDone: (() => void) | undefined;
}

function Editor({ store, history, text: first, focus, running, onDone }: EditorProps): VNode {
  const [text, setText] = useState(first);
  const place = useRef<HistoryPlace>({ at: history.length, draft: '' });
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(HIGHEST, element.scrollHeight + 2)}px`;
  }, [text]);
  const focusAsked = store.focusAsked.value;
  useEffect(() => {
    if (!focus && focusAsked === 0) return;
    box.current?.focus();
    box.current?.select();
  }, [focusAsked]);

  const change = (value: string) => {
    setText(value);
    store.link.draft = value;
  };
  const solve = () => {
    if (text.trim() === '' || running) return;
    store.link.draft = '';
    store.solve(text);
    onDone?.();
  };
  const browse = (by: -1 | 1): boolean => {
    const next = step(history, place.current, text, by);
    if (next === undefined) return false;
    place.current = next.place;
    change(next.text);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const element = box.current;
    if (element === null || event.isComposing) return; // Enter then belongs to the input method
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      solve();
    } else if (event.key === 'Escape' && onDone !== undefined) {
      event.stopPropagation();
      store.link.draft = '';
      onDone();
    } else if (event.key === 'ArrowUp' && !text.slice(0, element.selectionStart).includes('\n')) {
      if (browse(-1)) event.preventDefault();
    } else if (event.key === 'ArrowDown' && !text.slice(element.selectionEnd).includes('\n')) {
      if (browse(1)) event.preventDefault();
    }
  };
  return (
    <section class="question-editor" aria-label={t('Question')}>
      <textarea
        ref={box}
        rows={2}
        value={text}
        placeholder={t('Ask a question in mathematics or science')}
        aria-label={t('Question: Enter solves it, Shift+Enter starts a new line, up and down bring earlier ones')}
        spellcheck={false}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="question-buttons">
        {onDone !== undefined && (
          <button type="button" class="button secondary" onClick={onDone}>
            {t('Cancel')}
          </button>
        )}
        <button type="button" class="button" disabled={text.trim() === '' || running} onClick={solve}>
          {t('Solve')}
        </button>
      </div>
    </section>
  );
}
