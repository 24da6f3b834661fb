import { styleText } from 'node:util';
import type { CliIo, CliOutput } from './io.js';

/** How the parts of a trace look. Without colour every mark is still there as text. */
export interface Style {
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
  /** Text that the method put there, not the model. */
  readonly forced: (text: string) => string;
  readonly warning: (text: string) => string;
}

/** NO_COLOR and FORCE_COLOR as no-color.org and Node have them; otherwise colour on terminals. */
export function hasColor(output: CliOutput, env: CliIo['env']): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0';
  return output.isTTY === true && env.TERM !== 'dumb';
}

export function styleFor(color: boolean): Style {
  const styled = (format: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text;
  return {
    faint: (text) => styled('dim', text),
    strong: (text) => styled('bold', text),
    forced: (text) => (color ? styled(['bold', 'yellow'], text) : `‹${text}›`),
    warning: (text) => styled('yellow', text),
  };
}

/** C0 except tab and newline, DEL, C1, and the characters that turn the direction of writing around. */
// eslint-disable-next-line no-control-regex -- finding them is the point
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text of a model or a file for a terminal: what would move the cursor, change colours or turn the line around is
 * shown instead of obeyed.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code); // U+2400 …: pictures of control characters
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}
