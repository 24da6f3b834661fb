/** Puts the segments of a document together: which text belongs to which label, what is a solution, what is left over. */
import type { Scope } from './assembly-context.js';
import { AssemblyState } from './assembly-state.js';
import type { Block } from './blocks.js';
import { readLabel, type Label } from './labels.js';
import { textOf, type Node } from './node.js';
import { placeBare, placeBullet, placeLabelled } from './place-segment.js';
import { unlabelled } from './relations.js';
import { readsAsHeading, sectionOf } from './sections.js';
import type { Segment } from './segments.js';
import { readTitle } from './titles.js';

/** Headings that are no headings of the format, such as a bold line, stand below all that are. */
const PSEUDO_LEVEL = 7;

/** Takes the blocks of a document in order; `roots` are what they make. */
export class Assembler extends AssemblyState {
  /** @param base where the block's chunk begins */
  add(block: Block, base: number): void {
    this.base = base;
    this.fresh = false;
    switch (block.kind) {
      case 'heading': {
        this.#heading(block, block.text, block.level);
        return;
      }
      case 'open': {
        this.#openScope(block);
        return;
      }
      case 'close': {
        this.#closeScope(block);
        return;
      }
      case 'opaque': {
        this.#opaque(block);
        return;
      }
      case 'text': {
        this.#text(block);
        return;
      }
    }
  }

