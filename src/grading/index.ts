export { extract, answerStart } from './extract.ts';
export type { Candidate, ExtractionRule, ExtractOptions, Extraction } from './extraction.ts';
export { answerText, sameFast } from './fast.ts';
export { CaseError, gradeCase, parseCase, type GradeCase, type GradedCase } from './grade-cases.ts';
export { Grader } from './grader.ts';
export { askJudge, judgePrompt, readJudgement, type Judge, type JudgeOpinion } from './judge.ts';
export { s1AnswerStart, s1Candidate } from './s1-rules.ts';
export type { AnswerKind, Comparison, Finding, Sameness, SameOptions } from './verdict.ts';
export type { AlgebraPoolOptions } from './worker-pool.ts';
