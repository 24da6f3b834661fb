import {
  agievalAnswer,
  agievalKind,
  agievalLevel,
  agievalQuestion,
  agievalSkip,
  agievalSolution,
  agievalSource,
} from './agieval.js';
import { gpqaQuestion, gpqaSolution } from './gpqa.js';
import { always, below, first, only, text, type Fields, type SourceMapping } from './source-mapping.js';

function isEmptyPicture(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === 'None';
}

/** "1983-1", or a column of its own. */
function yearOf(fields: Fields): number {
  return Number(text(fields.ID)?.split('-')[0] ?? fields.Year);
}

const AIME: Omit<SourceMapping, 'name' | 'title' | 'skip'> = {
  source: always('qq8933/AIME_1983_2024'),
  kind: always('math'),
  columns: { id: 'ID', question: 'Question', solution: 'Answer' },
};

const XWORD_INSTRUCTION =
  'Solve the crossword puzzle. You are presented with a clue as input and the number of letters in brackets.';

/** The version that added a file: "test.jsonl" is the first, "test4.jsonl" came with the fourth. */
function liveCodeBenchVersion(file: string): number | undefined {
  const added = /(?:^|\/)test(\d*)\.\w+(?:\.gz)?$/.exec(file)?.[1];
  return added === undefined ? undefined : Number(added === '' ? 1 : added);
}

/** Endings of SciEval's prompts and the questions that s1 makes of them. */
const SCI_EVAL_ENDINGS: readonly (readonly [string, string])[] = ['solvent', 'ligand', 'reactant'].map((part) => [
  `\nOptimal ${part}:`,
  `\nWhat is the optimal ${part}?`,
]);

function sciEvalQuestion({ question }: Fields): string | undefined {
  const asked = text(question)?.split('\n\nAnswer:')[0];
  return SCI_EVAL_ENDINGS.reduce((now, [end, better]) => now?.replaceAll(end, better), asked);
}

/**
 * The sixteen sources of the s1 paper (table 7), with the filters of its code (data/collect_data.py, s1 @77272c6). The
 * files are the published ones. Two filters need more than the file: GPQA "extended without diamond" takes the diamond
 * set as `without`, and of NuminaMATH's other sources s1 took simplescaling/numinamath_500, a file to give as `with`.
 */
