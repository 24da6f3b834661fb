/** What is selected, as Markdown: formulas go to the clipboard as they were written, not as the letters KaTeX drew. */
export function onCopy(event: ClipboardEvent): void {
  const selection = window.getSelection();
  if (selection === null || selection.isCollapsed || event.clipboardData === null) return;
  if (event.target instanceof HTMLTextAreaElement) return;
  const range = selection.getRangeAt(0);
  const fragment = range.cloneContents();
  if (fragment.querySelector('[data-source]') === null) return; // the browser's own way is right for plain text
  event.clipboardData.setData(
    'text/plain',
    textOf(fragment)
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );
  event.preventDefault();
}

const BLOCKS = new Set(['P', 'DIV', 'LI', 'PRE', 'BLOCKQUOTE', 'TR', 'UL', 'OL', 'TABLE', 'SECTION', 'DETAILS']);

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  if (node instanceof HTMLElement) {
    const source = node.dataset.source;
    if (source !== undefined) return source;
    if (node.tagName === 'BR') return '\n';
  }
  const inside = [...node.childNodes].map(textOf).join('');
  if (!(node instanceof HTMLElement) || !BLOCKS.has(node.tagName)) return inside;
  const mark = node.tagName === 'LI' ? '- ' : '';
  return `${mark}${inside}\n${node.tagName === 'P' ? '\n' : ''}`;
}
