import type { RunResult } from '../runs/results.js';
import { mean } from '../statistics/bootstrap.js';

/** Runs within so much of each other in tokens were not moved by their knob. */
const UNMOVED = 0.05;

/**
 * A warning for each knob of a method that did not move the thinking tokens: among runs of one entry that differ in that
 * setting alone.
 */
export function unmovedKnobs(results: readonly RunResult[]): string[] {
  const made = results.filter(({ rows }) => rows.length > 0);
  const warnings: string[] = [];
  for (const knob of new Set(made.flatMap(({ run }) => Object.keys(run.settings)))) {
    for (const group of groupedWithout(knob, made).values()) {
      const tokens = group.map(({ rows }) => mean(rows.map(({ thinking }) => thinking)));
      const most = Math.max(...tokens);
      const [first] = group;
      if (first === undefined || group.length < 2 || most - Math.min(...tokens) > UNMOVED * most) continue;
      const values = group.map(({ run }) => shown(run.settings[knob]));
      warnings.push(
        `The knob "${knob}" of ${first.run.family} did not move the thinking tokens: at ${listed(values)} they are all about ${Math.round(most)}.`,
      );
    }
  }
  return warnings;
}

function groupedWithout(knob: string, results: readonly RunResult[]): Map<string, RunResult[]> {
  const groups = new Map<string, RunResult[]>();
  for (const result of results) {
    const { settings, entry } = result.run;
    if (!(knob in settings)) continue;
    const name = JSON.stringify([entry, { ...settings, [knob]: null }]);
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return groups;
}

function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : 'no limit';
}

function listed(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} and ${values.at(-1) ?? ''}`;
}
