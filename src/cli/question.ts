import { UsageError, type CliIo } from './io.js';

/** More than the longest question in any encoding: a pasted gigabyte is refused before it fills memory. */
const MOST_BYTES = 1_000_000;

/**
 * The question: the words of the command line, or standard input where it is "-" or piped.
 * @throws UsageError when there is none, or when it is no text.
 */
export async function readQuestion(words: readonly string[], io: Pick<CliIo, 'stdin'>): Promise<string> {
  const given = words.join(' ');
  const fromStdin = given === '-' || (words.length === 0 && io.stdin.isTTY !== true);
  if (words.length === 0 && !fromStdin) {
    throw new UsageError('There is no question: think-harder solve "What is 37 * 24?"');
  }
  const question = fromStdin ? await readText(io.stdin) : given;
  if (question.trim() === '') throw new UsageError('The question is empty: think-harder solve "What is 37 * 24?"');
  // Node puts U+FFFD for bytes of the command line that are no UTF-8.
  if (question.includes('\ufffd')) throw new UsageError('The question is not valid UTF-8: save or type it as UTF-8.');
  return question;
}

async function readText(stdin: CliIo['stdin']): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stdin) {
    const buffer = Buffer.from(piece);
    bytes += buffer.length;
    if (bytes > MOST_BYTES) throw new UsageError('The question is longer than a megabyte: give the part to solve.');
    pieces.push(buffer);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch (cause) {
    throw new UsageError('The question is not valid UTF-8: save it as UTF-8.', { cause });
  }
}
