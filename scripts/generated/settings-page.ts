/** docs/settings.md from the table of contributions and its texts. */
import { PREFIX, SETTING_GROUPS, type SettingSpec } from '../../src/editor/contributions.js';
import type { ContributionTable } from '../contributions/manifest.js';

export function settingsPage({ settings }: ContributionTable, nls: Readonly<Record<string, string>>): string {
  const text = (key: string) => nls[key] ?? key;
  const sections = SETTING_GROUPS.map((group) => {
    const rows = Object.entries(settings)
      .filter(([, spec]) => spec.group === group)
      .map(([name, spec]) => [
        `\`${PREFIX}.${name}\``,
        `\`${JSON.stringify(spec.default)}\``,
        values(name, spec, text),
        text(`setting.${name}`),
      ]);
    return [`## ${text(`settings.${group}`)}`, '', row(['setting', 'default', 'values', '']), row(['-', '-', '-', '-'])]
      .concat(rows.map(row))
      .join('\n');
  });
  return [
    '# Settings',
    '',
    '`npm run generate` makes this page from `src/editor/contributions.ts` and `package.nls.json`.',
    '',
    'Settings of the model belong to the machine. Where a workspace may set one (`modelPath`, `contextSize`), it must be trusted.',
    '',
    sections.join('\n\n'),
    '',
  ].join('\n');
}

function values(name: string, spec: SettingSpec, text: (key: string) => string): string {
  switch (spec.type) {
    case 'boolean':
      return 'true, false';
    case 'string':
      return `text, at most ${spec.maxLength} characters`;
    case 'choice':
      return spec.values.map((value) => `\`${value}\`: ${text(`setting.${name}.${value}`)}`).join('<br>');
    default:
      return `${spec.type.endsWith('?') ? '`null` or ' : ''}${spec.minimum} to ${spec.maximum}`;
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
