// Which packages the two with native code need, and which of their files: they stand beside the bundles, unbundled, because
// both find their binaries by their own folder structure.
import { build } from 'esbuild';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** VS Code's name of a platform → the package with the engine's binary for it. */
export const ENGINE_PACKAGES = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

/** The engine, and the database behind the view of data sets. */
const ENTRIES = ['node_modules/node-llama-cpp/dist/index.js', 'node_modules/@duckdb/node-api/lib/index.js'];
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * Packages with the binaries for a platform, each with the package whose version it has to have.
 * @param {string} target one of ENGINE_PACKAGES
 */
export function binariesFor(target) {
  return [
    { binary: `node_modules/@node-llama-cpp/${ENGINE_PACKAGES[target]}`, of: 'node_modules/node-llama-cpp' },
    { binary: `node_modules/@duckdb/node-bindings-${target}`, of: 'node_modules/@duckdb/node-bindings' },
  ];
}

/**
 * Folders (relative to `root`, with slashes) of the packages in the static import graphs of ENTRIES. What is imported
 * dynamically serves building from source and downloading, which the product does not do.
 * @throws when one of them does not resolve
 */
export async function engineClosure(root) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    outdir: 'graph',
    external: ['*.node', '@node-llama-cpp/*'],
    logLevel: 'silent',
    plugins: [dynamicStaysOut],
  });
  const packages = new Set();
  for (const file of Object.keys(metafile.inputs)) {
    const folder = PACKAGE.exec(file)?.[1];
    if (folder !== undefined) packages.add(folder);
  }
  return [...packages].sort();
}

const dynamicStaysOut = {
  name: 'dynamic-stays-out',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path: name, kind }) =>
      kind === 'dynamic-import' && !name.startsWith('.') ? { path: name, external: true } : undefined,
    );
  },
};

/** Only what runs, what is read at run time, and what the licences ask for. */
const KEPT = /\.(?:js|mjs|cjs|json|node|so|dylib|dll|metal)$|(?:^|\/)(?:LICEN[CS]E|NOTICE|COPYING)[^/]*$/i;
/** Command line, templates and sources of node-llama-cpp: for people who build with it. */
const UNUSED = [
  /node-llama-cpp\/(?:templates|bins|llama\/(?!$|binariesGithubRelease\.json|llama\.cpp\.info\.json))/,
  /node-llama-cpp\/dist\/cli\/(?:commands|projectTemplates|startCreateCli)/,
  /\/(?:tests?|__tests__|docs?|examples?|benchmark)\//,
];

/**
 * Copies the engine and the database into `folder`/node_modules.
 * @param {string} target one of ENGINE_PACKAGES
 */
export async function copyEngine(root, folder, target) {
  for (const { binary, of } of binariesFor(target)) {
    const isThere = existsSync(path.join(root, binary, 'package.json'));
    if (isThere && versionOf(path.join(root, binary)) === versionOf(path.join(root, of))) continue;
    const [os, cpu] = target.split('-');
    throw new Error(
      `${binary} in its right version is not installed: run "npm ci --os=${os} --cpu=${cpu}" first, or package on that platform.`,
    );
  }
  const binaries = binariesFor(target).map(({ binary }) => binary);
  for (const source of [...(await engineClosure(root)), ...binaries]) copyPackage(root, source, folder);
}

const versionOf = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;

/** One package without the packages nested in it: those come by themselves when they are needed. */
function copyPackage(root, source, folder) {
  const from = path.join(root, source);
  mkdirSync(path.join(folder, source), { recursive: true });
  cpSync(from, path.join(folder, source), {
    recursive: true,
    dereference: true,
    filter(file) {
      const inside = path.relative(from, file).split(path.sep).join('/');
      if (inside === '') return true;
      if (inside.split('/').includes('node_modules')) return false;
      const isFolder = statSync(file).isDirectory();
      if (UNUSED.some((pattern) => pattern.test(`${source}/${inside}${isFolder ? '/' : ''}`))) return false;
      return isFolder || KEPT.test(inside);
    },
  });
}
