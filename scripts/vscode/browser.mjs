// Chromium: $CHROMIUM_PATH, else a system one, else the headless one from npm, unpacked once into a cache.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureTools, root, toolsRequire, tools } from './tools.mjs';

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  ...['--disable-component-update', '--no-first-run', '--font-render-hinting=none'],
];
const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Playwright browser. */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  const asked = process.env.CHROMIUM_PATH;
  const system = asked ?? SYSTEM.find((file) => existsSync(file));
  if (system !== undefined) return chromium.launch({ executablePath: system, headless: true, args: FLAGS });
  ensureTools();
  const cache = path.join(root, '.cache', 'chromium');
  mkdirSync(cache, { recursive: true });
  const executablePath = await unpack(cache);
  const libraries = path.join(cache, 'al2023', 'lib');
  return chromium.launch({
    executablePath,
    headless: true,
    args: FLAGS,
    env: {
      ...process.env,
      FONTCONFIG_FILE: fontConfiguration(cache),
      ...(existsSync(libraries) ? { LD_LIBRARY_PATH: libraries } : {}),
    },
  });
}

/** The package unpacks into os.tmpdir(): for the time of that call it is the cache. */
async function unpack(cache) {
  const entry = toolsRequire.resolve('@sparticuz/chromium');
  const before = process.env.TMPDIR;
  process.env.TMPDIR = cache;
  try {
    const packed = await import(pathToFileURL(entry).href);
    const executablePath = await packed.default.executablePath();
    // A bare system lacks libnss3 and libnspr4; the package carries them.
    const runs = spawnSync(executablePath, ['--version', '--no-sandbox'], { stdio: 'ignore' }).status === 0;
    if (!runs && !existsSync(path.join(cache, 'al2023', 'lib'))) {
      const folder = path.join(path.dirname(entry), '..', 'bin');
      await packed.inflate(path.join(folder, 'al2023.tar.br'));
    }
    return executablePath;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** The same fonts on every machine; the package's own fonts.conf names fixed folders. */
function fontConfiguration(cache) {
  const folders = [path.join(cache, 'fonts', 'fonts'), path.join(tools, 'node_modules', 'dejavu-fonts-ttf', 'ttf')];
  const alias = (generic, family) =>
    `<alias binding="strong"><family>${generic}</family><prefer><family>${family}</family></prefer></alias>`;
  const file = path.join(cache, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders
      .map((folder) => `<dir>${folder}</dir>`)
      .join('')}<cachedir>${path.join(cache, 'fonts-cache')}</cachedir>${alias('monospace', 'DejaVu Sans Mono')}${alias(
      'sans-serif',
      'Open Sans',
    )}</fontconfig>`,
  );
  return file;
}
