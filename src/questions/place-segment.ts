/** Where a segment belongs: a number, a letter or a bullet begins a node, other text goes on with one or stands alone. */
import type { AssemblyState } from './assembly-state.js';
import type { Block } from './blocks.js';
import type { Label } from './labels.js';
import { textOf, type NodeRole } from './node.js';
import { belongs, continues, isParent, nested, unlabelled } from './relations.js';
import type { Segment } from './segments.js';

const FREE_RANK = 0.4;
const BULLET_RANK = 1.5;

export function placeLabelled(state: AssemblyState, block: Block, segment: Segment, label: Label, text: string): void {
  const inOptions = state.scopes.at(-1)?.kind === 'options';
  const wanted: NodeRole = inOptions || label.role === 'option' ? 'option' : label.role === 'part' ? 'part' : 'item';
  const closed = state.stack.findLastIndex(
    (node) => node.closed === 'solution' || node.closed === 'answer' || node.closed === 'hint',
  );
  if (
    state.quiet &&
    !(label.role === 'number' && state.scopes.at(-1)?.kind !== 'list' && block.label === undefined && !block.item)
  )
    return;
  if (closed >= 0 && block.label === undefined) {
    const sibling = state.stack.findLast((node) => node.style === label.style && node.role !== 'option');
    const holder = state.stack[closed];
    if (holder?.closed === 'solution' || sibling === undefined) {
      const next = sibling?.ordinal !== undefined && label.ordinal === sibling.ordinal + 1;
      if (
        label.role === 'number' &&
        holder !== undefined &&
        holder.steps > 0 &&
        label.ordinal === holder.steps + 1 &&
        !(next && block.level <= holder.level && !block.item)
      ) {
        holder.steps++;
        return;
      }
      if (!next) {
        if (label.role === 'number' && label.ordinal === 1 && holder !== undefined) holder.steps = 1;
        if (holder?.closed === 'solution') return;
      }
    }
  }
  // A question that was asked in an earlier cell of a notebook is finished, unless parts follow.
  const above = state.stack.at(-1);
  if (
    label.role === 'number' &&
    above !== undefined &&
    above.cell !== block.cell &&
    state.facts.get(textOf(above)).asks.length > 0
  )
    state.stack = state.enclosing();
  while (state.stack.length > state.floor() && !isParent(state.stack.at(-1), label, block, state.facts))
    state.stack.pop();
  const parent = state.stack.at(-1);
  if ((label.role === 'option' || label.role === 'part') && label.ordinal !== 1 && block.label === undefined) {
    const siblings = parent === undefined ? [] : parent.children;
    if (!siblings.some((node) => node.style === label.style)) {
      const loose = parent === undefined ? state.roots.at(-1) : undefined;
      if (loose?.style !== label.style) {
        placeBare(state, block, unlabelled(block, segment));
        return;
      }
    }
  }
  const node = state.begin(
    block,
    label,
    parent === undefined && wanted === 'option' ? 'item' : wanted,
    segment.from,
    block.level,
    false,
    parent,
  );
  node.correct = segment.correct === true || block.checked;
  if (text !== '') state.piece(node, block, segment);
}

export function placeBullet(state: AssemblyState, block: Block, segment: Segment): void {
  if (state.quiet) return;
  if (state.stack.at(-1)?.closed === 'solution') return;
  const floor = state.floor();
  while (state.stack.length > floor) {
    const top = state.stack.at(-1);
    // Boxes to tick belong to the question above them, however they are indented.
    if (
      block.checkbox &&
      top !== undefined &&
      top.role !== 'option' &&
      top.role !== 'bullet' &&
      top.closed === undefined &&
      /[?？:：]\s*$|_{3,}|\b(?:is|are)$/.test(textOf(top))
    )
      break;
    if (
      top === undefined ||
      top.role === 'option' ||
      (top.role !== 'free' &&
        top.role !== 'question' &&
        !nested(block, top) &&
        block.level <= Math.max(top.level, block.indent + 2))
    )
      state.stack.pop();
    else break;
  }
  const parent = state.stack.at(-1);
  const label: Label = { role: 'number', end: 0, rank: BULLET_RANK, style: '-', text: '', alone: false };
  const node = state.begin(
    block,
    label,
    state.scopes.at(-1)?.kind === 'options' ? 'option' : 'bullet',
    segment.from,
    block.level,
    false,
    parent,
  );
  node.correct = block.checked;
  state.piece(node, block, segment);
}

export function placeBare(state: AssemblyState, block: Block, segment: Segment): void {
  const text = segment.text;
  if (text.trim() === '') return;
  if (state.quiet) {
    if (/[∎□■]\s*$|\bq\.?e\.?d\.?\s*$/i.test(text)) state.quiet = false;
    return;
  }
  if (state.afterTheorem) state.afterTheorem = false;
  let top = state.stack.at(-1);
  if (state.awaiting !== undefined) {
    state.capture(block, segment);
    return;
  }
  if (top?.role === 'option' || top?.role === 'bullet') {
    if (block.level >= top.level && top.level > 0 && block.kind === 'text' && !block.item) {
      state.piece(top, block, segment);
      return;
    }
    while (top !== undefined && (top.role === 'option' || top.role === 'bullet')) {
      state.stack.pop();
      top = state.stack.at(-1);
    }
    if (top !== undefined && top.role !== 'free') {
      if (!top.enclosed && !state.insideEnvironment()) placeFree(state, block, segment);
      return;
    }
  }
  if (top === undefined || top.role === 'free') {
    placeFree(state, block, segment);
    return;
  }
  if (top.closed === 'solution') {
    state.capture(block, segment);
    return;
  }
  if (top.closed !== undefined) {
    if (state.insideEnvironment()) return;
    if (top.word === 'q') return;
    placeFree(state, block, segment);
    return;
  }
  if (belongs(top, block, text, state.facts)) {
    state.piece(top, block, segment);
    return;
  }
  if (state.insideEnvironment()) return;
  placeFree(state, block, segment);
}

function placeFree(state: AssemblyState, block: Block, segment: Segment): void {
  const text = segment.text;
  const previous = state.stack.at(-1);
  if (
    previous?.role === 'free' &&
    previous.children.length === 0 &&
    previous.cell === block.cell &&
    previous.quoted === block.quoted
  ) {
    const continued = continues(previous, block, text, state.facts);
    if (continued) {
      state.piece(previous, block, segment);
      return;
    }
  }
  const label: Label = { role: 'number', end: 0, rank: FREE_RANK, style: 'free', text: '', alone: false };
  state.stack = state.enclosing();
  const node = state.begin(block, label, 'free', segment.from, block.level);
  state.piece(node, block, segment);
}
