import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { Formula } from './formula.js';
import { parseMarkdown, restoreFormulas, splitFormulas, type Formula as FormulaSource, type Token } from './parse.js';
import { visible } from './plain-text.js';

/** Markdown and formulas as elements. Nothing of the text is ever read as HTML. */
export function Markdown({ text, growing }: { text: string; growing: boolean }): VNode {
  return useMemo(() => {
    const { tokens, formulas } = parseMarkdown(text, growing);
    return <>{new Renderer(formulas).blocks(tokens)}</>;
  }, [text, growing]);
}

/** Elements of markdown-it's tokens that hold others. Headings are drawn smaller: the view has headings of its own. */
const CONTAINERS: Readonly<Record<string, string>> = {
  paragraph: 'p',
  blockquote: 'blockquote',
  bullet_list: 'ul',
  ordered_list: 'ol',
  list_item: 'li',
  table: 'table',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
  em: 'em',
  strong: 'strong',
  s: 's',
};

interface Open {
  readonly token: Token | undefined;
  readonly children: ComponentChildren[];
}

class Renderer {
  constructor(private readonly formulas: readonly FormulaSource[]) {}

  /** Elements of a flat list of tokens with openings and closings. */
  blocks(tokens: readonly Token[]): ComponentChildren[] {
    const stack: Open[] = [{ token: undefined, children: [] }];
    const top = (): Open => stack.at(-1) ?? { token: undefined, children: [] };
    for (const token of tokens) {
      if (token.nesting === 1) {
        stack.push({ token, children: [] });
      } else if (token.nesting === -1) {
        const open = stack.pop();
        if (open?.token !== undefined) top().children.push(this.container(open.token, open.children));
      } else {
        top().children.push(this.leaf(token));
      }
    }
    return stack[0]?.children ?? [];
  }

  private container(token: Token, children: ComponentChildren[]): ComponentChildren {
    const kind = token.type.replace(/_open$/, '');
    if (kind === 'link') return this.link(attribute(token, 'href'), children);
    if (kind === 'heading') {
      return (
        <p class="md-heading" role="heading" aria-level={5}>
          {children}
        </p>
      );
    }
    if (kind === 'paragraph' && token.hidden) return children;
    const Tag = CONTAINERS[kind] as 'p' | undefined;
    if (Tag === undefined) return children;
    if (kind === 'ordered_list') {
      const start = Number(attribute(token, 'start') || 1);
      return <ol start={start}>{children}</ol>;
    }
    if (kind === 'table') {
      return (
        <div class="md-table" tabIndex={0}>
          <table>{children}</table>
        </div>
      );
    }
    return <Tag>{children}</Tag>;
  }

  private link(address: string, children: ComponentChildren[]): ComponentChildren {
    const href = restoreFormulas(address, this.formulas);
    // VS Code asks before it opens an address of the world outside; the tooltip says which one it is.
    return (
      <a href={href} title={href}>
        {children}
      </a>
    );
  }

  private leaf(token: Token): ComponentChildren {
    switch (token.type) {
      case 'inline':
        return this.blocks(token.children ?? []);
      case 'text':
      case 'text_special':
      case 'html_inline':
      case 'html_block':
        return this.text(token.content);
      case 'softbreak':
      case 'hardbreak':
        return <br />;
      case 'hr':
        return <hr />;
      case 'code_inline':
        return <code>{this.source(token.content)}</code>;
      case 'code_block':
      case 'fence':
        return (
          <pre tabIndex={0}>
            <code>{this.source(token.content.replace(/\n$/, ''))}</code>
          </pre>
        );
      case 'image': // nothing is fetched: its text, and its address as a link
        return this.link(attribute(token, 'src'), [this.text(token.content || attribute(token, 'src'))]);
      default:
        return this.text(token.content);
    }
  }

  private text(text: string): ComponentChildren {
    return splitFormulas(text, this.formulas).map((part) =>
      typeof part === 'string' ? visible(part) : <Formula formula={part} />,
    );
  }

  private source(text: string): ComponentChildren {
    return visible(restoreFormulas(text, this.formulas));
  }
}

function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}
