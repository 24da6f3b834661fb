/** How the pieces of a document belong together: parts and their parents, paragraphs and their tasks. */
import { isDirection } from './asks.js';
import type { Block } from './blocks.js';
import type { FactsCache } from './judge.js';
import type { Label } from './labels.js';
import { textOf, type Node } from './node.js';
import type { Segment } from './segments.js';

/** Paragraphs that one task may have. */
const MOST_PIECES = 12;

/** The segment with its label as part of its text. */
export function unlabelled(block: Block, segment: Segment): Segment {
  return {
    from: segment.from,
    start: segment.from,
    end: segment.end,
    text: block.text.slice(segment.from, segment.end),
  };
}

/** Does the item stand inside the one above, as far as columns tell? */
export function nested(block: Block, top: Node): boolean {
  return block.item ? top.level > 0 && block.indent >= top.level : block.level > top.level;
}

export function isParent(top: Node | undefined, label: Label, block: Block, facts: FactsCache): boolean {
  if (top === undefined) return true;
  if (top.role === 'option') return false;
  if (top.enclosed) return true;
  if (block.item && block.label === undefined && nested(block, top)) return true;
  if (top.style === label.style) return false;
  if (label.role === 'option') return top.role !== 'bullet' || nested(block, top);
  if (top.role === 'bullet') return nested(block, top);
  if (top.rank < label.rank) return label.role !== 'number' || goesOn(top, label, facts);
  return (
    label.ordinal === 1 &&
    (nested(block, top) || (top.rank === label.rank && top.level === block.level && label.style === '1)'))
  );
}

/** May a number below an open question be a part of it? After a question that is complete it is the next one. */
function goesOn(top: Node, label: Label, facts: FactsCache): boolean {
  if (top.role === 'free' || top.children.some((child) => child.style === label.style)) return true;
  const text = textOf(top);
  if (text === '') return true;
  const leads = /[:：]\s*$|\b(?:each|every|the following|these|below)\b|下列|以下|各/i.test(text);
  return leads || facts.get(text).asks.length === 0;
}

/** A paragraph without label after the text of an open node. */
export function belongs(top: Node, block: Block, text: string, facts: FactsCache): boolean {
  if ((top.pieces.length === 0 && top.children.length === 0) || block.math) return true;
  if (top.pieces.length >= MOST_PIECES) return false;
  const inItem = top.level > 0 && block.level >= top.level;
  if (top.children.length > 0) {
    // "Let f be such that (i) …, (ii) …. Prove that …"
    const silent = top.children.every(
      (child) => child.role !== 'option' && child.children.length === 0 && facts.get(textOf(child)).asks.length === 0,
    );
    return (inItem || top.enclosed) && silent && facts.get(text).asks.length > 0;
  }
  if (top.enclosed || inItem) return true;
  const own = facts.get(textOf(top));
  const next = facts.get(text);
  if (
    top.pieces.at(-1)?.math === true &&
    /^(?:where|with|for|and|if|when|has|is|in|at|on|to|as|,|，|其中|的)/.test(text.trim())
  )
    return true;
  if (own.asks.length === 0) {
    return top.role === 'question' || next.asks.length > 0 || isDirection(text.trim());
  }
  if (isDirection(text.trim()) && text.length < 300) return true;
  return (
    top.role === 'question' && next.asks.some((ask) => !ask.rhetorical && !ask.personal) && next.topic.elsewhere === 0
  );
}

/** Does an unlabelled paragraph go on with the one before it: a formula, a direction, the question to its data? */
export function continues(previous: Node, block: Block, text: string, facts: FactsCache): boolean {
  const before = facts.get(textOf(previous));
  const now = facts.get(text);
  const asked = before.asks.length > 0;
  return asked
    ? block.math ||
        (previous.pieces.at(-1)?.math === true && /^(?:where|with|for|and|if|其中)/.test(text.trim())) ||
        (isDirection(text.trim()) && text.length < 200)
    : now.asks.some((ask) => ask.strong && !ask.rhetorical) &&
        now.topic.numbers + now.topic.formulas < 2 &&
        before.topic.numbers + before.topic.formulas >= 2 &&
        now.sentences.length <= 2;
}
