import { activationSuite } from './activation.suite.js';
import { curationCommandsSuite } from './curation-commands.suite.js';
import { dataSuite } from './data.suite.js';
import { documentsSuite } from './documents.suite.js';
import { evaluationSuite } from './evaluation.suite.js';
import { failuresSuite } from './failures.suite.js';
import { gradingSuite } from './grading.suite.js';
import { pipelinesSuite } from './pipelines.suite.js';
import { questionsSuite } from './questions.suite.js';
import { solvingSuite } from './solving.suite.js';

/** Every suite that runs inside the extension host, in order. */
export const suites: readonly (() => void)[] = [
  activationSuite,
  solvingSuite,
  failuresSuite,
  gradingSuite,
  questionsSuite,
  documentsSuite,
  evaluationSuite,
  dataSuite,
  pipelinesSuite,
  curationCommandsSuite,
];