  #heading(block: Block, title: string, level: number): void {
    this.quiet = false;
    this.afterTheorem = false;
    this.awaiting = undefined;
    while (this.sections.length > 0 && (this.sections.at(-1)?.level ?? 0) >= level) this.sections.pop();
    const read = readTitle(title, this.excluded() !== undefined, this.facts);
    this.stack = this.enclosing();
    this.sections.push({ level, kind: read.section });
    if (read.kind === 'solutions') {
      if (read.section === 'answers') this.awaiting = this.last;
      if (read.rest !== undefined) this.capture(block, read.rest);
    } else if (read.kind === 'question') {
      const node = this.begin(block, read.label, read.label.role === 'question' ? 'question' : 'item', read.first, 0);
      node.heading = true;
      if (read.task !== undefined) this.piece(node, block, read.task);
    } else if (!read.numbered) {
      this.last = undefined;
      this.fresh = this.stack.length === 0;
    }
  }

  #openScope(block: Block): void {
    let kind: Scope['kind'] = block.scope ?? 'transparent';
    let node: Node | undefined;
    if (kind === 'solution' && block.text.trim() !== '') {
      // `<details>`: its summary says what is folded away.
      const title = block.text.trim();
      const label = readLabel(title, 0, true);
      if (/answer|答案|^key$/i.test(title) && !/explanation|solution|解/i.test(title)) kind = 'answer';
      else if (label?.role === 'question') {
        node = this.begin(block, label, 'question', 0, 0);
        kind = 'question';
      } else if (sectionOf(title) === 'exercises') kind = 'transparent';
    } else if (kind === 'question' && this.excluded() === undefined) {
      const word = block.text === 'example' ? 'example' : 'env';
      const label: Label = { role: 'question', end: 0, rank: 0, style: 'env', text: '', alone: true, word };
      node = this.begin(block, label, 'question', 0, 0, true);
    } else if (kind === 'answer' || kind === 'solution' || kind === 'hint') {
      const top = this.stack.at(-1);
      if (top !== undefined && top.closed === undefined) top.closed = kind;
    }
    if (kind === 'answer') this.awaiting = this.last;
    this.scopes.push({ kind, node, depth: this.stack.length });
  }

  #closeScope(block: Block): void {
    const scope = this.scopes.pop();
    if (scope === undefined) return;
    if (scope.kind === 'answer') this.awaiting = undefined;
    for (const node of this.stack) node.extent = Math.max(node.extent, this.base + block.end);
    if (scope.kind === 'question') this.stack.length = Math.max(0, Math.min(this.stack.length, scope.depth - 1));
    if (scope.kind === 'list' || scope.kind === 'options') this.stack.length = Math.min(this.stack.length, scope.depth);
  }

  #opaque(block: Block): void {
    const top = this.stack.at(-1);
    if (top?.role === 'free') this.stack = [];
    // An example that goes on in code is an example of code.
    if (top?.word === 'example' && block.text === '') top.closed ??= 'solution';
    for (const node of this.stack) node.extent = Math.max(node.extent, this.base + block.end);
  }

  #text(block: Block): void {
    const segments = this.segments.get(block);
    const only = segments.length === 1 ? segments[0] : undefined;
    if (
      only !== undefined &&
      !block.item &&
      !block.quoted &&
      block.label === undefined &&
      block.text.length < 80 &&
      (only.label === undefined || only.label.style === '一' || only.label.style === '（一）')
    ) {
      if (readsAsHeading(block.text) && !this.insideEnvironment()) {
        this.#heading(block, block.text, PSEUDO_LEVEL);
        return;
      }
    }
    segments.forEach((segment, index) => {
      const title = segment.text;
      const first = index === 0 && segment.label === undefined && segments.length > 1 && !block.item;
      const key =
        (segment.label?.role === 'answer' || segment.label?.role === 'solution') &&
        segment.label.style === 'bare' &&
        /答案|解析|s$|key$/i.test(segment.label.text) &&
        title === '';
      if (key && !this.insideEnvironment()) {
        this.#heading(block, segment.label.text, PSEUDO_LEVEL);
        return;
      }
      const numbered = segment.label?.style === '一' || segment.label?.style === '（一）';
      if ((first || numbered) && sectionOf(title) !== 'neutral' && readsAsHeading(title) && !this.insideEnvironment())
        this.#heading(block, title, PSEUDO_LEVEL);
      else this.#segment(block, segment, index);
    });
  }

  #segment(block: Block, segment: Segment, index: number): void {
    const text = segment.text;
    const label = segment.label;
    const excluded = this.excluded();
    if (excluded !== undefined) {
      if (label?.role === 'answer' && this.last?.answer === undefined && text !== '')
        this.answer(this.last, block, segment, text);
      else if (excluded === 'hint' && this.last !== undefined) this.last.hint ??= text;
      else this.capture(block, segment);
      return;
    }
    if (label === undefined) {
      if (block.item && block.bullet && index === 0) {
        placeBullet(this, block, segment);
        return;
      }
      placeBare(this, block, segment);
      return;
    }
    switch (label.role) {
      case 'question': {
        const c = this.stack.findLast((node) => node.closed === 'solution');
        // Within a solution, "Example 2" is cited unless it begins a text of its own.
        if (c !== undefined && text === '' && !label.alone) return;
        this.quiet = false;
        this.afterTheorem = false;
        this.stack = this.enclosing();
        const node = this.begin(block, label, 'question', segment.from, 0);
        if (text !== '') this.piece(node, block, segment);
        return;
      }
      case 'number':
      case 'part':
      case 'option': {
        placeLabelled(this, block, segment, label, text);
        return;
      }
      case 'answer':
      case 'solution':
      case 'hint': {
        this.#closing(block, segment, label, text);
        return;
      }
      case 'prove': {
        const top = this.stack.at(-1);
        if (top === undefined || top.closed !== undefined || this.facts.get(textOf(top)).asks.length > 0) {
          this.#closing(block, segment, { ...label, role: 'solution' }, text);
          return;
        }
        this.piece(top, block, unlabelled(block, segment));
        return;
      }
      case 'theorem':
        this.stack = this.enclosing();
        this.afterTheorem = true;
        return;
    }
  }

  /** "Answer: …", "Solution. …", "Hint: …". */
  #closing(block: Block, segment: Segment, label: Label, text: string): void {
    const top = this.stack.at(-1);
    if (top === undefined || (top.role === 'free' && this.facts.get(textOf(top)).asks.length === 0)) {
      if (label.role !== 'hint') this.quiet = true;
      return;
    }
    const node = top.role === 'option' ? (top.parent ?? top) : top;
    for (const open of this.stack) open.extent = Math.max(open.extent, this.base + block.start + segment.end);
    if (label.role === 'hint') {
      node.hint ??= text;
      node.closed ??= 'hint';
      return;
    }
    if (label.role === 'answer') {
      if (text !== '') this.answer(node, block, segment, text);
      else this.awaiting = node;
      node.closed = node.closed === 'solution' ? 'solution' : 'answer';
      if (label.style === 'a:') node.closed = 'solution';
    } else {
      node.closed = 'solution';
      this.capture(block, segment);
    }
    // Text that follows belongs to the node that was closed, not to its last option.
    while (this.stack.at(-1) !== node && this.stack.length > 0) this.stack.pop();
  }
}
