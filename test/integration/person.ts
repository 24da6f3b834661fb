import assert from 'node:assert/strict';
import type { Dialogs } from '../../src/editor/dialogs.js';

/** Answers dialogs in the person's place; whatever else is asked fails the test. */
export function answerIn(dialogs: Dialogs, answers: Partial<Dialogs>): void {
  const unexpected = (what: string) => () => Promise.reject(new Error(`nobody expects to be asked for ${what}`));
  Object.assign(dialogs, {
    openFiles: unexpected('files'),
    saveFile: unexpected('a name'),
    pick: unexpected('a choice'),
    pickSome: unexpected('choices'),
    confirm: unexpected('a confirmation'),
    ...answers,
  });
}

/** Takes the first item of each list whose label begins like this. */
export function picks(...labels: readonly string[]): Dialogs['pick'] {
  const waiting = [...labels];
  return async (items, { title }) => {
    const label = waiting.shift() ?? '';
    const item = items.find((one) => one.label.replace(/^\$\(\w+\) /, '').startsWith(label));
    assert.ok(item, `${label} is offered by ${title}`);
    return item;
  };
}
