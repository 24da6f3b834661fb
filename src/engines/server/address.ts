import { ServerError } from './errors.js';

/** Where a model is served: `http://host:port`, a path in front of `/v1` where a proxy has one, and `#name`. */
export interface ServerAddress {
  /** Without `/v1`, without a slash at the end. */
  readonly base: string;
  /** Host and port, for people. */
  readonly host: string;
  /** Which of several models of the server is meant. */
  readonly model?: string;
}

/**
 * Reads what stands where a model's path may stand.
 * @throws ServerError "server-address"
 */
export function parseServerAddress(text: string): ServerAddress {
  if (!URL.canParse(text)) throw refusal(`"${text}" is no address of a server`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refusal(`"${url.protocol}" cannot be asked`);
  if (url.username !== '' || url.password !== '') {
    const message =
      'The address of a server must hold no password: put its key into the environment variable THINK_HARDER_API_KEY.';
    throw new ServerError('server-address', message);
  }
  if (url.search !== '') throw refusal(`"${url.search}" does not belong into it`);
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
  const model = decoded(url.hash.slice(1));
  return { base: url.origin + path, host: url.host, ...(model === '' ? {} : { model }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refusal(why: string): ServerError {
  return new ServerError(
    'server-address',
    `The address of the server cannot be used (${why}): write it like http://127.0.0.1:8080, with #name behind it where it serves several models.`,
  );
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * The key that goes to this server. A pipeline of somebody else may name any server, so a key goes to this machine or
 * to the host that it was set for.
 */
export function keyFor(
  { base, host }: ServerAddress,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const key = env.THINK_HARDER_API_KEY ?? '';
  const owner = (env.THINK_HARDER_API_HOST ?? '').toLowerCase();
  if (key === '') return undefined;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const { port, protocol } = new URL(base);
  const whole = `${name}:${port === '' ? DEFAULT_PORTS[protocol] : port}`;
  const meant = owner === '' ? isLoopback(name) : owner === whole || owner === name;
  return meant ? key : undefined;
}

/** Whether a host is this machine. */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name);
}
