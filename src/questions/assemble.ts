/** Puts the segments of a document together: which text belongs to which label, what is a solution, what is left over. */
import type { Block, ScopeKind } from './blocks.js';
import { isDirection } from './asks.js';
import type { FactsCache } from './judge.js';
import { readLabel, type Label } from './labels.js';
import { textOf, type Node, type NodeRole, type SectionKind } from './node.js';
import { readsAsHeading, sectionOf } from './sections.js';
import type { Segment, SegmentCache } from './segments.js';

interface Scope {
  readonly kind: ScopeKind | 'transparent';
  readonly node: Node | undefined;
  /** Length of the stack when it opened. */
  readonly depth: number;
}

export interface AssemblyContext {
  readonly sections: readonly { readonly level: number; readonly kind: SectionKind }[];
  readonly scopes: readonly Scope[];
}

export function sameContext(a: AssemblyContext, b: AssemblyContext): boolean {
  return (
    a.sections.length === b.sections.length &&
    a.scopes.length === b.scopes.length &&
    a.sections.every((section, i) => section.level === b.sections[i]?.level && section.kind === b.sections[i].kind) &&
    a.scopes.every((scope, i) => scope.kind === b.scopes[i]?.kind && scope.depth === b.scopes[i].depth)
  );
}

const FREE_RANK = 0.4;
const BULLET_RANK = 1.5;
/** Headings that are no headings of the format, such as a bold line, stand below all that are. */
const PSEUDO_LEVEL = 7;
/** Paragraphs that one task may have. */
const MOST_PIECES = 12;

export class Assembler {
  readonly roots: Node[] = [];
  private base = 0;
  /** The last block began something that nothing before it has a part in but sections and scopes. */
  fresh = false;
  #sections: { level: number; kind: SectionKind }[] = [];
  #scopes: Scope[] = [];
  #stack: Node[] = [];
  /** A solution or proof that belongs to no question is being read. */
  #quiet = false;
  #afterTheorem = false;
  /** The node whose answer is the next text. */
  #awaiting: Node | undefined;
  /** The last node that a solution or an answer can belong to. */
  #last: Node | undefined;

  constructor(
    readonly segments: SegmentCache,
    readonly facts: FactsCache,
  ) {}

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

  /** What later blocks may depend on besides the open nodes. */
  context(): AssemblyContext {
    return {
      sections: [...this.#sections],
      scopes: this.#scopes.map(({ kind, depth }) => ({ kind, node: undefined, depth })),
    };
  }

  /** Goes on where `context` was taken, with no node open. */
  restore(context: AssemblyContext): void {
    this.#sections = [...context.sections];
    this.#scopes = [...context.scopes];
  }

  #section(): SectionKind {
    return this.#sections.findLast((section) => section.kind !== 'neutral')?.kind ?? 'neutral';
  }

