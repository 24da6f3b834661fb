import { SETTINGS, type SettingName, type SettingSpec, type SettingValues } from './contributions.js';

/**
 * Settings as the table bounds them. A settings file holds whatever somebody wrote: a value of the wrong type counts as
 * the default, one out of bounds as the nearest bound. PURE.
 */
export function settingValues(read: (name: SettingName) => unknown): SettingValues {
  const names = Object.keys(SETTINGS) as SettingName[];
  return Object.fromEntries(names.map((name) => [name, bounded(SETTINGS[name], read(name))])) as SettingValues;
}

function bounded(spec: SettingSpec, value: unknown): unknown {
  switch (spec.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : spec.default;
    case 'string':
      return typeof value === 'string' ? value.slice(0, spec.maxLength) : spec.default;
    case 'choice':
      return typeof value === 'string' && spec.values.includes(value) ? value : spec.default;
    default: {
      if (typeof value !== 'number' || Number.isNaN(value)) return spec.default;
      const inside = Math.min(spec.maximum, Math.max(spec.minimum, value));
      return spec.type.startsWith('integer') ? Math.round(inside) : inside;
    }
  }
}
