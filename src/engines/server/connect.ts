import type { ModelInfo } from '../../reasoning/engine.js';
import { isLoopback, parseServerAddress } from './address.js';
import { ServerError } from './errors.js';
import { fieldsOf, listOf, textIn } from './fields.js';
import { HttpClient } from './http.js';
import { identify } from './identity.js';
import { LlamaCppProtocol } from './llama-cpp.js';
import { AT_LOAD, patient, retrying, type Patience } from './patience.js';
import type { ServedModel, ServerProtocol } from './protocol.js';
import { explained, ServerEngine } from './server-engine.js';
import { ServerTokenizer } from './tokenizer.js';
import { VllmProtocol } from './vllm.js';

export interface ServerOptions {
  /** `http://host:port`, with `#name` where the server has several models. */
  readonly address: string;
  /** Goes to that host in a header and nowhere else. */
  readonly apiKey?: string;
  /** Tokens of context; null or absent: as many as the server gives. */
  readonly contextSize?: number | null;
  /** Ends the connecting. */
  readonly signal?: AbortSignal;
  readonly log?: (level: 'info' | 'warn', text: string) => void;
  readonly patience?: Patience;
  /** How long a server is trusted to serve what it served, in milliseconds. */
  readonly trustMs?: number;
}

/** A server may be started again with another model at any time; to look costs a few short requests. */
const TRUST_MS = 10_000;

/** A served model as the server describes it. */
export interface ServerDescription extends ServedModel {
  readonly kind: ServerKind;
  readonly host: string;
}

type ServerKind = 'llama.cpp' | 'vLLM';

interface Connection {
  readonly kind: ServerKind;
  readonly host: string;
  readonly protocol: ServerProtocol;
  readonly served: ServedModel;
}

const WHICH =
  'its tokens cannot be controlled one by one; give the address of llama.cpp’s llama-server or of vLLM, or a GGUF file';

/**
 * Connects to a server, waiting while it loads its model.
 * @throws ServerError
 */
export async function connectServer(options: ServerOptions): Promise<ServerEngine> {
  const connection = await connected(options);
  const { kind, host, protocol, served } = connection;
  const closing = new AbortController();
  let engine: ServerEngine | undefined;
  try {
    const signal = options.signal ?? closing.signal;
    const look = async (during: AbortSignal) => engine?.look(during);
    const tokenizer = await ServerTokenizer.open(patient(protocol, look), signal, closing.signal);
    // An older server does not spell it.
    const bosText =
      served.bosText === '' && tokenizer.begin !== undefined ? tokenizer.decode([tokenizer.begin]) : served.bosText;
    const model: ModelInfo = {
      name: served.name,
      sha256: await identify(kind, served, protocol, signal),
      server: { kind, host },
      architecture: '',
      bytes: served.bytes ?? 0,
      ...(served.parameters === undefined ? {} : { parameters: served.parameters }),
      contextSize: contextOf(options, served, host),
      trainContextSize: served.trainContextSize,
      ...(served.chatTemplate === '' ? {} : { chatTemplate: served.chatTemplate }),
      ...(bosText === '' ? {} : { bosText }),
      ...(served.eosText === '' ? {} : { eosText: served.eosText }),
      addBos: tokenizer.begin !== undefined,
      device: 'server',
      gpuLayers: 0,
      threads: 0,
      needsCheckpoints: false,
      sequences: served.sequences,
    };
    engine = new ServerEngine(served.server, model, tokenizer, protocol, closing, options.trustMs ?? TRUST_MS);
    return engine;
  } catch (error) {
    closing.abort();
    throw explained(error, host);
  }
}

/** What a server says of its model. @throws ServerError */
export async function describeServer(options: ServerOptions): Promise<ServerDescription> {
  const { kind, host, served } = await connected(options);
  return { ...served, kind, host };
}

async function connected(options: ServerOptions): Promise<Connection> {
  const address = parseServerAddress(options.address);
  const { host } = address;
  const http = new HttpClient(address, options.apiKey);
  const signal = options.signal ?? new AbortController().signal;
  const remote = address.base.startsWith('http:') && options.apiKey !== undefined;
  if (remote && !isLocal(host)) options.log?.('warn', `The key for ${host} goes there unencrypted: use https.`);
  options.log?.('info', `asking ${host} what it serves`);
  const work = async (): Promise<Connection> => {
    const { kind, protocol } = await recognised(http, signal);
    return { kind, host, protocol, served: await protocol.describe(signal) };
  };
  try {
    return await retrying(work, options.patience ?? AT_LOAD, signal);
  } catch (error) {
    throw explained(error, host);
  }
}

/** Which kind of server it is, and which of its models is meant. */
async function recognised(
  http: HttpClient,
  signal: AbortSignal,
): Promise<{ readonly kind: ServerKind; readonly protocol: ServerProtocol }> {
  const { host, model } = http.address;
  const models = listOf(fieldsOf(await asked(http, '/v1/models', signal)).data).map(fieldsOf);
  const owner = models.map((entry) => textIn(entry, 'owned_by')).find((name) => name !== undefined);
  const names = models.map((entry) => textIn(entry, 'id') ?? '');
  if (owner === 'llamacpp')
    return { kind: 'llama.cpp', protocol: new LlamaCppProtocol(http, named(names, model, host)) };
  if (owner !== 'vllm') {
    throw new ServerError('server-unsupported', `${host} is neither llama.cpp nor vLLM, and ${WHICH}.`, {
      cause: new Error(`models owned by ${String(owner)}`),
    });
  }
  const only = named(names, model, host) ?? names[0];
  if (only === undefined) throw new ServerError('server-model', `${host} serves no model: start it with one.`);
  return { kind: 'vLLM', protocol: new VllmProtocol(http, only) };
}

async function asked(http: HttpClient, path: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await http.json({ path, signal });
  } catch (error) {
    if (!(error instanceof ServerError) || error.kind !== 'server-unsupported') throw error;
    const message = `${http.address.host} is no server of language models as it seems, or ${WHICH}.`;
    throw new ServerError('server-unsupported', message, { cause: error });
  }
}

/** The model that is meant; undefined: the only one there is. */
function named(names: readonly string[], model: string | undefined, host: string): string | undefined {
  const list = names.slice(0, 10).join(', ');
  if (model === undefined) {
    if (names.length <= 1) return undefined;
    throw new ServerError(
      'server-model',
      `${host} serves several models: put # and one of them behind the address (${list}).`,
    );
  }
  const found = names.find((name) => name === model) ?? names.find((name) => name.split(/[\\/]/).at(-1) === model);
  if (found !== undefined) return found;
  throw new ServerError('server-model', `${host} serves no model "${model}": put one of ${list} behind the #.`);
}

function contextOf({ contextSize }: ServerOptions, served: ServedModel, host: string): number {
  if (contextSize === undefined || contextSize === null) return served.contextSize;
  if (contextSize <= served.contextSize) return contextSize;
  throw new ServerError(
    'server-refused',
    `${host} gives a context of ${served.contextSize} tokens, and ${contextSize} were asked for: start it with more, or ask for less.`,
  );
}

function isLocal(host: string): boolean {
  return isLoopback(host.replace(/:\d+$/, ''));
}
