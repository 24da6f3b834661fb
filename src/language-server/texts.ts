/** Everything the server says to people, in the languages it speaks. */

const ENGLISH = {
  solve: 'Solve',
  thinkHarder: 'Think harder',
  check: 'Check',
  stop: 'Stop',
  queued: 'Waiting',
  running: '{0} tokens',
  starting: 'Thinking…',
  failed: 'Failed: {0}',
  stale: 'Changed since it was solved',
  answer: 'Answer: {0}',
  solved: 'Solved',
  cost: '{0} tokens',
  hoverAnswer: '**Answer:** {0}',
  hoverSolved: '**Solved**, without a short answer: insert the worked solution to read it.',
  hoverStale: 'The question has changed since it was solved; the answer then was {0}.',
  endNatural: 'The model ended its thinking',
  endBudget: 'The budget ended the thinking',
  endUser: 'It was asked to answer now',
  endContext: 'The context was full',
  endLoop: 'The thinking went in circles',
  endNone: 'No thinking',
  spent: '{0} thinking tokens in {1} s',
  ofBudget: '{0} of {1} thinking tokens in {2} s',
  openTrace: 'Open the trace',
  insertAnswer: 'Insert the answer: {0}',
  insertSolution: 'Insert the worked solution',
  solveThis: 'Solve this question',
  checkThis: 'Check the given answer',
  differs: 'The model finds {0}; the document gives {1}.',
  replace: 'Replace the given answer by {0}',
  trace: 'Trace',
} as const;
export type TextKey = keyof typeof ENGLISH;

const CHINESE: Readonly<Record<TextKey, string>> = {
  solve: '求解',
  thinkHarder: '再想想',
  check: '核对',
  stop: '停止',
  queued: '等待中',
  running: '{0} 个词元',
  starting: '思考中…',
  failed: '失败：{0}',
  stale: '题目在求解后已改动',
  answer: '答案：{0}',
  solved: '已求解',
  cost: '{0} 个词元',
  hoverAnswer: '**答案：** {0}',
  hoverSolved: '**已求解**，没有简短的答案：插入解答过程即可阅读。',
  hoverStale: '题目在求解后已改动；当时的答案是 {0}。',
  endNatural: '模型自行结束思考',
  endBudget: '预算用尽，思考结束',
  endUser: '应要求立即作答',
  endContext: '上下文已满',
  endLoop: '思考陷入循环',
  endNone: '没有思考',
  spent: '思考 {0} 个词元，用时 {1} 秒',
  ofBudget: '思考 {0} / {1} 个词元，用时 {2} 秒',
  openTrace: '打开推理记录',
  insertAnswer: '插入答案：{0}',
  insertSolution: '插入解答过程',
  solveThis: '求解此题',
  checkThis: '核对给出的答案',
  differs: '模型的答案是 {0}，文档给出的是 {1}。',
  replace: '把给出的答案改为 {0}',
  trace: '推理记录',
};

export type Translate = (key: TextKey, ...values: readonly (string | number)[]) => string;

/** @param locale as the client names it: "en", "zh-cn" */
export function translator(locale: string | undefined): Translate {
  const table = locale?.toLowerCase().startsWith('zh') === true ? CHINESE : ENGLISH;
  return (key, ...values) => table[key].replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}
