/** Cells of a notebook file (nbformat 3 and 4). */
import { readJson, type JsonNode } from './json-text.js';

export interface NotebookCell {
  readonly kind: 'markdown' | 'code' | 'raw';
  readonly source: string;
}

/** The cells in order, or undefined where the text is no notebook. */
export function readNotebook(text: string): NotebookCell[] | undefined {
  const root = readJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  if (root?.kind !== 'object') return undefined;
  let cells = root.fields.get('cells');
  if (cells === undefined) {
    const sheets = root.fields.get('worksheets');
    const sheet = sheets?.kind === 'array' ? sheets.items[0] : undefined;
    cells = sheet?.kind === 'object' ? sheet.fields.get('cells') : undefined;
  }
  if (cells?.kind !== 'array') return undefined;
  return cells.items.map((cell) => {
    if (cell.kind !== 'object') return { kind: 'raw', source: '' };
    const type = cell.fields.get('cell_type');
    const kind = type?.kind === 'string' && (type.value === 'markdown' || type.value === 'code') ? type.value : 'raw';
    return { kind, source: joined(cell.fields.get('source') ?? cell.fields.get('input')) };
  });
}

function joined(node: JsonNode | undefined): string {
  if (node?.kind === 'string') return node.value;
  if (node?.kind !== 'array') return '';
  return node.items.map((item) => (item.kind === 'string' ? item.value : '')).join('');
}
