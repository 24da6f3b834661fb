/**
 * The common ground of all formats: a document is a row of blocks. Each block keeps its text *masked*: of the same
 * length as the source, with markup blanked out, so that an offset in the one is an offset in the other and every rule
 * about labels and sentences is written once.
 */

/** Stands for a character of code or of another thing that is no prose but takes up room. */
export const OPAQUE = '\uFFFC';

/** What a label already told by the format (a LaTeX command, a list marker) says about a block. */
export interface GivenLabel {
  readonly role: 'question' | 'item' | 'part' | 'option';
  /** Place in its list, from 1; absent for bullets. */
  readonly ordinal?: number;
  /** The option that the document marks as the correct one. */
  readonly correct?: boolean;
}

export type ScopeKind =
  /** An environment that holds one question. */
  | 'question'
  /** A worked solution or an answer; `answer` where it is known to hold the bare answer. */
  | 'solution'
  | 'answer'
  | 'hint'
  /** Theorems, definitions, quotations: nothing in them is put to the reader. */
  | 'quiet'
  /** A list, which nests. */
  | 'list'
  /** A list of choices. */
  | 'options';

/** Offsets count from the start of the chunk that the block was read from. */
export interface Block {
  readonly kind: 'text' | 'heading' | 'opaque' | 'open' | 'close';
  readonly start: number;
  readonly end: number;
  /** Masked text of the block, `end - start` long; for 'open' and 'close' of a scope its title, if any. */
  readonly text: string;
  /** Heading: its level from 1. Text: the column where its text begins. */
  readonly level: number;
  /** Column of the list marker, or of the text where there is none. */
  readonly indent: number;
  /** Text that begins a list item. */
  readonly item: boolean;
  readonly bullet: boolean;
  /** A check box stands before it. */
  readonly checkbox: boolean;
  /** … and it is ticked. */
  readonly checked: boolean;
  /** Inside a block quote. */
  readonly quoted: boolean;
  /** Display mathematics alone. */
  readonly math: boolean;
  readonly scope: ScopeKind | undefined;
  readonly label: GivenLabel | undefined;
  readonly points: string | undefined;
  readonly cell: number | undefined;
}

/** A block with its fields in one order, whatever is given: objects of one shape are quick to make and to read. */
export function block(part: Partial<Block> & Pick<Block, 'kind' | 'start' | 'end' | 'text'>): Block {
  return {
    kind: part.kind,
    start: part.start,
    end: part.end,
    text: part.text,
    level: part.level ?? 0,
    indent: part.indent ?? 0,
    item: part.item ?? false,
    bullet: part.bullet ?? false,
    checkbox: part.checkbox ?? false,
    checked: part.checked ?? false,
    quoted: part.quoted ?? false,
    math: part.math ?? false,
    scope: part.scope,
    label: part.label,
    points: part.points,
    cell: part.cell,
  };
}

/** `text` with everything but line breaks replaced by spaces. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** `text` with everything but white space replaced by the opaque character. */
export function opaque(text: string): string {
  return text.replace(/[^\s]/g, OPAQUE);
}
