/** What a stretch of a document hands on to the next: the headings and scopes that it stands in. */
import type { ScopeKind } from './blocks.js';
import type { Node, SectionKind } from './node.js';

export interface Scope {
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
