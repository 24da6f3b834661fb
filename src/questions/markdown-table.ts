/** Questions in the cells of a Markdown table. Only a column that its header names as questions is read. */
import { block, type Block } from './blocks.js';
import { maskInline } from './markdown-inline.js';

const QUESTIONS = /^(?:questions?|problems?|exercises?|tasks?|q|题目|问题|习题|试题|题)$/i;
const ANSWERS = /^(?:(?:correct |final )?answers?|solutions?|keys?|a|答案|参考答案|正确答案)$/i;
const NUMBERS = /^(?:#|nos?\.?|number|nr\.?|序号|题号|编号)$/i;

/** A line of the table, with the offset at which it begins. */
export interface Row {
  readonly start: number;
  readonly text: string;
}

interface Cell {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Cells of a row without the white space around them; a pipe in code or behind a backslash separates none. */
export function cellsOf({ start, text }: Row): Cell[] {
  const cuts: number[] = [];
  for (let i = 0, code = false; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '`') code = !code;
    else if (text[i] === '|' && !code) cuts.push(i);
  }
  const trimmed = text.trim();
  const edges = [...(trimmed.startsWith('|') ? [] : [-1]), ...cuts, ...(trimmed.endsWith('|') ? [] : [text.length])];
  return edges.slice(0, -1).map((edge, index) => {
    const raw = text.slice(edge + 1, edges[index + 1]);
    const lead = raw.length - raw.trimStart().length;
    const from = start + edge + 1 + lead;
    return { start: from, end: from + raw.trim().length, text: raw.trim() };
  });
}

/** @param rows header, then the rows below the rule; @returns none where no column holds questions */
export function tableBlocks(header: Row, rows: readonly Row[]): Block[] {
  const names = cellsOf(header).map(({ text }) => maskInline(text).trim());
  const column = (pattern: RegExp): number => names.findIndex((name) => pattern.test(name));
  const [asked, answered, numbered] = [column(QUESTIONS), column(ANSWERS), column(NUMBERS)];
  if (asked === -1) return [];
  return rows.flatMap((row, index) => {
    const cells = cellsOf(row);
    const task = cells[asked];
    if (task === undefined || task.text === '') return [];
    const number = /\d{1,4}/.exec(cells[numbered]?.text ?? '')?.[0];
    const ordinal = number === undefined ? index + 1 : Number(number);
    const text = (cell: Cell): Pick<Block, 'kind' | 'start' | 'end' | 'text'> => ({
      kind: 'text',
      start: cell.start,
      end: cell.end,
      text: maskInline(cell.text),
    });
    const blocks = [block({ ...text(task), label: { role: 'item', ordinal } })];
    const answer = answered === asked ? undefined : cells[answered];
    if (answer !== undefined && answer.text !== '') {
      const at = { start: answer.start, text: '', scope: 'answer' } as const;
      blocks.push(
        block({ ...at, kind: 'open', end: answer.start }),
        block(text(answer)),
        block({ ...at, kind: 'close', start: answer.end, end: answer.end }),
      );
    }
    return blocks;
  });
}
