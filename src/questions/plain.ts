/** Plain text to blocks: paragraphs, headings that are underlined, and nothing hidden. */
import { block, type Block } from './blocks.js';
import { linesOf } from './markdown.js';

const UNDERLINE = /^[ \t]*(={3,}|-{3,}|~{3,}|\*{3,}|_{3,}|#{3,})[ \t]*$/;

export function scanPlain(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = linesOf(source);
  let from: number | undefined;
  let to = 0;
  let column = 0;
  const close = (): void => {
    if (from !== undefined)
      blocks.push(
        block({ kind: 'text', start: from, end: to, text: source.slice(from, to), level: column, indent: column }),
      );
    from = undefined;
  };
  for (const [index, line] of lines.entries()) {
    const raw = source.slice(line.start, line.end);
    const trimmed = raw.trim();
    if (trimmed === '') {
      close();
      continue;
    }
    if (UNDERLINE.test(raw)) {
      close();
      continue;
    }
    const next = lines[index + 1];
    const under = next === undefined ? null : UNDERLINE.exec(source.slice(next.start, next.end));
    const lead = raw.length - raw.trimStart().length;
    if (under !== null && from === undefined && trimmed.length < 100) {
      blocks.push(
        block({
          kind: 'heading',
          start: line.start + lead,
          end: line.end,
          text: raw.slice(lead),
          level: under[1]?.startsWith('=') === true ? 1 : 2,
        }),
      );
      continue;
    }
    // A comment or a quoted line of a mail is nobody's task here.
    if (/^(?:>|\/\/|--\s|;;)/.test(trimmed)) {
      close();
      continue;
    }
    if (from === undefined) {
      from = line.start + lead;
      column = lead;
    }
    to = line.end;
  }
  close();
  return blocks;
}
