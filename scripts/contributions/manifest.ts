/** From the table in src/editor/contributions.ts to the sections of package.json that say the same to VS Code. */
import {
  COMMANDS,
  CONTEXT_KEYS,
  PREFIX,
  SETTINGS,
  SETTING_GROUPS,
  type CommandSpec,
  type SettingSpec,
} from '../../src/editor/contributions.js';

/** What the table holds; tests pass their own. */
export interface ContributionTable {
  readonly commands: Readonly<Record<string, CommandSpec>>;
  readonly settings: Readonly<Record<string, SettingSpec>>;
  readonly contextKeys: Readonly<Record<string, string>>;
}

export const TABLE: ContributionTable = { commands: COMMANDS, settings: SETTINGS, contextKeys: CONTEXT_KEYS };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** The sections of package.json that are made from the table. Everything else there is written by hand. */
export interface ManifestSections {
  readonly commands: readonly (JsonObject & { readonly command: string })[];
  readonly configuration: readonly (JsonObject & { readonly id: string; readonly properties: JsonObject })[];
  readonly restricted: readonly string[];
}

export function sectionsOf({ commands, settings }: ContributionTable): ManifestSections {
  const entries = Object.entries(settings);
  return {
    commands: Object.entries(commands).map(([name, spec]) => commandEntry(name, spec)),
    configuration: SETTING_GROUPS.map((group) => ({
      id: `${PREFIX}.${group}`,
      title: `%settings.${group}%`,
      properties: Object.fromEntries(
        entries
          .filter(([, spec]) => spec.group === group)
          .map(([name, spec], order) => [`${PREFIX}.${name}`, settingEntry(name, spec, order)]),
      ),
    })),
    restricted: entries.filter(([, spec]) => spec.restricted === true).map(([name]) => `${PREFIX}.${name}`),
  };
}

function commandEntry(name: string, { icon, enablement }: CommandSpec) {
  return {
    command: `${PREFIX}.${name}`,
    title: `%command.${name}%`,
    category: '%category%',
    ...(icon === undefined ? {} : { icon: `$(${icon})` }),
    ...(enablement === undefined ? {} : { enablement }),
  };
}

function settingEntry(name: string, spec: SettingSpec, order: number): JsonObject {
  const head = { order, scope: spec.scope, markdownDescription: `%setting.${name}%` };
  switch (spec.type) {
    case 'boolean':
      return { ...head, type: 'boolean', default: spec.default };
    case 'string':
      return { ...head, type: 'string', default: spec.default, maxLength: spec.maxLength };
    case 'choice': {
      const descriptions = spec.values.map((value) => `%setting.${name}.${value}%`);
      return { ...head, type: 'string', enum: spec.values, enumDescriptions: descriptions, default: spec.default };
    }
    case 'integer':
    case 'number':
      return { ...head, type: spec.type, default: spec.default, minimum: spec.minimum, maximum: spec.maximum };
    case 'integer?':
    case 'number?': {
      const type = [spec.type === 'integer?' ? 'integer' : 'number', 'null'];
      return { ...head, type, default: null, minimum: spec.minimum, maximum: spec.maximum };
    }
  }
}
