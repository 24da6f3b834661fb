/** Where package.json, package.nls.json and the table of contributions disagree, in both directions. */
import { isDeepStrictEqual } from 'node:util';
import { PREFIX } from '../../src/editor/contributions.js';
import { sectionsOf, type ContributionTable, type Json, type JsonObject } from './manifest.js';

export interface Manifest {
  readonly contributes?: {
    readonly commands?: readonly (JsonObject & { readonly command: string })[];
    readonly configuration?: readonly (JsonObject & { readonly id: string; readonly properties: JsonObject })[];
    readonly views?: unknown;
    readonly customEditors?: unknown;
    readonly [section: string]: unknown;
  };
  readonly capabilities?: {
    readonly untrustedWorkspaces?: { readonly restrictedConfigurations?: readonly string[] };
  };
  readonly [section: string]: unknown;
}

/** One sentence for each difference; empty when all agree. */
export function differences(
  table: ContributionTable,
  manifest: Manifest,
  nls: Readonly<Record<string, string>>,
): string[] {
  const wanted = sectionsOf(table);
  const contributes = manifest.contributes ?? {};
  const restricted = manifest.capabilities?.untrustedWorkspaces?.restrictedConfigurations ?? [];
  return [
    ...compared('command', byCommand(wanted.commands), byCommand(contributes.commands ?? [])),
    ...compared('setting', properties(wanted.configuration), properties(contributes.configuration ?? [])),
    ...compared('settings section', headings(wanted.configuration), headings(contributes.configuration ?? [])),
    ...compared('restricted setting', flags(wanted.restricted), flags(restricted)),
    ...unknownCommands(table, manifest),
    ...contextKeys(table, manifest),
    ...texts(manifest, nls),
  ];
}

type Entries = ReadonlyMap<string, Json>;

type Commands = NonNullable<NonNullable<Manifest['contributes']>['commands']>;
type Configuration = NonNullable<NonNullable<Manifest['contributes']>['configuration']>;

function byCommand(list: Commands): Entries {
  return new Map(list.map((entry) => [entry.command, entry]));
}

function properties(configuration: Configuration): Entries {
  return new Map(configuration.flatMap((section) => Object.entries(section.properties)));
}

function headings(configuration: Configuration): Entries {
  return new Map(configuration.map(({ id, title = null, properties: own }) => [id, [title, Object.keys(own)]]));
}

const flags = (names: readonly string[]): Entries => new Map(names.map((name) => [name, true]));

function compared(what: string, table: Entries, manifest: Entries): string[] {
  const missing = [...table.keys()].filter((key) => !manifest.has(key));
  const extra = [...manifest.keys()].filter((key) => !table.has(key));
  const different = [...table].filter(
    ([key, value]) => manifest.has(key) && !isDeepStrictEqual(value, manifest.get(key)),
  );
  return [
    ...missing.map((key) => `${what} ${key} is in the table but not in package.json`),
    ...extra.map((key) => `${what} ${key} is in package.json but not in the table`),
    ...different.map(
      ([key, value]) =>
        `${what} ${key}: the table makes ${JSON.stringify(value)}, package.json has ${JSON.stringify(manifest.get(key))}`,
    ),
  ];
}

/** All values under `key`, at any depth. */
function valuesOf(value: unknown, key: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([k, v]) => (k === key && typeof v === 'string' ? [v] : valuesOf(v, key)));
}

/** Menus, key bindings and walkthroughs may name our own commands only when they exist. */
function unknownCommands(table: ContributionTable, { contributes = {} }: Manifest): string[] {
  const known = new Set(Object.keys(table.commands).map((name) => `${PREFIX}.${name}`));
  const named = Object.entries(contributes)
    .filter(([section]) => section !== 'commands')
    .flatMap(([, value]) => valuesOf(value, 'command'));
  return [...new Set(named)]
    .filter((id) => id.startsWith(`${PREFIX}.`) && !known.has(id))
    .map((id) => `package.json names the command ${id}, which is not in the table`);
}

/** Every `thinkHarder.…` of a `when` clause is a known context key (or setting, as `config.…`), and each key is used. */
function contextKeys(table: ContributionTable, manifest: Manifest): string[] {
  const clauses = [...valuesOf(manifest, 'when'), ...valuesOf(manifest, 'enablement')];
  const word = new RegExp(`(?<![\\w.-])(config\\.)?${PREFIX}\\.([\\w.-]+)`, 'g');
  const used = clauses
    .flatMap((clause) => [...clause.matchAll(word)])
    .map(([, config, name = '']) => ({ config, name }));
  const keys = new Set(used.filter(({ config }) => config === undefined).map(({ name }) => name));
  const settings = new Set(used.filter(({ config }) => config !== undefined).map(({ name }) => name));
  const views = new Set([
    ...valuesOf(manifest.contributes?.views, 'id'),
    ...valuesOf(manifest.contributes?.customEditors, 'viewType'),
  ]);
  return [
    ...[...keys]
      .filter((name) => !Object.hasOwn(table.contextKeys, name) && !views.has(`${PREFIX}.${name}`))
      .map((name) => `a when clause names the context key ${PREFIX}.${name}, which is not in the table`),
    ...[...settings]
      .filter((name) => !Object.hasOwn(table.settings, name))
      .map((name) => `a when clause names the setting ${PREFIX}.${name}, which is not in the table`),
    ...Object.keys(table.contextKeys)
      .filter((name) => !keys.has(name))
      .map((name) => `context key ${PREFIX}.${name} is in the table but in no when clause`),
  ];
}

/** Every %key% of package.json has its text, and every text is used. */
function texts(manifest: Manifest, nls: Readonly<Record<string, string>>): string[] {
  const used = new Set([...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key));
  return [
    ...[...used].filter((key) => !Object.hasOwn(nls, key)).map((key) => `package.nls.json has no text for ${key}`),
    ...Object.keys(nls)
      .filter((key) => !used.has(key))
      .map((key) => `package.nls.json has a text that nothing uses: ${key}`),
  ];
}
