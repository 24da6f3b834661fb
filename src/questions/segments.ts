/** Cuts a block into segments, each with at most one label before it: the lines and the inline lists of a paragraph. */
import type { Block, GivenLabel } from './blocks.js';
import { endOfLine, readLabel, type Label, type LabelRole } from './labels.js';

export interface Segment {
  readonly label?: Label;
  /** Where the label begins; equal to `start` without a label. Offsets are relative to the block. */
  readonly from: number;
  /** The text after the label, trimmed. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly correct?: boolean;
}

/** Segments of a block of text. The result depends on the block's text and label alone, so it can be kept. */
export function segmentsOf(text: string, given?: GivenLabel, item = false): Segment[] {
  const cuts: { from: number; label: Label | undefined; correct?: boolean }[] = [];
  const first = text.length - text.trimStart().length;
  const own = given === undefined ? readLabel(text, first) : fromFormat(given, first);
  cuts.push({ from: first, label: own, ...(given?.correct === true ? { correct: true } : {}) });
  // A list item may carry its own letter behind the marker: "- A) 3".
  if (item && own !== undefined && own.role === 'number' && given === undefined) {
    const inner = readLabel(text, own.end);
    if (inner !== undefined && (inner.role === 'question' || inner.role === 'answer' || inner.role === 'solution'))
      cuts.push({ from: own.end, label: inner });
  }
  for (let at = endOfLine(text, first) + 1; at > 0 && at < text.length; at = endOfLine(text, at) + 1) {
    const from = at + (/^[ \t\r]*/.exec(text.slice(at, at + 200))?.[0].length ?? 0);
    const label = readLabel(text, from);
    if (
      label !== undefined &&
      continues(
        label,
        cuts.map((cut) => cut.label),
        text,
        from,
      )
    )
      cuts.push({ from, label });
    if (endOfLine(text, at) >= text.length) break;
  }
  const segments: Segment[] = [];
  for (const [index, cut] of cuts.entries()) {
    const end = cuts[index + 1]?.from ?? text.length;
    segments.push(...inline(text, cut, cut.label?.end ?? cut.from, end));
  }
  return segments;
}

function fromFormat(given: GivenLabel, at: number): Label {
  const roles = { question: 'question', item: 'number', part: 'part', option: 'option' } as const;
  const ranks = { question: 0, item: 1, part: 2, option: 2 };
  return {
    role: roles[given.role],
    end: at,
    rank: ranks[given.role],
    style: `given-${given.role}`,
    text: '',
    alone: false,
    ...(given.ordinal === undefined ? {} : { ordinal: given.ordinal }),
  };
}

const SEQUENCES: ReadonlySet<LabelRole> = new Set(['number', 'part', 'option']);

/** A label within a paragraph is one when it goes on with a sequence, or begins one that goes on. */
function continues(label: Label, before: readonly (Label | undefined)[], text: string, from: number): boolean {
  if (label.role === 'theorem') return false;
  if (!SEQUENCES.has(label.role)) return true;
  const last = before.findLast((other) => other?.style === label.style);
  if (label.ordinal === 1)
    return label.role !== 'number' || laterSibling(label, text, from) || !/\d\s*$/.test(text.slice(0, from));
  if (last?.ordinal !== undefined) return label.ordinal === last.ordinal + 1;
  const above = before.at(-1)?.style;
  if (label.role === 'number' && (above === '一' || above === '（一）')) return true;
  return label.role === 'number' && before[0]?.role === 'question'
    ? false
    : before.length === 1 && before[0] === undefined && laterSibling(label, text, from);
}

function laterSibling(label: Label, text: string, from: number): boolean {
  for (let at = endOfLine(text, from) + 1; at > 0 && at < text.length; at = endOfLine(text, at) + 1) {
    const next = readLabel(text, at + (/^[ \t\r]*/.exec(text.slice(at, at + 200))?.[0].length ?? 0));
    if (next?.style === label.style && next.ordinal === (label.ordinal ?? 0) + 1) return true;
    if (endOfLine(text, at) >= text.length) break;
  }
  return false;
}

interface Mark {
  readonly at: number;
  readonly length: number;
  readonly ordinal: number;
}

const INLINE_OPTION =
  /(?:^|(?<=[\s\u3000?？.。:：）);；_,，]))(?:[（(]([A-H])[)）]|([A-H])[.)．、:：](?![A-Za-z]\.))\s*(?=\S)/g;
