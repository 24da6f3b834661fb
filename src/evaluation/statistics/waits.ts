/** What one more suppressed end did to the answers. */
export interface WaitRow {
  /** Suppressed ends after this one: row 1 compares none with one. */
  readonly wait: number;
  readonly keptRight: number;
  readonly repaired: number;
  readonly broken: number;
  readonly keptWrong: number;
}

/**
 * For each "Wait" what became of the answers.
 * @param right one row a question: whether the answer was right after 0, 1, 2, … suppressed ends
 */
export function waitTable(right: readonly (readonly boolean[])[]): WaitRow[] {
  const most = Math.max(0, ...right.map((row) => row.length));
  const rows: WaitRow[] = [];
  for (let wait = 1; wait < most; wait++) {
    const pairs = right.flatMap((row) => {
      const [before, after] = [row[wait - 1], row[wait]];
      return before === undefined || after === undefined ? [] : [{ before, after }];
    });
    const count = (before: boolean, after: boolean) =>
      pairs.filter((pair) => pair.before === before && pair.after === after).length;
    rows.push({
      wait,
      keptRight: count(true, true),
      repaired: count(false, true),
      broken: count(true, false),
      keptWrong: count(false, false),
    });
  }
  return rows;
}
