import { modelText } from '../models/model-text.js';
import { BY_HAND, type FunnelStep } from './result.js';
import type { Statistics } from './statistics.js';
import type { TrainingSummary } from './training-output.js';

export interface CardContent {
  readonly name: string;
  readonly description: string;
  readonly funnel: readonly FunnelStep[];
  readonly statistics: Statistics;
  readonly setAside: number;
  readonly training?: TrainingSummary;
}

/** Longest list of a parameter that is written out. */
const MOST_LISTED = 12;

/** The data-set card: what the set is made of, how, and what one may do with it. Markdown. */
export function cardOf({ name, description, funnel, statistics, setAside, training }: CardContent): string {
  const { questions, words, domains, sources, licences } = statistics;
  const notes = funnel.flatMap((step) => step.notes);
  const sections = [
    `# ${line(name)}`,
    ...(description === '' ? [] : [line(description)]),
    `${number(questions)} questions in ${number(domains.length)} domains, ${number(words)} words of traces or, where there is none, of solutions.`,
    '## Funnel',
    table(
      ['Stage', 'Left', 'Dropped', 'Why'],
      funnel.map(({ title, left, reasons }, i) => [
        title,
        number(left),
        i === 0 ? '' : change((funnel[i - 1]?.left ?? left) - left),
        reasons.map(([reason, count]) => `${reason} ${number(count)}`).join('; '),
      ]),
    ),
    ...(setAside === 0
      ? []
      : [`${number(setAside)} lines of the data are no rows and were set aside (set-aside.jsonl).`]),
    ...(notes.length === 0 ? [] : [list(notes)]),
    ...(training === undefined ? [] : trainingSection(training)),
    '## Parameters',
    list(
      funnel
        .filter(({ stage }) => stage !== BY_HAND)
        .map(({ title, parameters }) => `${title}: ${parameterText(parameters)}`),
    ),
    '## Domains',
    table(
      ['Domain', 'Questions', 'Words', 'Keywords'],
      domains.map((row) => [row.domain, number(row.questions), number(row.words), row.keywords.join(', ')]),
    ),
    '## Sources',
    table(
      ['Source', 'Questions'],
      sources.map(([source, count]) => [source, number(count)]),
    ),
    '## Licences',
    'Each row carries its licence; "unknown" is not a permission.',
    table(
      ['Licence', 'Questions'],
      licences.map(([licence, count]) => [licence, number(count)]),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function trainingSection({ model, rows, without, tokens, longest, pending = 0 }: TrainingSummary): string[] {
  const left =
    without === 0 ? '' : ` ${number(without)} selected questions without a trace or an answer are not in it.`;
  return [
    '## Training text',
    `training.jsonl: ${number(rows)} rows in the chat template and the thinking format "${line(model.thinkingFormat)}" of ${line(modelText(model))}.${left}`,
    ...(pending === 0
      ? []
      : [
          `**training.jsonl is older than the decisions by hand**: questions kept since and missing in it: ${number(pending)}. Their text needs the tokenizer of ${line(model.name)}: run the pipeline again to make it.`,
        ]),
    table(
      ['Tokens by its tokenizer', 'Prompts', 'Thinking', 'Answers', 'All', 'Longest row'],
      [['', ...[tokens.prompt, tokens.thinking, tokens.answer, tokens.total, longest].map(number)]],
    ),
  ];
}

function parameterText(parameters: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(parameters).map(([key, value]) => {
    const cut = Array.isArray(value) && value.length > MOST_LISTED;
    return `${key} = ${cut ? `${value.length} entries` : JSON.stringify(value)}`;
  });
  return texts.length === 0 ? 'none' : texts.join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(line).join(' | ')} |`);
  return lines.join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${line(item)}`).join('\n');
}

/** Text of the data in one line of Markdown: nothing in it can end a cell, open a tag or make a link. */
function line(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#!]/g, '\\$&')
    .trim();
}

/** How many fewer there are; decisions by hand can make more of them. */
function change(dropped: number): string {
  return dropped < 0 ? `+${number(-dropped)}` : number(dropped);
}

function number(value: number): string {
  return value.toLocaleString('en');
}