const INLINE_SMALL = /(?:^|(?<=[\s\u3000?？.。:：）);；,，]))(?:\(([a-h])\)|([a-h])\))\s*(?=\S)/g;
const INLINE_NUMBER = /(?:^|(?<=[\s\u3000?？.。:：）);；，,]))[（(](\d)[)）]\s*(?=\S)/g;
const INLINE_CIRCLED = /[①-⑳]\s*/g;
const INLINE_ANSWER =
  /(?<=[\s.。?？)）;；\uFFFC])[[(（【]?\s*(?:(?:(?:correct |final )?answer|参考答案|答案)\s*[:：】]|ans\s*[:.])\s*/gi;
const INLINE_SOLUTION = /(?<=[\s.。?？)）])(?:[[(（【]\s*)?(?:solution|explanation|解析|解答|解)\s*[:：】]\s*/gi;
const INLINE_HINT = /(?<=[\s.。?？)）])[[(（【]?\s*(?:hint|提示)\s*[:：】]\s*/gi;

/** A sequence of marks a, b, c … (or 1, 2, 3 …) within a stretch of text, at least `least` long. */
function sequence(
  text: string,
  from: number,
  to: number,
  pattern: RegExp,
  value: (match: RegExpMatchArray) => number,
  least: number,
): Mark[] {
  // Most texts hold no list: one quick look spares the rest.
  if (!/[(（][A-Ha-h1-9][)）]|[A-Ha-h][.)．、:：]|[①②]/.test(text.slice(from, to))) return [];
  let best: Mark[] = [];
  let run: Mark[] = [];
  for (const match of text.slice(from, to).matchAll(pattern)) {
    const mark = { at: from + match.index, length: match[0].length, ordinal: value(match) };
    if (mark.ordinal === 1) {
      if (run.length > best.length) best = run;
      run = [mark];
    } else if (run.length > 0 && mark.ordinal === run.length + 1) run.push(mark);
  }
  if (run.length >= best.length) best = run;
  return best.length >= least ? best : [];
}

const code =
  (base: number) =>
  (match: RegExpMatchArray): number =>
    (match[1] ?? match[2] ?? 'A').charCodeAt(0) - base;

/** Options, parts, answers and hints that stand in one line with their task. */
function inline(
  text: string,
  cut: { from: number; label: Label | undefined; correct?: boolean },
  start: number,
  end: number,
): Segment[] {
  const tasks = cut.label === undefined || ['question', 'number', 'part', 'option'].includes(cut.label.role);
  const pieces: { from: number; start: number; label: Label | undefined }[] = [
    { from: cut.from, start, label: cut.label },
  ];
  if (tasks && end - start < 20_000) {
    const tail = tailLabels(text, start, end);
    const limit = tail[0]?.from ?? end;
    const own = cut.label;
    const isOption = own?.role === 'option';
    let marks = sequence(text, start, limit, INLINE_OPTION, code(64), isOption ? 99 : 3);
    let role: LabelRole = 'option';
    let style = '(A)';
    let rank = 2;
    if (isOption) {
      // "A. 3   B. 4   C. 5": the first letter was read as the label of the line.
      const rest = [...text.slice(start, limit).matchAll(INLINE_OPTION)].map((m) => ({
        at: start + m.index,
        length: m[0].length,
        ordinal: code(64)(m),
      }));
      let next = (own.ordinal ?? 1) + 1;
      marks = rest.filter((mark) => mark.ordinal === next && next++ > 0);
      style = own.style;
    } else if (marks.length === 0) {
      marks = sequence(text, start, limit, INLINE_SMALL, code(96), 2);
      [role, style] = ['part', '(a)'];
      if (marks.length === 0 && (cut.label?.style === '(a)' || cut.label?.style === 'a)')) {
        style = cut.label.style;
        let next = (cut.label.ordinal ?? 1) + 1;
        marks = [...text.slice(start, limit).matchAll(INLINE_SMALL)]
          .map((m) => ({ at: start + m.index, length: m[0].length, ordinal: code(96)(m) }))
          .filter((mark) => mark.ordinal === next && next++ > 0);
      }
      if (marks.length === 0) {
        marks = sequence(text, start, limit, INLINE_NUMBER, (m) => Number(m[1]), 2);
        style = '(1)';
        if (marks.length === 0 && cut.label?.style === '(1)') {
          let next = (cut.label.ordinal ?? 1) + 1;
          marks = [...text.slice(start, limit).matchAll(INLINE_NUMBER)]
            .map((m) => ({ at: start + m.index, length: m[0].length, ordinal: Number(m[1]) }))
            .filter((mark) => mark.ordinal === next && next++ > 0);
        }
      }
      if (marks.length === 0 && /[\u4e00-\u9fff]/.test(text.slice(start, limit))) {
        marks = sequence(text, start, limit, INLINE_CIRCLED, (m) => m[0].charCodeAt(0) - 0x245f, 2);
        [style, rank] = ['①', 2.5];
      }
    }
    for (const mark of marks) {
      const after = mark.at + mark.length;
      const label: Label = {
        role,
        end: after,
        ordinal: mark.ordinal,
        style,
        rank,
        text: text.slice(mark.at, after).trim(),
        alone: false,
      };
      pieces.push({ from: mark.at, start: after, label });
    }
    pieces.push(...tail);
  }
  return pieces.map((piece, index): Segment => {
    const stop = pieces[index + 1]?.from ?? end;
    const raw = text.slice(piece.start, Math.max(piece.start, stop));
    const lead = raw.length - raw.trimStart().length;
    const trimmed = raw.trim();
    return {
      ...(piece.label === undefined ? {} : { label: piece.label }),
      from: piece.from,
      start: piece.start + lead,
      end: piece.start + lead + trimmed.length,
      text: trimmed,
      ...(cut.correct === true && index === 0 ? { correct: true } : {}),
    };
  });
}

/** "… Answer: 42", "… (Hint: …)" behind a task on the same line. */
function tailLabels(text: string, start: number, end: number): { from: number; start: number; label: Label }[] {
  const found: { from: number; start: number; label: Label }[] = [];
  const body = text.slice(start, end);
  if (!/answer|ans\s*[:.]|solution|explanation|hint|答案|解|提示/i.test(body)) return found;
  const roles: readonly (readonly [LabelRole, RegExp])[] = [
    ['answer', INLINE_ANSWER],
    ['solution', INLINE_SOLUTION],
    ['hint', INLINE_HINT],
  ];
  for (const [role, pattern] of roles) {
    const match = [...body.matchAll(pattern)].find((m) => m.index > 8);
    if (match === undefined) continue;
    const from = start + match.index;
    found.push({
      from,
      start: from + match[0].length,
      label: { role, end: from + match[0].length, style: role, rank: 0, text: match[0].trim(), alone: false },
    });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Segments of blocks. Blocks that an edit did not touch are the same objects as before, and so are their segments. */
export class SegmentCache {
  readonly #kept = new WeakMap<Block, readonly Segment[]>();

  get(block: Block): readonly Segment[] {
    const kept = this.#kept.get(block);
    if (kept !== undefined) return kept;
    const segments = segmentsOf(block.text, block.label, block.item);
    this.#kept.set(block, segments);
    return segments;
  }
}