export const SOURCES: readonly SourceMapping[] = [
  {
    name: 'numina-math',
    title: 'NuminaMATH, AoPS forum; give numinamath_500 as `with`',
    source: below('AI-MO/NuminaMath-CoT', 'source'),
    kind: always('math'),
    columns: { question: 'problem', solution: 'solution' },
    skip: only('source', 'aops_forum', 'not from the AoPS forum'),
  },
  {
    name: 'math',
    title: 'MATH',
    source: below('simplescaling/openaimath', 'subject'),
    kind: always('math'),
    columns: { question: 'problem', solution: 'solution', subject: 'subject', level: 'level' },
  },
  {
    name: 'olympic-arena',
    title: 'OlympicArena',
    source: below('GAIR/OlympicArena', 'subject'),
    kind: ({ subject }) => (subject === 'Math' ? 'math' : subject === 'CS' ? 'coding' : 'science'),
    columns: { question: 'problem', solution: 'solution', subject: 'subject' },
    skip: (fields) =>
      only('language', 'EN', 'not in English')(fields) ?? only('modality', 'text-only', 'needs a picture')(fields),
  },
  {
    name: 'omni-math',
    title: 'OmniMath',
    source: always('KbsdJames/Omni-MATH'),
    kind: always('math'),
    columns: { question: 'problem', solution: 'solution', level: 'difficulty' },
  },
  {
    name: 'agieval',
    title: 'AGIEval, passage and choices with the question',
    source: agievalSource,
    kind: agievalKind,
    columns: { question: 'question', solution: 'solution' },
    skip: agievalSkip,
    question: agievalQuestion,
    solution: agievalSolution,
    answer: agievalAnswer,
  },
  {
    name: 'agieval-math',
    title: 'AGIEval, MATH of level 5',
    source: always('baber/agieval/math_agieval'),
    kind: always('math'),
    columns: { question: 'question', solution: 'solution', level: 'level' },
    skip: (fields) => (Number(agievalLevel(fields)) === 5 ? undefined : 'not of level 5'),
    solution: agievalSolution,
    level: agievalLevel,
  },
  {
    name: 'xword',
    title: 'xword',
    source: always('0xharib/xword1'),
    kind: always('crossword'),
    columns: { solution: 'output' },
    question: ({ input }) => {
      const clue = text(input)?.split('### Clue: ')[1];
      return clue === undefined ? undefined : `${XWORD_INSTRUCTION}\n\n${clue}`;
    },
    most: { rows: 1000 },
  },
  {
    name: 'olympiad-bench',
    title: 'OlympiadBench, English and text only',
    source: (fields) => `Hothan/OlympiadBench/${text(fields.question_type) ?? ''}/${text(fields.subject) ?? ''}`,
    kind: always('math'),
    columns: { question: 'question', subject: 'subfield' },
    skip: (fields) =>
      only('modality', 'text-only', 'needs a picture')(fields) ?? only('language', 'English', 'not in English')(fields),
    solution: ({ solution }) => first(solution),
  },
  {
    name: 'aime',
    title: 'AIME 1983–2021, as the paper says',
    ...AIME,
    skip: (fields) => (yearOf(fields) <= 2021 ? undefined : 'after 2021'),
  },
  {
    name: 'aime-code',
    title: 'AIME 1983–2022, as the code has it',
    ...AIME,
    skip: (fields) => (yearOf(fields) <= 2022 ? undefined : 'after 2022'),
  },
  {
    name: 'theorem-qa',
    title: 'TheoremQA',
    source: below('TIGER-Lab/TheoremQA', 'Answer_type'),
    kind: always('math'),
    columns: { question: 'Question', solution: 'Answer', subject: 'subfield' },
    skip: ({ Picture }) => (isEmptyPicture(Picture) ? undefined : 'needs a picture'),
  },
  {
    name: 'usaco',
    title: 'USACO',
    source: always('codegenning/usacobench_formatted'),
    kind: always('coding'),
    columns: {},
    question: ({ question }) => text(question)?.trim(),
    solution: () => undefined,
  },
  {
    name: 'jee-bench',
    title: 'JEEBench',
    source: below('daman1209arora/jeebench', 'subject'),
    kind: ({ subject }) => (subject === 'chem' ? 'science' : 'math'),
    columns: { question: 'question', solution: 'gold', subject: 'subject' },
  },
  {
    name: 'gpqa',
    title: 'GPQA extended; give diamond as `without`',
    source: always('Idavidrein/gpqa'),
    kind: always('science'),
    columns: { id: 'Record ID', question: 'Question', subject: 'Subdomain' },
    question: gpqaQuestion,
    solution: gpqaSolution,
  },
  {
    name: 'sci-eval',
    title: 'SciEval',
    source: (fields) =>
      ['OpenDFM/SciEval', ...['category', 'type', 'task_name'].map((column) => text(fields[column]) ?? '')].join('/'),
    kind: ({ task_name: task }) => (task === 'MedQA' || task === 'PubMedQA' ? 'health science' : 'science'),
    columns: { id: 'id', subject: 'category' },
    skip: ({ answer }) => (first(answer) === undefined ? 'has no answer' : undefined),
    question: sciEvalQuestion,
    solution: ({ answer }) => first(answer),
    most: { rows: 250, evenlyBy: ['task_name', 'topic'] },
  },
  {
    name: 's1-prob',
    title: 's1-prob',
    source: always('simplescaling/s1-prob'),
    kind: always('math'),
    columns: { question: 'question', solution: 'solution' },
  },
  {
    name: 'live-code-bench',
    title: 'LiveCodeBench 1 to 3, hard',
    source: (_, file) => {
      const version = liveCodeBenchVersion(file);
      return version === undefined ? 'LiveCodeBench' : `LiveCodeBench/release_v${version}`;
    },
    kind: always('coding'),
    columns: { id: 'question_id' },
    skip: (fields, file) => {
      const isLater = (liveCodeBenchVersion(file) ?? 1) > 3;
      return isLater ? 'added after version 3' : only('difficulty', 'hard', 'not hard')(fields);
    },
    question: ({ question_content: question }) => text(question)?.trim(),
    solution: () => undefined,
  },
  {
    name: 's1-teasers',
    title: 's1-teasers',
    source: always('simplescaling/s1-teasers'),
    kind: always('math'),
    columns: { solution: 'Answer' },
    question: ({ Question }) => text(Question)?.trim(),
  },
];
