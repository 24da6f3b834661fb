/** What the assembler builds: a labelled piece of the document with what belongs to it, before it is judged. */
import type { Block } from './blocks.js';
import type { Label } from './labels.js';
import type { OffsetRange } from './question.js';

/** What kind of section a piece stands in, as far as its headings tell. */
export type SectionKind = 'neutral' | 'exercises' | 'excluded' | 'procedure' | 'solutions' | 'answers';

export type NodeRole = 'question' | 'item' | 'part' | 'option' | 'free' | 'bullet';

/** A stretch of the document with its masked text. */
export interface Piece extends OffsetRange {
  readonly text: string;
  readonly math: boolean;
}

/** Below everything else: an option has no parts. */
const OPTION_RANK = 9;

export interface Node {
  readonly role: NodeRole;
  readonly rank: number;
  readonly style: string;
  readonly ordinal: number | undefined;
  /** Column of the text, or depth of the list. */
  readonly level: number;
  readonly section: SectionKind;
  readonly quoted: boolean;
  readonly checkbox: boolean;
  readonly cell: number | undefined;
  /** An environment of the format encloses it: everything in it belongs to it. */
  readonly enclosed: boolean;
  readonly word: string | undefined;
  readonly label: string | undefined;
  readonly from: number;
  /** The text began in a heading. */
  heading: boolean;
  points: string | undefined;
  pieces: Piece[];
  children: Node[];
  parent: Node | undefined;
  answer: { text: string; range: OffsetRange } | undefined;
  hint: string | undefined;
  correct: boolean;
  /** Its answer or solution has begun; text that follows is not the task. */
  closed: 'answer' | 'solution' | 'hint' | undefined;
  /** Numbered steps seen in its solution. */
  steps: number;
  /** Prose follows in the same piece of the document that may answer it. */
  extent: number;
}

/** A node without text yet. */
export function newNode(
  role: NodeRole,
  label: Label,
  block: Block,
  place: Pick<Node, 'from' | 'extent' | 'level' | 'enclosed' | 'parent' | 'section'>,
): Node {
  return {
    role,
    rank: role === 'option' ? OPTION_RANK : label.rank,
    style: label.style,
    ordinal: label.ordinal,
    level: place.level,
    section: place.section,
    quoted: block.quoted,
    checkbox: block.checkbox,
    cell: block.cell,
    enclosed: place.enclosed,
    word: label.word,
    label: label.text === '' ? undefined : label.text,
    from: place.from,
    heading: false,
    points: label.points ?? block.points,
    pieces: [],
    children: [],
    parent: place.parent,
    answer: undefined,
    hint: undefined,
    correct: false,
    closed: undefined,
    steps: 0,
    extent: place.extent,
  };
}

export function textOf(node: Node): string {
  const only = node.pieces.length === 1 ? node.pieces[0] : undefined;
  return only === undefined ? node.pieces.map((piece) => piece.text).join('\n') : only.text;
}