  #excluded(): 'solution' | 'answer' | 'hint' | 'quiet' | undefined {
    for (const scope of this.#scopes) {
      if (scope.kind === 'solution' || scope.kind === 'answer' || scope.kind === 'hint' || scope.kind === 'quiet')
        return scope.kind;
    }
    const kind = this.#section();
    return kind === 'solutions' ? 'solution' : kind === 'answers' ? 'answer' : undefined;
  }

  #heading(block: Block, title: string, level: number): void {
    this.#quiet = false;
    this.#afterTheorem = false;
    this.#awaiting = undefined;
    while (this.#sections.length > 0 && (this.#sections.at(-1)?.level ?? 0) >= level) this.#sections.pop();
    const first = title.length - title.trimStart().length;
    const label = readLabel(title, first, true);
    const rest = label === undefined ? title.slice(first) : title.slice(label.end);
    const inSolutions = this.#excluded() !== undefined;
    if (
      label?.role === 'solution' ||
      label?.role === 'answer' ||
      label?.role === 'hint' ||
      (label?.role === 'prove' && rest.trim() === '')
    ) {
      this.#sections.push({ level, kind: label.role === 'answer' ? 'answers' : 'solutions' });
      if (label.role === 'answer') this.#awaiting = this.#last;
      if (label.role === 'answer' && rest.trim() !== '')
        this.#capture(block, this.base + block.start + label.end, this.base + block.end, rest);
      this.#stack = this.#enclosing();
      return;
    }
    const kind = sectionOf(label === undefined || label.role === 'number' ? rest : title);
    if (kind === 'solutions' || kind === 'answers') {
      this.#sections.push({ level, kind });
      if (kind === 'answers') this.#awaiting = this.#last;
      this.#stack = this.#enclosing();
      return;
    }
    this.#stack = this.#enclosing();
    if (
      label?.role === 'number' &&
      rest.trim() !== '' &&
      (kind !== 'neutral' || readsAsHeading(title)) &&
      this.facts.get(rest.trim()).asks.every((ask) => !ask.strong)
    ) {
      this.#sections.push({ level, kind });
      return;
    }
    const asks =
      (label?.role === 'question' || label?.role === 'number' || label?.role === 'part') &&
      this.facts.get(rest.trim()).asks.length > 0;
    if (
      !inSolutions &&
      label !== undefined &&
      (label.role === 'question' ||
        ((label.role === 'number' || label.role === 'part') && (asks || rest.trim() === '')))
    ) {
      const several =
        label.role === 'question' &&
        label.ordinal === undefined &&
        /^(?:practice|drill|challenge|check|quick|self|try|your)/.test(label.word ?? '');
      this.#sections.push({ level, kind: several ? 'exercises' : 'neutral' });
      const node = this.#begin(
        block,
        label,
        label.role === 'question' ? 'question' : 'item',
        this.base + block.start + first,
        0,
      );
      node.heading = true;
      if (asks)
        this.#piece(node, block, {
          from: label.end,
          start: label.end + (rest.length - rest.trimStart().length),
          end: label.end + rest.trimEnd().length,
          text: rest.trim(),
        });
      return;
    }
    this.#sections.push({ level, kind: label?.role === 'theorem' ? 'excluded' : kind });
    this.#last = undefined;
    this.fresh = this.#stack.length === 0;
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
        node = this.#begin(block, label, 'question', this.base + block.start, 0);
        kind = 'question';
      } else if (sectionOf(title) === 'exercises') kind = 'transparent';
    } else if (kind === 'question' && this.#excluded() === undefined) {
      const label: Label = {
        role: 'question',
        end: 0,
        rank: 0,
        style: 'env',
        text: block.text,
        alone: true,
        word: 'env',
      };
      this.#quiet = false;
      node = this.#begin(
        block,
        {
          ...label,
          ...(block.label?.ordinal === undefined ? {} : { ordinal: block.label.ordinal }),
          word: block.text === 'example' ? 'example' : 'env',
        },
        'question',
        this.base + block.start,
        0,
        true,
      );
      if (block.points !== undefined) node.points = block.points;
    } else if (kind === 'answer' || kind === 'solution' || kind === 'hint') {
      const top = this.#stack.at(-1);
      if (top !== undefined && top.closed === undefined) top.closed = kind;
    }
    if (kind === 'answer') this.#awaiting = this.#last;
    this.#scopes.push({ kind, node, depth: this.#stack.length });
  }

  #closeScope(block: Block): void {
    const scope = this.#scopes.pop();
    if (scope === undefined) return;
    if (scope.kind === 'answer') this.#awaiting = undefined;
    for (const node of this.#stack) node.extent = Math.max(node.extent, this.base + block.end);
    if (scope.kind === 'question') this.#stack.length = Math.max(0, Math.min(this.#stack.length, scope.depth - 1));
    if (scope.kind === 'list' || scope.kind === 'options')
      this.#stack.length = Math.min(this.#stack.length, scope.depth);
  }

  #opaque(block: Block): void {
    const top = this.#stack.at(-1);
    if (top?.role === 'free') this.#stack = [];
    // An example that goes on in code is an example of code.
    if (top?.word === 'example' && block.text === '') top.closed ??= 'solution';
    for (const node of this.#stack) node.extent = Math.max(node.extent, this.base + block.end);
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
      if (readsAsHeading(block.text) && !this.#insideEnvironment()) {
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
      if (key && !this.#insideEnvironment()) {
        this.#heading(block, segment.label.text, PSEUDO_LEVEL);
        return;
      }
      const numbered = segment.label?.style === '一' || segment.label?.style === '（一）';
      if ((first || numbered) && sectionOf(title) !== 'neutral' && readsAsHeading(title) && !this.#insideEnvironment())
        this.#heading(block, title, PSEUDO_LEVEL);
      else this.#segment(block, segment, index);
    });
  }

  #insideEnvironment(): boolean {
    return this.#scopes.some((scope) => scope.kind === 'question');
  }

  #segment(block: Block, segment: Segment, index: number): void {
    const text = segment.text;
    const label = segment.label;
    const excluded = this.#excluded();
    if (excluded !== undefined) {
      if (label?.role === 'answer' && this.#last?.answer === undefined && text !== '')
        this.#answer(this.#last, block, segment, text);
      else if (excluded === 'hint' && this.#last !== undefined) this.#last.hint ??= text;
      else this.#capture(block, this.base + block.start + segment.start, this.base + block.start + segment.end, text);
      return;
    }
    if (label === undefined) {
      if (block.item && block.bullet && index === 0) {
        this.#bullet(block, segment);
        return;
      }
      this.#bare(block, segment);
      return;
    }
    switch (label.role) {
      case 'question': {
        const c = this.#stack.findLast((node) => node.closed === 'solution');
        // Within a solution, "Example 2" is cited unless it begins a text of its own.
        if (c !== undefined && text === '' && !label.alone) return;
        this.#quiet = false;
        this.#afterTheorem = false;
        this.#stack = this.#enclosing();
        const node = this.#begin(block, label, 'question', this.base + block.start + segment.from, 0);
        if (text !== '') this.#piece(node, block, segment);
        return;
      }
      case 'number':
      case 'part':
      case 'option': {
        this.#labelled(block, segment, label, text);
        return;
      }
      case 'answer':
      case 'solution':
      case 'hint': {
        this.#closing(block, segment, label, text);
        return;
      }
      case 'prove': {
        const top = this.#stack.at(-1);
        if (top === undefined || top.closed !== undefined || this.facts.get(textOf(top)).asks.length > 0) {
          this.#closing(block, segment, { ...label, role: 'solution' }, text);
          return;
        }
        this.#piece(top, block, unlabelled(block, segment));
        return;
      }
      case 'theorem':
        this.#stack = this.#enclosing();
        this.#afterTheorem = true;
        return;
    }
  }

  /** "Answer: …", "Solution. …", "Hint: …". */
  #closing(block: Block, segment: Segment, label: Label, text: string): void {
    const top = this.#stack.at(-1);
    if (top === undefined || (top.role === 'free' && this.facts.get(textOf(top)).asks.length === 0)) {
      if (label.role !== 'hint') this.#quiet = true;
      return;
    }
    const node = top.role === 'option' ? (top.parent ?? top) : top;
    for (const open of this.#stack) open.extent = Math.max(open.extent, this.base + block.start + segment.end);
    if (label.role === 'hint') {
      node.hint ??= text;
      node.closed ??= 'hint';
      return;
    }
    if (label.role === 'answer') {
      if (text !== '') this.#answer(node, block, segment, text);
      else this.#awaiting = node;
      node.closed = node.closed === 'solution' ? 'solution' : 'answer';
      if (label.style === 'a:') node.closed = 'solution';
    } else {
      node.closed = 'solution';
      this.#capture(block, this.base + block.start + segment.start, this.base + block.start + segment.end, text);
    }
    // Text that follows belongs to the node that was closed, not to its last option.
    while (this.#stack.at(-1) !== node && this.#stack.length > 0) this.#stack.pop();
  }

  #answer(node: Node | undefined, block: Block, segment: Segment, text: string): void {
    if (node === undefined) return;
    const target = node.role === 'option' ? (node.parent ?? node) : node;
    target.answer ??= {
      text,
      range: { start: this.base + block.start + segment.start, end: this.base + block.start + segment.end },
    };
  }

  /** An answer in text that is otherwise left alone: the awaited one, `\boxed{…}`, "#### 42". */
  #capture(block: Block, start: number, end: number, text: string): void {
    const awaiting = this.#awaiting;
    if (awaiting !== undefined && text.trim() !== '') {
      const lead = text.length - text.trimStart().length;
      awaiting.answer ??= { text: text.trim(), range: { start: start + lead, end: start + lead + text.trim().length } };
      awaiting.extent = Math.max(awaiting.extent, this.base + block.end);
      this.#awaiting = undefined;
    } else if (this.#last !== undefined && this.#last.answer === undefined) {
      const boxed = /\\boxed\{/.exec(text);
      const inner = boxed === null ? undefined : braces(text, boxed.index + boxed[0].length);
      if (boxed !== null && inner !== undefined) {
        const at = start + boxed.index + boxed[0].length;
        this.#last.answer = { text: inner, range: { start: at, end: at + inner.length } };
      }
    }
    if (this.#last !== undefined && this.#last.cell === block.cell)
      this.#last.extent = Math.max(this.#last.extent, end);
  }

  #labelled(block: Block, segment: Segment, label: Label, text: string): void {
    const inOptions = this.#scopes.at(-1)?.kind === 'options';
    const wanted: NodeRole = inOptions || label.role === 'option' ? 'option' : label.role === 'part' ? 'part' : 'item';
    const closed = this.#stack.findLastIndex(
      (node) => node.closed === 'solution' || node.closed === 'answer' || node.closed === 'hint',
    );
    if (
      this.#quiet &&
      !(label.role === 'number' && this.#scopes.at(-1)?.kind !== 'list' && block.label === undefined && !block.item)
    )
      return;
    if (closed >= 0 && block.label === undefined) {
      const sibling = this.#stack.findLast((node) => node.style === label.style && node.role !== 'option');
      const holder = this.#stack[closed];
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
    const above = this.#stack.at(-1);
    if (
      label.role === 'number' &&
      above !== undefined &&
      above.cell !== block.cell &&
      this.facts.get(textOf(above)).asks.length > 0
    )
      this.#stack = this.#enclosing();
    while (this.#stack.length > this.#floor() && !isParent(this.#stack.at(-1), label, block, this.facts))
      this.#stack.pop();
    const parent = this.#stack.at(-1);
    if ((label.role === 'option' || label.role === 'part') && label.ordinal !== 1 && block.label === undefined) {
      const siblings = parent === undefined ? [] : parent.children;
      if (!siblings.some((node) => node.style === label.style)) {
        const loose = parent === undefined ? this.roots.at(-1) : undefined;
        if (loose?.style !== label.style) {
          this.#bare(block, unlabelled(block, segment));
          return;
        }
      }
    }
    const node = this.#begin(
      block,
      label,
      parent === undefined && wanted === 'option' ? 'item' : wanted,
      this.base + block.start + segment.from,
      block.level,
      false,
      parent,
    );
    node.correct = segment.correct === true || block.checked;
    if (text !== '') this.#piece(node, block, segment);
  }

  /** Nodes that an environment keeps open. */
  #floor(): number {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const scope = this.#scopes[i];
      if (scope?.kind === 'list' || scope?.kind === 'options' || scope?.kind === 'question')
        return Math.min(scope.depth, this.#stack.length);
    }
    return 0;
  }

  #enclosing(): Node[] {
    const index = this.#stack.findLastIndex((node) => node.enclosed);
    return index < 0 ? [] : this.#stack.slice(0, index + 1);
  }

  #begin(
    block: Block,
    label: Label,
    role: NodeRole,
    from: number,
    level: number,
    enclosed = false,
    parent?: Node,
  ): Node {
    const node: Node = {
      role,
      rank: role === 'option' ? 9 : label.rank,
      style: label.style,
      ordinal: label.ordinal,
      level,
      section: this.#section(),
      quoted: block.quoted,
      checkbox: block.checkbox,
      cell: block.cell,
      enclosed,
      word: label.word,
      label: label.text === '' ? undefined : label.text,
      from,
      heading: false,
      points: label.points ?? block.points,
      pieces: [],
      children: [],
      parent,
      answer: undefined,
      hint: undefined,
      correct: false,
      closed: undefined,
      steps: 0,
      extent: this.base + block.end,
    };
    if (parent === undefined) {
      this.#awaiting = undefined;
      this.#quiet = false;
      this.#afterTheorem = false;
      this.fresh = this.#enclosing().length === 0 && label.role !== 'option' && label.role !== 'part';
      this.roots.push(node);
      this.#stack = [...this.#enclosing(), node];
    } else {
      parent.children.push(node);
      this.#stack.push(node);
    }
    if (role !== 'option') this.#last = node;
    return node;
  }

  #piece(node: Node, block: Block, segment: Segment): void {
    const at = this.base + block.start;
    node.pieces.push({ start: at + segment.start, end: at + segment.end, text: segment.text, math: block.math });
    node.extent = Math.max(node.extent, at + segment.end);
    for (let up = node.parent; up !== undefined; up = up.parent) up.extent = Math.max(up.extent, node.extent);
  }

  #bullet(block: Block, segment: Segment): void {
    if (this.#quiet) return;
    if (this.#stack.at(-1)?.closed === 'solution') return;
    const floor = this.#floor();
    while (this.#stack.length > floor) {
      const top = this.#stack.at(-1);
      // Boxes to tick belong to the question above them, however they are indented.
      if (
        block.checkbox &&
        top !== undefined &&
        top.role !== 'option' &&
        top.role !== 'bullet' &&
        top.closed === undefined &&
        this.facts.get(textOf(top)).asks.length > 0
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
        this.#stack.pop();
      else break;
    }
    const parent = this.#stack.at(-1);
    const label: Label = { role: 'number', end: 0, rank: BULLET_RANK, style: '-', text: '', alone: false };
    const node = this.#begin(
      block,
      label,
      this.#scopes.at(-1)?.kind === 'options' ? 'option' : 'bullet',
      this.base + block.start + segment.from,
      block.level,
      false,
      parent,
    );
    node.correct = block.checked;
    this.#piece(node, block, segment);
  }

  #bare(block: Block, segment: Segment): void {
    const text = segment.text;
    if (text.trim() === '') return;
    if (this.#quiet) {
      if (/[∎□■]\s*$|\bq\.?e\.?d\.?\s*$/i.test(text)) this.#quiet = false;
      return;
    }
    if (this.#afterTheorem) this.#afterTheorem = false;
    let top = this.#stack.at(-1);
    if (this.#awaiting !== undefined) {
      this.#capture(block, this.base + block.start + segment.start, this.base + block.start + segment.end, text);
      return;
    }
    if (top?.role === 'option' || top?.role === 'bullet') {
      if (block.level >= top.level && top.level > 0 && block.kind === 'text' && !block.item) {
        this.#piece(top, block, segment);
        return;
      }
      while (top !== undefined && (top.role === 'option' || top.role === 'bullet')) {
        this.#stack.pop();
        top = this.#stack.at(-1);
      }
      if (top !== undefined && top.role !== 'free') {
        if (!top.enclosed && !this.#insideEnvironment()) this.#free(block, segment);
        return;
      }
    }
    if (top === undefined || top.role === 'free') {
      this.#free(block, segment);
      return;
    }
    if (top.closed === 'solution') {
      this.#capture(block, this.base + block.start + segment.start, this.base + block.start + segment.end, text);
      return;
    }
    if (top.closed !== undefined) {
      if (this.#insideEnvironment()) return;
      if (top.word === 'q') return;
      this.#free(block, segment);
      return;
    }
    if (this.#belongs(top, block, text)) {
      this.#piece(top, block, segment);
      return;
    }
    if (this.#insideEnvironment()) return;
    this.#free(block, segment);
  }

  /** A paragraph without label after the text of an open node. */
  #belongs(top: Node, block: Block, text: string): boolean {
    if ((top.pieces.length === 0 && top.children.length === 0) || block.math) return true;
    if (top.pieces.length >= MOST_PIECES) return false;
    const inItem = top.level > 0 && block.level >= top.level;
    if (top.children.length > 0) {
      // "Let f be such that (i) …, (ii) …. Prove that …"
      const silent = top.children.every(
        (child) =>
          child.role !== 'option' && child.children.length === 0 && this.facts.get(textOf(child)).asks.length === 0,
      );
      return (inItem || top.enclosed) && silent && this.facts.get(text).asks.length > 0;
    }
    if (top.enclosed || inItem) return true;
    const own = this.facts.get(textOf(top));
    const next = this.facts.get(text);
    if (
      top.pieces.at(-1)?.math === true &&
      /^(?:where|with|for|and|if|when|has|is|in|at|on|to|as|,|，|其中|的)/.test(text.trim())
    )
      return true;
    if (
      own.asks.length === 0 ||
      (top.heading &&
        top.pieces.length === 1 &&
        top.from <= (top.pieces[0]?.start ?? 0) &&
        own.sentences.length === 1 &&
        top.pieces[0]?.text === own.sentences[0]?.text)
    ) {
      return top.role === 'question' || next.asks.length > 0 || isDirection(text.trim());
    }
    if (isDirection(text.trim()) && text.length < 300) return true;
    return (
      top.role === 'question' && next.asks.some((ask) => !ask.rhetorical && !ask.personal) && next.topic.elsewhere === 0
    );
  }

  #free(block: Block, segment: Segment): void {
    const text = segment.text;
    const previous = this.#stack.at(-1);
    if (
      previous?.role === 'free' &&
      previous.children.length === 0 &&
      previous.cell === block.cell &&
      previous.quoted === block.quoted
    ) {
      const before = this.facts.get(textOf(previous));
      const now = this.facts.get(text);
      const asked = before.asks.length > 0;
      const continued = asked
        ? block.math ||
          (previous.pieces.at(-1)?.math === true && /^(?:where|with|for|and|if|其中)/.test(text.trim())) ||
          (isDirection(text.trim()) && text.length < 200)
        : now.asks.some((ask) => ask.strong && !ask.rhetorical) &&
          now.topic.numbers + now.topic.formulas < 2 &&
          before.topic.numbers + before.topic.formulas >= 2 &&
          now.sentences.length <= 2;
      if (continued) {
        this.#piece(previous, block, segment);
        return;
      }
    }
    const label: Label = { role: 'number', end: 0, rank: FREE_RANK, style: 'free', text: '', alone: false };
    this.#stack = this.#enclosing();
    const node = this.#begin(block, label, 'free', this.base + block.start + segment.from, block.level);
    this.#piece(node, block, segment);
  }
}

/** The segment with its label as part of its text. */
function unlabelled(block: Block, segment: Segment): Segment {
  return {
    from: segment.from,
    start: segment.from,
    end: segment.end,
    text: block.text.slice(segment.from, segment.end),
  };
}

/** Does the item stand inside the one above, as far as columns tell? */
function nested(block: Block, top: Node): boolean {
  return block.item ? top.level > 0 && block.indent >= top.level : block.level > top.level;
}

function isParent(top: Node | undefined, label: Label, block: Block, facts: FactsCache): boolean {
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

/** The text up to the brace that closes the one before `from`. */
export function braces(text: string, from: number): string | undefined {
  let depth = 1;
  for (let i = from; i < Math.min(text.length, from + 4000); i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return text.slice(from, i);
  }
  return undefined;
}
