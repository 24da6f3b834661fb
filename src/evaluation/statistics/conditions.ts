/** Everything that a run's numbers depend on, as plain text: what two runs must share to be compared. */
export interface RunConditions {
  /** The method with its settings. */
  readonly method: string;
  readonly model: string;
  readonly task: string;
  readonly prompt: string;
  readonly sampling: string;
  readonly seed: string;
  readonly samples: string;
  readonly thinkingFormat: string;
  readonly context: string;
  readonly extraction: string;
  readonly engine: string;
  readonly hardware: string;
}

/** For people, in the order in which they matter. */
export const CONDITION_NAMES: Readonly<Record<keyof RunConditions, string>> = {
  method: 'method',
  model: 'model',
  task: 'questions',
  prompt: 'prompt',
  sampling: 'sampling',
  seed: 'seed',
  samples: 'samples a question',
  thinkingFormat: 'thinking format',
  context: 'context size',
  extraction: 'rules for finding answers',
  engine: 'engine version',
  hardware: 'hardware',
};

/** In what two runs differ. */
export function differencesOf(a: RunConditions, b: RunConditions): (keyof RunConditions)[] {
  return (Object.keys(CONDITION_NAMES) as (keyof RunConditions)[]).filter((name) => a[name] !== b[name]);
}

/**
 * A warning where two runs differ in more than one thing: a difference of theirs cannot then be put down to any of them.
 */
export function unlikeWarning(a: RunConditions, b: RunConditions): string | undefined {
  const names = differencesOf(a, b).map((name) => CONDITION_NAMES[name]);
  const last = names.pop();
  if (last === undefined || names.length === 0) return undefined;
  return `The runs differ in more than one thing (${names.join(', ')} and ${last}): what made the difference cannot be told.`;
}
