import { useState } from 'preact/hooks';

/** Steps of the arrow keys in a row of buttons. */
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Many buttons that are one stop of the Tab key: arrows, Home and End go among them.
 * @param count how many buttons stand in the element
 */
export function useRoving(count: number) {
  const [current, setCurrent] = useState(0);
  const at = Math.min(current, Math.max(0, count - 1));
  return {
    tabIndex: (i: number) => (i === at ? 0 : -1),
    onKeyDown: (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
      const step = STEPS[event.key];
      const next =
        event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : step === undefined ? undefined : at + step;
      if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const to = Math.max(0, Math.min(count - 1, next));
      setCurrent(to);
      event.currentTarget.querySelectorAll('button')[to]?.focus();
    },
  };
}
