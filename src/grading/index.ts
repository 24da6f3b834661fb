export { extract, answerStart } from './extract.js';
export type { Candidate, ExtractionRule, ExtractOptions, Extraction } from './extraction.js';
export { answerText, readsAsMath, sameFast } from './fast.js';
export { CaseError, gradeCase, parseCase, type GradeCase, type GradedCase } from './grade-cases.js';
export { Grader } from './grader.js';
export { s1AnswerStart, s1Candidate } from './s1-rules.js';
export type { AnswerKind, Comparison, Finding, Sameness, SameOptions } from './verdict.js';
export type { AlgebraPoolOptions } from './worker-pool.js';
