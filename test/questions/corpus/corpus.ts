/** The labelled corpus: every layout filled with questions from the project's own list and, where present, the shared tasks. */
import { Random, TextBuilder, type Format, type Item, type LabelledDocument } from './builder.js';
import * as md from './layouts-markdown.js';
import * as other from './layouts-other.js';
import * as own from './own-items.js';

interface Entry {
  readonly name: string;
  readonly format: Format;
  readonly language: 'en' | 'zh';
  /** Not looked at while the rules were written. */
  readonly setAside?: true;
  readonly build: (
    bank: md.Bank,
    random: Random,
  ) => { readonly text: string; readonly expected: LabelledDocument['expected'] };
}

export const LAYOUTS: readonly Entry[] = [
  { name: 'md-heading-problem', format: 'markdown', language: 'en', build: md.headingProblem },
  { name: 'md-numbered-list', format: 'markdown', language: 'en', build: md.numberedList },
  { name: 'md-bold-label', format: 'markdown', language: 'en', build: md.boldLabel },
  { name: 'md-question-answer', format: 'markdown', language: 'en', build: md.questionAnswer },
  { name: 'md-details', format: 'markdown', language: 'en', build: md.details },
  { name: 'md-choice-lines', format: 'markdown', language: 'en', build: md.choiceLines },
  { name: 'md-choice-bullets', format: 'markdown', language: 'en', build: md.choiceBullets },
  { name: 'md-choice-inline', format: 'markdown', language: 'en', build: md.choiceInline },
  { name: 'md-parts', format: 'markdown', language: 'en', build: md.parts },
  { name: 'md-prose', format: 'markdown', language: 'en', build: md.prose },
  { name: 'md-worked-examples', format: 'markdown', language: 'en', build: md.workedExamples },
  { name: 'md-zh-headings', format: 'markdown', language: 'zh', build: md.chineseHeadings },
  { name: 'md-zh-list', format: 'markdown', language: 'zh', build: md.chineseList },
  { name: 'md-try-it', format: 'markdown', language: 'en', setAside: true, build: md.tryIt },
  { name: 'md-check-list', format: 'markdown', language: 'en', setAside: true, build: md.checkList },
  { name: 'tex-exam', format: 'latex', language: 'en', build: other.texExam },
  { name: 'tex-problem', format: 'latex', language: 'en', build: other.texProblem },
  { name: 'tex-enumerate', format: 'latex', language: 'en', build: other.texEnumerate },
  { name: 'tex-nested', format: 'latex', language: 'en', build: other.texNested },
  { name: 'tex-choices', format: 'latex', language: 'en', build: other.texChoices },
  { name: 'tex-answer', format: 'latex', language: 'en', build: other.texAnswer },
  { name: 'tex-textbook', format: 'latex', language: 'en', build: other.texTextbook },
  { name: 'tex-zh', format: 'latex', language: 'zh', build: other.texChinese },
  { name: 'tex-bold', format: 'latex', language: 'en', setAside: true, build: other.texBold },
  { name: 'txt-numbered', format: 'plain', language: 'en', build: other.plainNumbered },
  { name: 'txt-underlined', format: 'plain', language: 'en', build: other.plainUnderlined },
  { name: 'txt-choices', format: 'plain', language: 'en', build: other.plainChoices },
  { name: 'txt-paragraphs', format: 'plain', language: 'en', build: other.plainParagraphs },
  { name: 'txt-wrapped', format: 'plain', language: 'en', build: other.plainWrapped },
  { name: 'txt-zh', format: 'plain', language: 'zh', build: other.plainChinese },
  { name: 'txt-zh-brackets', format: 'plain', language: 'zh', setAside: true, build: other.plainChineseBrackets },
  { name: 'nb-cells', format: 'notebook', language: 'en', build: other.notebookCells },
  { name: 'nb-mixed', format: 'notebook', language: 'en', setAside: true, build: other.notebookMixed },
  { name: 'jsonl-answers', format: 'jsonl', language: 'en', build: other.jsonlAnswers },
  { name: 'jsonl-choices', format: 'jsonl', language: 'en', build: other.jsonlChoices },
];

/** Questions by what a layout can hold. */
export function ownBank(language: 'en' | 'zh'): md.Bank {
  if (language === 'zh') {
    return {
      free: own.CHINESE_FREE,
      choice: own.CHINESE_CHOICE,
      fill: own.CHINESE_FILL,
      proof: own.CHINESE_PROOF,
      parts: own.CHINESE_PARTS,
      word: own.CHINESE_FREE,
    };
  }
  const word = own.ENGLISH_FREE.filter((item) => /\d.*\.\s.*\?/.test(item.text));
  return {
    free: own.ENGLISH_FREE,
    choice: own.ENGLISH_CHOICE,
    fill: own.ENGLISH_FILL,
    proof: own.ENGLISH_PROOF,
    parts: own.ENGLISH_PARTS,
    word,
  };
}

/** Rows of the shared tasks, as `../shared/data/tasks` keeps them, already parsed. */
export interface TaskRows {
  readonly words: readonly Item[];
  readonly free: readonly Item[];
  readonly choice: readonly Item[];
}

/** In LaTeX documents a percent or dollar sign of plain prose has to be escaped. */
function forLatex(item: Item): Item {
  const escape = (text: string): string =>
    text
      .replace(/(?<!\\)[%#&$]/g, '\\$&')
      .replace(/(?<!\\)_/g, '\\_')
      .replace(/\^/g, '\\^{}');
  const plain = (text: string): string =>
    /\\[a-z([]/i.test(text) || (/\$[^$]*\$/.test(text) && !/\$\d[\d,.]*\b(?!\$)/.test(text))
      ? text.replace(/(?<!\\)%/g, '\\%')
      : escape(text);
  return {
    ...item,
    text: plain(item.text),
    ...(item.options === undefined ? {} : { options: item.options.map(plain) }),
  };
}

/** `documents` documents of each layout. */
export function buildCorpus(options: {
  readonly setAside: boolean;
  readonly documents: number;
  readonly seed: number;
  readonly tasks?: TaskRows;
}): LabelledDocument[] {
  const corpus: LabelledDocument[] = [];
  for (const [index, layout] of LAYOUTS.entries()) {
    if ((layout.setAside === true) !== options.setAside) continue;
    const random = new Random(options.seed * 1000 + index);
    for (let i = 0; i < options.documents; i++) {
      let bank = ownBank(layout.language);
      if (options.tasks !== undefined && layout.language === 'en') {
        const mix = (mine: readonly Item[], theirs: readonly Item[]): Item[] => [
          ...random.sample(mine, 4),
          ...random.sample(theirs, 24),
        ];
        bank = {
          ...bank,
          free: mix(bank.free, [...options.tasks.words, ...options.tasks.free]),
          choice: mix(bank.choice, options.tasks.choice),
          word: mix(bank.word, options.tasks.words),
        };
      }
      if (layout.format === 'latex') {
        bank = {
          ...bank,
          free: bank.free.map(forLatex),
          choice: bank.choice.map(forLatex),
          word: bank.word.map(forLatex),
          fill: bank.fill.map((item) => item),
        };
      }
      const built = layout.build(bank, random);
      corpus.push({
        name: `${layout.name}-${i}`,
        layout: layout.name,
        format: layout.format,
        text: built instanceof TextBuilder ? built.text : built.text,
        expected: built.expected,
      });
    }
  }
  return corpus;
}
