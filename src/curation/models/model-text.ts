import type { TraceModel } from './trace-maker.js';

/** A model as the card names it: by its file, or as a server describes it, whose file nobody here has seen. */
export function modelText({ name, sha256, server }: Pick<TraceModel, 'name' | 'sha256' | 'server'>): string {
  const digest = `SHA-256 ${sha256.slice(0, 12)}…`;
  return server === undefined
    ? `${name} (${digest})`
    : `${name} (served by ${server.kind}; its file was not checked, ${digest} is that of the server's description)`;
}
