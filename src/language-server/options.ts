/** Reads the client's initialization options; what is not understood is left out, as it comes from outside. */
import { ACTIONS, type Action, type Features, type InitializationOptions } from './protocol.js';

const FEATURES = [
  'lenses',
  'hints',
  'hovers',
  'actions',
  'diagnostics',
  'completion',
  'outline',
] as const satisfies readonly (keyof Features)[];

export function readOptions(value: unknown): InitializationOptions {
  const source = record(value);
  const commands: Partial<Record<Action, string>> = {};
  const given = record(source.commands);
  for (const action of ACTIONS) {
    const id = given[action];
    if (typeof id === 'string' && id !== '') commands[action] = id;
  }
  return {
    commands,
    icons: source.icons === true,
    commandLinks: source.commandLinks === true,
    solveForCompletion: source.solveForCompletion === true,
    features: readFeatures(source.features),
  };
}

export function readFeatures(value: unknown): Record<string, Features> {
  const read: Record<string, Features> = {};
  for (const [language, switches] of Object.entries(record(value))) {
    const given = record(switches);
    read[language] = Object.fromEntries(
      FEATURES.flatMap((name) => (typeof given[name] === 'boolean' ? [[name, given[name]]] : [])),
    );
  }
  return read;
}

/** Is a feature on for a language? Everything is, unless it was switched off. */
export function isOn(
  features: Readonly<Record<string, Features>> | undefined,
  language: string,
  feature: keyof Features,
): boolean {
  return (features?.[language]?.[feature] ?? features?.['*']?.[feature]) !== false;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
