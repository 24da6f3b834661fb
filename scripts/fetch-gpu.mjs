// node scripts/fetch-gpu.mjs [vulkan|cuda]: the engine's build for a graphics device. package.json leaves these large
// packages out of an install; here the one for this platform, of the version that node-llama-cpp expects, is unpacked
// where node-llama-cpp looks first (node_modules/node-llama-cpp/bins).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npm, run } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { step } from './lib/progress.mjs';

/** Names of node-llama-cpp's packages: @node-llama-cpp/<platform>-<kind>. */
const PLATFORMS = { 'linux-x64': 'linux-x64', 'win32-x64': 'win-x64' };
const KINDS = ['vulkan', 'cuda'];

/** Makes the build for `kind` available. On a Mac Metal is part of the ordinary build. */
export async function fetchGpu(kind) {
  if (process.platform === 'darwin') return;
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (platform === undefined) {
    throw new Error(`node-llama-cpp has no ${kind} build for ${process.platform}-${process.arch}.`);
  }
  const folder = `${platform}-${kind}`;
  const library = join(ROOT, 'node_modules', 'node-llama-cpp');
  const target = join(library, 'bins', folder);
  if (existsSync(target)) return;
  const { version } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  const cache = join(ROOT, '.cache', 'gpu');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    const name = `@node-llama-cpp/${folder}@${version}`;
    await step(`Fetching ${name}`, async () => {
      const [file, args, options] = npm(['pack', name, '--pack-destination', work, '--loglevel=error']);
      const { code, output } = await run(file, args, { cwd: work, capture: true, ...options });
      if (code !== 0) throw new Error(`${name} could not be fetched (${lastLine(output)}): check the network.`);
      const archive = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
      // tar is part of Linux, macOS and Windows since 10
      const unpacked = spawnSync('tar', ['-xzf', archive, '-C', work], { cwd: work, encoding: 'utf8' });
      if (unpacked.status !== 0)
        throw new Error(`${archive} could not be unpacked (${lastLine(unpacked.stderr ?? '')}).`);
    });
    const draft = `${target}.${process.pid}.tmp`;
    cpSync(join(work, 'package', 'bins', folder), draft, { recursive: true });
    renameSync(draft, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function lastLine(text) {
  return text.trim().split('\n').at(-1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(async () => {
    const kind = process.argv[2] ?? 'vulkan';
    if (!KINDS.includes(kind)) {
      console.error(`There is no build for "${kind}": choose from ${KINDS.join(', ')}.`);
      return 2;
    }
    await ensureInstalled(ROOT);
    await fetchGpu(kind);
    return 0;
  });
}
