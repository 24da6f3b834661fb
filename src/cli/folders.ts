import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { CliIo } from './io.js';

/** Where what can be made again is kept, by the custom of each system; THINK_HARDER_CACHE names another. */
export function cacheFolder(env: CliIo['env'], platform: NodeJS.Platform = process.platform): string {
  const own = env.THINK_HARDER_CACHE ?? '';
  return firstWritable([...(own === '' ? [] : [own]), customary(env, platform)]);
}

function customary(env: CliIo['env'], platform: NodeJS.Platform): string {
  const home = env.HOME ?? homedir();
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'think-harder');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'think-harder');
  const xdg = env.XDG_CACHE_HOME ?? '';
  return join(xdg === '' ? join(home, '.cache') : xdg, 'think-harder');
}

/** The first that can be written; a home that cannot is common in containers, the folder for temporary files is not. */
function firstWritable(candidates: readonly string[]): string {
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // the next one
    }
  }
  return join(tmpdir(), `think-harder-${userInfo().uid}`);
}
