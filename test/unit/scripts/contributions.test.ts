import assert from 'node:assert/strict';
import { differences, type Manifest } from '../../../scripts/contributions/differences.js';
import { sectionsOf, type ContributionTable } from '../../../scripts/contributions/manifest.js';

const WAITS = { group: 'thinking', type: 'integer', default: 1, minimum: 0, maximum: 9, scope: 'resource' } as const;

const table: ContributionTable = {
  commands: { solve: { icon: 'play', enablement: '!thinkHarder.running' } },
  settings: { waits: WAITS },
  contextKeys: { running: 'boolean' },
};
const nls = {
  category: 'Think Harder',
  'command.solve': 'Solve',
  'settings.model': 'Model',
  'settings.thinking': 'Thinking',
  'settings.questions': 'Questions',
  'settings.traces': 'Traces',
  'setting.waits': 'Waits.',
};

function manifestOf(of: ContributionTable): Manifest {
  const { commands, configuration } = sectionsOf(of);
  return { contributes: { commands, configuration } };
}

describe('contributions: package.json against the table', () => {
  it('finds nothing where both say the same', () => {
    assert.deepEqual(differences(table, manifestOf(table), nls), []);
  });

  it('finds a command that one of them lacks', () => {
    const more = { ...table, commands: { ...table.commands, stop: {} } };
    const withStop = { ...nls, 'command.stop': 'Stop' };
    assert.deepEqual(differences(more, manifestOf(table), nls), [
      'command thinkHarder.stop is in the table but not in package.json',
    ]);
    assert.deepEqual(differences(table, manifestOf(more), withStop), [
      'command thinkHarder.stop is in package.json but not in the table',
    ]);
  });

  it('finds a setting that one of them lacks', () => {
    const none = { ...table, settings: {} };
    assert.match(differences(table, manifestOf(none), nls)[0]!, /setting thinkHarder.waits is in the table but not/);
    assert.match(differences(none, manifestOf(table), nls)[0]!, /setting thinkHarder.waits is in package.json but not/);
  });

  it('finds another default', () => {
    const waits = { ...WAITS, default: 2 };
    const [found] = differences({ ...table, settings: { waits } }, manifestOf(table), nls);
    assert.match(found!, /setting thinkHarder.waits: the table makes .*"default":2.*package.json has .*"default":1/);
  });

  it('finds a restricted setting that an untrusted workspace could set', () => {
    const waits = { ...WAITS, restricted: true } as const;
    assert.deepEqual(differences({ ...table, settings: { waits } }, manifestOf(table), nls), [
      'restricted setting thinkHarder.waits is in the table but not in package.json',
    ]);
  });

  it('finds a misspelt context key and an unused one', () => {
    const manifest = manifestOf(table);
    const menus = {
      'view/title': [{ command: 'thinkHarder.solve', when: 'thinkHarder.runing && config.thinkHarder.wait' }],
    };
    const found = differences(
      { ...table, contextKeys: { running: 'boolean', loaded: 'boolean' } },
      { contributes: { ...manifest.contributes, menus } },
      nls,
    );
    assert.deepEqual(found, [
      'a when clause names the context key thinkHarder.runing, which is not in the table',
      'a when clause names the setting thinkHarder.wait, which is not in the table',
      'context key thinkHarder.loaded is in the table but in no when clause',
    ]);
  });

  it('finds a menu entry of a command that does not exist', () => {
    const menus = { 'view/title': [{ command: 'thinkHarder.slove' }] };
    const found = differences(table, { contributes: { ...manifestOf(table).contributes, menus } }, nls);
    assert.deepEqual(found, ['package.json names the command thinkHarder.slove, which is not in the table']);
  });

  it('finds a text that is missing and one that nothing uses', () => {
    const { category, ...rest } = nls;
    assert.deepEqual(differences(table, manifestOf(table), { ...rest, categroy: category }), [
      'package.nls.json has no text for category',
      'package.nls.json has a text that nothing uses: categroy',
    ]);
  });
});
