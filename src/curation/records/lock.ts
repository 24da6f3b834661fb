import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CurationError } from '../errors.js';
import { realPlace } from './places.js';
import { codeOf, notWritten, writing } from './writing.js';

/** Who has a lock: the text of its file. */
interface Owner {
  readonly pid: number;
  /** When the process began, as the system counts: its number may be another's by now. Null: the system does not say. */
  readonly started: string | null;
  /** Of this one lock: nobody lets go what another has taken. */
  readonly token: string;
}

/** How long something waits for a lock that others hold for a moment. */
const PATIENCE_MS = 30_000;
const AGAIN_MS = 50;

/** Tokens of the locks that this process has. */
const ours = new Set<string>();

/** The lock on the files of a result: whoever decides about its rows or replaces it has it while the files change. */
export async function resultLock(folder: string): Promise<string> {
  return besideResult(folder, 'lock');
}

/** The lock of whoever makes a result, for as long as that takes. */
export async function runLock(folder: string): Promise<string> {
  return besideResult(folder, 'run.lock');
}

async function besideResult(folder: string, ending: string): Promise<string> {
  const place = await realPlace(folder);
  return join(dirname(place), `.${basename(place)}.${ending}`);
}

/**
 * Takes a lock file, which appears with its owner in it; that of a process that is gone is taken over.
 * @param what what is locked, for people
 * @returns what lets it go
 * @throws CurationError 'in-use' while anybody has it, this process included; 'not-written'
 */
export async function takeLock(path: string, what: string): Promise<() => Promise<void>> {
  const token = randomUUID();
  const owner: Owner = { pid: process.pid, started: await startOf(process.pid), token };
  const mine = `${path}.${token}.part`;
  ours.add(token);
  try {
    await writing(what, () => writeFile(mine, JSON.stringify(owner), { flag: 'wx' }));
    while (!(await place(mine, path, what))) {
      const other = await ownerOf(path);
      if (other === undefined) continue; // let go in this moment
      if (await isAtWork(other)) throw inUse(other, path, what);
      if (await takeOver(mine, path, what)) break;
    }
    return () => letGo(path, token);
  } catch (error) {
    ours.delete(token);
    throw error;
  } finally {
    await rm(mine, { force: true }).catch(() => undefined); // never there, or it harms nobody
  }
}

/** Takes a lock that others hold for a moment only: waits for them. */
export async function awaitLock(path: string, what: string, patienceMs = PATIENCE_MS): Promise<() => Promise<void>> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await takeLock(path, what);
    } catch (error) {
      if (!(error instanceof CurationError && error.kind === 'in-use') || Date.now() > end) throw error;
      await delay(AGAIN_MS);
    }
  }
}

/** Gives a file a name that nothing has yet. @returns false where something has it */
async function place(mine: string, path: string, what: string): Promise<boolean> {
  try {
    await link(mine, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  }
  try {
    await copyFile(mine, path, constants.COPYFILE_EXCL); // disks without links
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw notWritten(what, error);
  }
}

/**
 * Puts an own file in the place of a lock whose owner is gone. Only one process at a time may do that, else the slower of
 * two would replace the lock that the faster has just taken; so it is a lock of its own.
 */
async function takeOver(mine: string, path: string, what: string): Promise<boolean> {
  const done = await takeLock(`${path}.takeover`, what);
  try {
    const other = await ownerOf(path);
    if (other === undefined || (await isAtWork(other))) return false;
    await writing(what, () => rename(mine, path));
    await sweep(path).catch(() => undefined); // what stays harms nobody
    return true;
  } finally {
    await done();
  }
}

/** Deletes what processes that were killed while they took the lock have left. */
async function sweep(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!(name.startsWith(`${basename(path)}.`) && name.endsWith('.part'))) continue;
    const owner = await ownerOf(join(folder, name));
    if (owner === undefined || owner === 'nobody' || name !== `${basename(path)}.${owner.token}.part`) continue;
    if (!(await isAtWork(owner))) await rm(join(folder, name), { force: true });
  }
}

async function letGo(path: string, token: string): Promise<void> {
  const owner = await ownerOf(path);
  if (owner !== 'nobody' && owner?.token === token) await rm(path, { force: true });
  ours.delete(token);
}

/** @returns 'nobody' where a file stands that no lock has left; undefined where there is none */
async function ownerOf(path: string): Promise<Owner | 'nobody' | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new CurationError('unreadable', `${path} could not be read: check its permissions.`, { cause });
  }
  try {
    const value: unknown = JSON.parse(text);
    return isOwner(value) ? value : 'nobody';
  } catch {
    return 'nobody'; // cut short when the machine went down
  }
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null) return false;
  if (!('pid' in value && 'started' in value && 'token' in value)) return false;
  const { pid, started, token } = value;
  return typeof pid === 'number' && (started === null || typeof started === 'string') && typeof token === 'string';
}

async function isAtWork(owner: Owner | 'nobody'): Promise<boolean> {
  if (owner === 'nobody' || !isRunning(owner.pid)) return false;
  const started = await startOf(owner.pid);
  if (started !== null && owner.started !== null) return started === owner.started;
  return owner.pid !== process.pid || ours.has(owner.token);
}

function inUse(owner: Owner | 'nobody', path: string, what: string): CurationError {
  const who = owner === 'nobody' ? 'Another process' : `Process ${owner.pid}`;
  // Where the system does not tell when a process began, its number may have become another's.
  const mistaken = owner !== 'nobody' && owner.started === null ? `; if that is another program, delete ${path}` : '';
  return new CurationError(
    'in-use',
    `${who} is working on ${what} already: wait for it, or give another folder${mistaken}.`,
  );
}

/** When a process began, in ticks since the machine did; null where the system does not say. */
async function startOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''); // Linux only
  // The second field is the program's name in brackets, which may hold anything; the beginning is the 22nd.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** Whether there is a process of that number. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
