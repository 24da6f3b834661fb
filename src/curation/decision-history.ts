import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** What a person decided about a row, whatever the pipeline did with it. */
export type Decision = 'keep' | 'drop';

/** A row with its name and its question's hash: they find it again when the pipeline has run on a changed pool. */
const DecidedRow = Type.Object({ row: Type.Integer({ minimum: 0 }), id: Type.String(), hash: Type.String() });
export type DecidedRow = Readonly<Static<typeof DecidedRow>>;

/** One action of a person: rows, and what is decided about all of them; null: as the pipeline has it. */
export interface Action {
  readonly rows: readonly DecidedRow[];
  readonly to: Decision | null;
}

/** A line of the journal: an action, or that the last one in force was taken back, or made again. */
export type DecisionLine = Action | { readonly undo: true } | { readonly redo: true };

const Line = Type.Union([
  Type.Object({
    rows: Type.Array(DecidedRow),
    to: Type.Union([Type.Literal('keep'), Type.Literal('drop'), Type.Null()]),
  }),
  Type.Object({ undo: Type.Literal(true) }),
  Type.Object({ redo: Type.Literal(true) }),
]);

/** What is decided about each row, and what led there. */
export interface DecisionState {
  readonly decided: ReadonlyMap<number, Decision>;
  readonly undo: number;
  readonly redo: number;
}

/** @returns undefined where it is no line of a journal */
export function decisionLine(text: string): DecisionLine | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return Value.Check(Line, line) ? line : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of a journal in their order, and what they come to. PURE. */
export class DecisionHistory {
  #done: Action[] = [];
  #undone: Action[] = [];

  apply(line: DecisionLine): void {
    if ('undo' in line) {
      const action = this.#done.pop();
      if (action !== undefined) this.#undone.push(action);
    } else if ('redo' in line) {
      const action = this.#undone.pop();
      if (action !== undefined) this.#done.push(action);
    } else {
      this.#done.push(line);
      this.#undone = [];
    }
  }

  get state(): DecisionState {
    const decided = new Map<number, Decision>();
    for (const { rows, to } of this.#done) {
      for (const { row } of rows) {
        if (to === null) decided.delete(row);
        else decided.set(row, to);
      }
    }
    return { decided, undo: this.#done.length, redo: this.#undone.length };
  }

  /** What is in force, as few actions as possible: for the result of another run. */
  get inForce(): Action[] {
    const last = new Map<number, { decided: DecidedRow; to: Decision }>();
    for (const { rows, to } of this.#done) {
      for (const decided of rows) {
        if (to === null) last.delete(decided.row);
        else last.set(decided.row, { decided, to });
      }
    }
    return (['keep', 'drop'] as const)
      .map((to) => ({ rows: [...last.values()].filter((entry) => entry.to === to).map(({ decided }) => decided), to }))
      .filter(({ rows }) => rows.length > 0);
  }
}
