import * as vscode from 'vscode';
import type { QuestionInfo } from '../../language-server/protocol.js';
import { PREFIX, type HandlersOf, type QUESTION_COMMANDS } from '../contributions.js';
import { NotNowError } from '../not-now-error.js';
import type { AnswerStore } from './answer-store.js';
import type { Checking } from './checking.js';
import { questionsOfFolder } from './folder-questions.js';
import type { QuestionHost } from './host.js';
import { insert } from './insertion.js';
import type { StoredAnswer } from './result-of-trace.js';
import type { QueueOutcome } from './solve-queue.js';
import { asked, type Solving } from './solving.js';
import type { Targets } from './targets.js';

/** What the commands about questions in documents do. */
export class QuestionCommands {
  constructor(
    private readonly host: QuestionHost,
    private readonly targets: Targets,
    private readonly solving: Solving,
    private readonly checking: Checking,
    private readonly answers: AnswerStore,
    /** Resolves when the language server knows every answer. */
    private readonly told: () => Promise<void>,
    private readonly restartServer: () => Promise<void>,
  ) {}

  get handlers(): HandlersOf<typeof QUESTION_COMMANDS> {
    return {
      questionSolve: (target) => this.#solve(target),
      questionThinkHarder: (target) => this.#thinkHarder(target),
      questionCheck: async (target) => this.checking.some(await this.targets.some(target)),
      questionStop: (target) => this.#stop(target),
      questionTrace: (target) => this.#openTrace(target),
      insertAnswer: (target) => this.#insert(target, 'answer'),
      insertSolution: (target) => this.#insert(target, 'solution'),
      solveAll: (target) => this.#solveAll(target),
      solveFolder: (folder, all) => this.#solveFolder(folder, all),
      checkAll: async (target) => this.checking.all(await this.targets.inFront(target)),
      stopAll: () => this.#stopAll(),
      restartLanguageServer: () => this.restartServer(),
    };
  }

  async #solve(target: unknown): Promise<void> {
    const questions = await this.targets.some(target);
    const [first] = questions;
    if (first !== undefined && questions.length === 1) await this.solving.one(first);
    else await this.#solveMany(questions);
  }

  /** Takes the answer's end of thinking back and thinks on; a question that was never solved is solved first. */
  async #thinkHarder(target: unknown): Promise<void> {
    const question = await this.targets.one(target);
    const { controller } = this.host;
    if (controller.running) throw new NotNowError(vscode.l10n.t('A question is being solved: stop it first.'));
    const answer = this.answers.get(question.hash);
    if (answer === undefined || !(await this.#show(question, answer))) {
      await this.solving.one(question);
      if (controller.trace?.question.text !== question.prompt || controller.trace.end.answer !== 'natural') return;
    }
    controller.thinkHarder();
    await controller.ended;
  }

  async #openTrace(target: unknown): Promise<void> {
    const question = await this.targets.one(target);
    const running = this.solving.isRunning(question.hash) && this.host.controller.running;
    const answer = this.answers.get(question.hash);
    if (!running && answer === undefined) throw this.#notSolved(question);
    if (!running && answer !== undefined && !(await this.#show(question, answer))) {
      throw new NotNowError(vscode.l10n.t('The trace is not kept any more.'), {
        label: vscode.l10n.t('Solve It Again'),
        run: () => this.solving.one(question),
      });
    }
    await this.host.showView();
  }

  /** Brings the trace of an answer into the sidebar. @returns false when it is not kept any more */
  async #show(question: QuestionInfo, answer: StoredAnswer): Promise<boolean> {
    const { controller, traces, tracePicker, log } = this.host;
    if (controller.trace?.id === answer.trace) return true;
    try {
      const trace = await tracePicker.read(traces.pathOf(answer.trace));
      controller.open(trace, asked(question));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'NotNowError') throw error;
      log.info(`The trace ${answer.trace} cannot be read. ${String(error)}`);
      return false;
    }
  }

  async #stop(target: unknown): Promise<void> {
    let stopped = false;
    for (const { hash } of await this.targets.some(target)) stopped = this.solving.stop(hash) || stopped;
    if (!stopped) throw new NotNowError(vscode.l10n.t('This question is not being solved.'));
  }

  #stopAll(): void {
    if (!this.solving.stopAll()) throw new NotNowError(vscode.l10n.t('No questions are waiting to be solved.'));
  }

  async #insert(target: unknown, what: 'answer' | 'solution'): Promise<void> {
    const questions = await this.targets.some(target);
    const solved = questions.filter(({ hash }) => this.answers.get(hash) !== undefined);
    if (solved.length === 0) throw this.#notSolved(questions[0]);
    await this.told();
    for (const question of solved) {
      const answer = this.answers.get(question.hash);
      if (answer === undefined) continue;
      const short = what === 'answer' && answer.answer !== '';
      await insert(question, short ? 'answer' : 'solution', answer, this.targets);
    }
  }

  async #solveAll(target: unknown): Promise<void> {
    await this.#solveMany(await this.targets.inFront(target));
  }

  async #solveFolder(folder: unknown, all: unknown): Promise<void> {
    const chosen = folder instanceof vscode.Uri ? folder : undefined;
    const questions = await questionsOfFolder(chosen, all === 'all', this.targets, this.host.log);
    if (questions !== undefined && questions.length > 0) await this.#solveMany(questions);
  }

  async #solveMany(questions: readonly QuestionInfo[]): Promise<void> {
    const open = questions.filter(({ hash }) => this.answers.get(hash) === undefined);
    if (open.length === 0) {
      throw new NotNowError(vscode.l10n.t('All these questions are solved already.'), {
        label: vscode.l10n.t('Solve Them Again'),
        run: async () => this.#tell(await this.solving.many(questions)),
      });
    }
    this.#tell(await this.solving.many(open));
  }

  #tell({ done, failed, cancelled, reason }: QueueOutcome): void {
    const { notifications, log } = this.host;
    const solved = done - failed;
    if (reason !== undefined) notifications.failed(reason.message, () => log.show());
    else if (failed > 0) notifications.noted(vscode.l10n.t('{0} of {1} questions solved', solved, done));
    else if (cancelled) notifications.done(vscode.l10n.t('Stopped: {0} questions solved', solved));
    else if (done > 0) notifications.done(vscode.l10n.t('{0} questions solved', solved));
  }

  #notSolved(question: QuestionInfo | undefined): NotNowError {
    const offer =
      question === undefined
        ? undefined
        : {
            label: vscode.l10n.t('Solve It'),
            run: () => vscode.commands.executeCommand(`${PREFIX}.questionSolve`, question),
          };
    return new NotNowError(vscode.l10n.t('This question is not solved yet.'), offer);
  }
}
