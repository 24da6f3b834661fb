/** What stopped an engine over a server, as a word that code can switch on. */
export type ServerErrorKind =
  /** The address cannot be used as it stands. */
  | 'server-address'
  /** Nobody answers there, or not in time. */
  | 'server-unreachable'
  /** It wants another key, or one at all. */
  | 'server-key'
  /** It is loading its model, or has too much to do. */
  | 'server-busy'
  /** It serves other models than the one that was named. */
  | 'server-model'
  /** It cannot be controlled token by token. */
  | 'server-unsupported'
  /** It does not take what was asked for. */
  | 'server-refused'
  /** It cannot put into words what its model drew. */
  | 'server-output'
  /** A stream of tokens broke off. */
  | 'server-lost'
  /** The model was unloaded. */
  | 'closed';

/**
 * An error a person can meet while a server is used. `message` is one sentence that says what to do; `cause` is for the
 * log. `passing`: the same request may succeed a moment later.
 */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly passing: boolean;

  constructor(
    readonly kind: ServerErrorKind,
    message: string,
    options: ErrorOptions & { readonly passing?: boolean } = {},
  ) {
    super(message, options);
    this.passing = options.passing ?? false;
  }
}

/** What a server says in a refusal, cut to what fits into a sentence. */
export function saidBy(body: string): string {
  const text = messageIn(body).replace(/\s+/g, ' ').trim();
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** llama.cpp and vLLM: `{"error":{"message":…}}`; vLLM before 0.10: `{"message":…}`; FastAPI: `{"detail":…}`. */
function messageIn(body: string): string {
  try {
    const value = JSON.parse(body) as { error?: unknown; message?: unknown; detail?: unknown } | null;
    const { error, message = error, detail = message } = value ?? {};
    if (typeof detail === 'string') return detail;
    const inner = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
    return typeof inner === 'string' ? inner : body;
  } catch {
    return body;
  }
}
