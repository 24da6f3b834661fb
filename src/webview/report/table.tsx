import type { ComponentChildren, VNode } from 'preact';
import { t } from '../texts.js';
import { useHost } from './context.js';

interface Props {
  /** Name of its file. */
  readonly name: string;
  readonly caption: string;
  readonly header: readonly string[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly string[])[];
  /** Rows that were published by others. */
  readonly published?: readonly boolean[];
  readonly note?: ComponentChildren;
  /** Without a heading of its own. */
  readonly quiet?: boolean;
}

/** A table that scrolls sideways by itself, can be scrolled by keyboard, and saved as CSV. */
export function DataTable({ name, caption, header, rows, published = [], note, quiet = false }: Props): VNode {
  const host = useHost();
  return (
    <section class="data-table">
      {!quiet && (
        <div class="caption">
          <h2>{caption}</h2>
          <span class="tools">
            <button
              type="button"
              class="small"
              aria-label={t('Save as CSV: {0}', caption)}
              onClick={() => void host.save(`${name}.csv`, csvOf([header, ...rows]), false)}
            >
              {t('Save as CSV')}
            </button>
          </span>
        </div>
      )}
      <div class="wide" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <thead>
            <tr>
              {header.map((text, i) => (
                <th key={i} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i} class={published[i] === true ? 'published-row' : ''}>
                {row.map((text, j) =>
                  j === 0 ? (
                    <th key={j} scope="row">
                      {text}
                    </th>
                  ) : (
                    <td key={j}>{text}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {note !== undefined && <p class="note">{note}</p>}
    </section>
  );
}

/** RFC 4180; a text that a spreadsheet would take for a formula is shielded. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const field = (text: string) => {
    const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}
