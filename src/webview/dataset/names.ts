/** Names that the product itself gives to columns and stages, in the user's language; all others stay as they are. */
import type { ColumnFacts, FunnelFacts, ResultFacts } from '../../data/facts.js';
import { t } from '../texts.js';

/** How a result names the columns of its models' verdicts. */
const VERDICT = 'verdict: ';

/** What a column is called above the grid. */
export function columnTitle({ name, role }: Pick<ColumnFacts, 'name' | 'role'>, result: ResultFacts | null): string {
  if (role === 'length') return t('length (words)');
  if (result === null) return name;
  if (role === 'fate') return t('fate');
  if (result.kind === 'contamination') return name === 'shares words with' ? t('shares words with') : name;
  return name.startsWith(VERDICT) ? t('verdict: {0}', name.slice(VERDICT.length)) : resultColumn(name);
}

/** The columns of every pipeline's result. */
function resultColumn(name: string): string {
  switch (name) {
    case 'stage':
      return t('stage');
    case 'reason':
      return t('reason');
    case 'detail':
      return t('detail');
    case 'domain':
      return t('domain');
    case 'question':
      return t('question');
    case 'answer':
      return t('answer');
    case 'solution':
      return t('solution');
    case 'thinking':
      return t('thinking');
    case 'attempt':
      return t('attempt');
    case 'source':
      return t('source');
    case 'kind':
      return t('kind');
    case 'subject':
      return t('subject');
    case 'level':
      return t('level');
    case 'licence':
      return t('licence');
    case 'choices':
      return t('choices');
    case 'metadata':
      return t('metadata');
    default:
      return name;
  }
}

/** What a step of the funnel is called. */
export function stepTitle({ title }: Pick<FunnelFacts, 'title'>): string {
  switch (title) {
    case 'Pool':
      return t('Pool');
    case 'Traces':
      return t('Traces');
    case 'API errors':
      return t('API errors');
    case 'Format quality':
      return t('Format quality');
    case 'Exact duplicates':
      return t('Exact duplicates');
    case 'Near-duplicates':
      return t('Near-duplicates');
    case 'Decontamination':
      return t('Decontamination');
    case 'Difficulty':
      return t('Difficulty');
    case 'Domains':
      return t('Domains');
    case 'Selection':
      return t('Selection');
    case 'By hand':
      return t('By hand');
    default:
      return title;
  }
}
