import type { EvaluationState } from '../../backend/evaluation-protocol.js';
import type { RunSummary } from '../../evaluation/report/report.js';
import { t } from '../texts.js';
import type { Results } from './results.js';

/** What menus and icons go by. */
export type EvaluationKind = 'fresh' | 'partial' | 'done' | 'running' | 'paused';

/** How an evaluation stands, from what lies on the disk and what runs here. PURE. */
export function kindOf(results: Results, state: EvaluationState | undefined, isPaused: boolean): EvaluationKind {
  if (state !== undefined) return isPaused ? 'paused' : 'running';
  if (results.samples === 0) return 'fresh';
  const { report } = results;
  const isWhole =
    report !== null && report.written >= results.changed && report.runs.every(isFinished(report.questions));
  return isWhole ? 'done' : 'partial';
}

function isFinished(questions: number): (run: RunSummary) => boolean {
  return ({ samples }) => samples >= questions;
}

export const ICONS: Readonly<Record<EvaluationKind, string>> = {
  fresh: 'circle-outline',
  partial: 'circle-large-outline',
  done: 'pass',
  running: 'play-circle',
  paused: 'debug-pause',
};

/** An evaluation's state in a few words. */
export function describe(kind: EvaluationKind, results: Results, state: EvaluationState | undefined): string {
  if (state !== undefined) return progressText(state, kind === 'paused');
  const { samples, report } = results;
  if (kind === 'fresh') return t('not run yet');
  if (kind === 'partial') return t('{0} samples, not finished', samples);
  const best = Math.max(...(report?.runs ?? []).map(({ accuracy }) => accuracy));
  return Number.isFinite(best) ? t('{0} runs, best {1} %', report?.runs.length ?? 0, (100 * best).toFixed(1)) : '';
}

/** How far it is: never a word without a number where one is known. */
export function progressText({ phase, done, total, etaMs }: EvaluationState, isPaused: boolean): string {
  const share = total === 0 ? '' : t('{0} of {1}', done, total);
  const words: Readonly<Record<EvaluationState['phase'], string>> = {
    opening: t('reading the task'),
    queued: t('waits for another evaluation'),
    loading: t('loading the model'),
    running: etaMs === null ? '' : t('about {0} left', duration(etaMs)),
    waiting: t('waits for your question'),
    paused: t('paused'),
    grading: t('grading'),
  };
  return [share, isPaused ? t('paused') : words[phase]].filter((text) => text !== '').join(' · ');
}

/** A run's result in a few words. */
export function describeRun({ samples, accuracy, standardError, thinking }: RunSummary): string {
  if (samples === 0) return t('nothing yet');
  const error = Number.isFinite(standardError) ? ` ± ${(100 * standardError).toFixed(1)}` : '';
  return t('{0}{1} % · {2} tokens', (100 * accuracy).toFixed(1), error, Math.round(thinking));
}

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return t('{0} s', seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? t('{0} min', minutes) : t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
