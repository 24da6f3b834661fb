import { createHash } from 'node:crypto';
import type { ServedModel, ServerProtocol } from './protocol.js';

/** A text whose tokens tell vocabularies apart. */
const PROBE = 'Let x = 3.14159; then ∫ 2x dx ≈ 9.87. 因此答案是 42。\n\n<think>\tWait';

/**
 * What tells a served model from others, as SHA-256: its file is out of reach, so it is what the server says of it and what
 * its tokenizer makes of a text. Not the place: the same model on another machine is the same.
 */
export async function identify(
  kind: string,
  { name, chatTemplate, bosText, eosText, parameters, bytes, facts }: ServedModel,
  protocol: ServerProtocol,
  signal: AbortSignal,
): Promise<string> {
  const tokens = (await protocol.tokenize(PROBE, { special: true, begin: true }, signal)).map(({ token }) => token);
  const identity = { kind, name, chatTemplate, bosText, eosText, parameters, bytes, facts, probe: tokens };
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}
