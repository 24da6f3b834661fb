/** What the assembler knows while it reads a document: what is open, what belongs where, what is left alone. */
import type { AssemblyContext, Scope } from './assembly-context.js';
import type { Block } from './blocks.js';
import { braces } from './braces.js';
import type { FactsCache } from './judge.js';
import type { Label } from './labels.js';
import { newNode, type Node, type NodeRole, type SectionKind } from './node.js';
import type { Segment, SegmentCache } from './segments.js';

export class AssemblyState {
  readonly roots: Node[] = [];
  base = 0;
  /** The last block began something that nothing before it has a part in but sections and scopes. */
  fresh = false;
  sections: { level: number; kind: SectionKind }[] = [];
  scopes: Scope[] = [];
  stack: Node[] = [];
  /** A solution or proof that belongs to no question is being read. */
  quiet = false;
  afterTheorem = false;
  /** The node whose answer is the next text. */
  awaiting: Node | undefined;
  /** The last node that a solution or an answer can belong to. */
  last: Node | undefined;

  constructor(
    readonly segments: SegmentCache,
    readonly facts: FactsCache,
  ) {}

  /** What later blocks may depend on besides the open nodes. */
  context(): AssemblyContext {
    return {
      sections: [...this.sections],
      scopes: this.scopes.map(({ kind, depth }) => ({ kind, node: undefined, depth })),
    };
  }

  /** Goes on where `context` was taken, with no node open. */
  restore(context: AssemblyContext): void {
    this.sections = [...context.sections];
    this.scopes = [...context.scopes];
  }

  section(): SectionKind {
    return this.sections.findLast((section) => section.kind !== 'neutral')?.kind ?? 'neutral';
  }

  excluded(): 'solution' | 'answer' | 'hint' | 'quiet' | undefined {
    for (const scope of this.scopes) {
      if (scope.kind === 'solution' || scope.kind === 'answer' || scope.kind === 'hint' || scope.kind === 'quiet')
        return scope.kind;
    }
    const kind = this.section();
    return kind === 'solutions' ? 'solution' : kind === 'answers' ? 'answer' : undefined;
  }

  insideEnvironment(): boolean {
    return this.scopes.some((scope) => scope.kind === 'question');
  }

  answer(node: Node | undefined, block: Block, segment: Segment, text: string): void {
    if (node === undefined) return;
    const target = node.role === 'option' ? (node.parent ?? node) : node;
    target.answer ??= {
      text,
      range: { start: this.base + block.start + segment.start, end: this.base + block.start + segment.end },
    };
  }

  /** An answer in text that is otherwise left alone: the awaited one, `\boxed{…}`, "#### 42". */
  capture(block: Block, segment: Segment): void {
    const { text } = segment;
    const last = this.last;
    const start = this.base + block.start + segment.start;
    const end = this.base + block.start + segment.end;
    const awaiting = this.awaiting;
    // "7. 42" in a key is the answer of question 7, not of whatever stands last above the key.
    const { label } = segment;
    const other = label?.role === 'number' && awaiting?.ordinal !== undefined && label.ordinal !== awaiting.ordinal;
    if (awaiting !== undefined && other) this.awaiting = undefined;
    else if (awaiting !== undefined && text !== '') {
      awaiting.answer ??= { text, range: { start, end } };
      awaiting.extent = Math.max(awaiting.extent, this.base + block.end);
      this.awaiting = undefined;
    } else if (last !== undefined && last.answer === undefined) {
      const boxed = /\\boxed\{/.exec(text);
      const inner = boxed === null ? undefined : braces(text, boxed.index + boxed[0].length);
      if (boxed !== null && inner !== undefined) {
        const at = start + boxed.index + boxed[0].length;
        last.answer = { text: inner, range: { start: at, end: at + inner.length } };
      }
    }
    if (last !== undefined && last.cell === block.cell) last.extent = Math.max(last.extent, end);
  }

  /** Nodes that an environment keeps open. */
  floor(): number {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const scope = this.scopes[i];
      if (scope?.kind === 'list' || scope?.kind === 'options' || scope?.kind === 'question')
        return Math.min(scope.depth, this.stack.length);
    }
    return 0;
  }

  enclosing(): Node[] {
    const index = this.stack.findLastIndex((node) => node.enclosed);
    return index < 0 ? [] : this.stack.slice(0, index + 1);
  }

  /** @param from where the label begins in the block */
  begin(
    block: Block,
    label: Label,
    role: NodeRole,
    from: number,
    level: number,
    enclosed = false,
    parent?: Node,
  ): Node {
    const at = this.base + block.start;
    const place = { from: at + from, extent: this.base + block.end, level, enclosed, parent, section: this.section() };
    const node = newNode(role, label, block, place);
    if (parent === undefined) {
      this.awaiting = undefined;
      this.quiet = false;
      this.afterTheorem = false;
      this.fresh = this.enclosing().length === 0 && label.role !== 'option' && label.role !== 'part';
      this.roots.push(node);
      this.stack = [...this.enclosing(), node];
    } else {
      parent.children.push(node);
      this.stack.push(node);
    }
    if (role !== 'option') this.last = node;
    return node;
  }

  piece(node: Node, block: Block, segment: Segment): void {
    const at = this.base + block.start;
    node.pieces.push({ start: at + segment.start, end: at + segment.end, text: segment.text, math: block.math });
    node.points ??= segment.points;
    node.extent = Math.max(node.extent, at + segment.end);
    for (let up = node.parent; up !== undefined; up = up.parent) up.extent = Math.max(up.extent, node.extent);
  }
}
