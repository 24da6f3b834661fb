import katex from 'katex';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { hasHidden } from './controls.js';
import { PlainText } from './plain-text.js';
import type { Formula as FormulaSource } from './parse.js';

/**
 * KaTeX without trust: \href, \url, \htmlData, \includegraphics and their like come out as text in the colour of an
 * error. Sizes and macro expansion are bounded, since a model wrote the formula.
 */
const OPTIONS = {
  trust: false,
  strict: 'ignore',
  throwOnError: true,
  maxSize: 20, // em; a \rule of a kilometre would push everything out of view
  maxExpand: 200,
} as const;

/** A formula, typeset; its source where it is still being written or KaTeX does not understand it. */
export function Formula({ formula }: { formula: FormulaSource }): VNode {
  const { tex, display, open, source } = formula;
  const asSource = open || hasHidden(tex);
  const host = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null || asSource) return;
    try {
      // render, not renderToString: it sets styles through the DOM, which the content security policy allows
      katex.render(tex, element, { ...OPTIONS, displayMode: display });
      element.classList.remove('formula-source');
    } catch {
      element.textContent = source;
      element.classList.add('formula-source');
    }
  }, [tex, display, asSource, source]);
  const name = display ? 'formula formula-display' : 'formula';
  if (asSource) {
    return (
      <span class={`${name} formula-source`} data-source={source}>
        <PlainText text={source} />
      </span>
    );
  }
  // A key of its own: the element is KaTeX's, preact must not mix it up with one it draws itself.
  return <span key="typeset" class={name} data-source={source} ref={host} />;
}
