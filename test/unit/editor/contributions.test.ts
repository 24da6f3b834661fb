import assert from 'node:assert/strict';
import type { LoadOptions } from '../../../src/backend/protocol.js';
import { SETTINGS, type SettingValues } from '../../../src/editor/contributions.js';
import { DEFAULT_BUDGET, RuleName, type Budget } from '../../../src/reasoning/budget.js';

/** Compiles only where every setting that is a part of the budget has its type. */
const budget: { readonly [K in keyof Budget]: SettingValues[K] } = DEFAULT_BUDGET;
/** Compiles only where the settings are what the backend takes. */
type LoadSettings = Pick<LoadOptions, 'gpu' | 'gpuLayers' | 'contextSize' | 'kvType' | 'threads'>;
const asLoadOptions = (values: SettingValues): LoadSettings => values;

describe('settings', () => {
  it('have the defaults of the budget', () => {
    for (const key of Object.keys(budget) as (keyof Budget)[]) assert.equal(SETTINGS[key].default, DEFAULT_BUDGET[key]);
  });

  it('are what the backend takes', () => {
    const values = Object.fromEntries(Object.entries(SETTINGS).map(([name, spec]) => [name, spec.default]));
    const { kvType, gpu } = asLoadOptions(values as unknown as SettingValues);
    assert.deepEqual({ kvType, gpu }, { kvType: SETTINGS.kvType.default, gpu: SETTINGS.gpu.default });
  });

  it('offer every set of rules', () => {
    assert.deepEqual(
      [...SETTINGS.rules.values],
      RuleName.anyOf.map((rule) => rule.const),
    );
  });

  it('have defaults within their bounds', () => {
    for (const [name, spec] of Object.entries(SETTINGS)) {
      if (spec.type === 'choice') assert.ok((spec.values as readonly string[]).includes(spec.default), name);
      if (spec.type === 'integer') assert.ok(spec.minimum <= spec.default && spec.default <= spec.maximum, name);
      if (spec.type === 'string') assert.ok(spec.default.length <= spec.maxLength, name);
    }
  });

  it('that name files or cost memory are not taken from an untrusted workspace', () => {
    for (const [name, spec] of Object.entries(SETTINGS)) {
      const harmless = ['thinking', 'questions'].includes(spec.group) || name === 'foldThinking'; // numbers within bounds, and what is shown
      const safe = spec.scope === 'machine' || ('restricted' in spec && spec.restricted);
      assert.ok(harmless || safe, name);
    }
  });
});
