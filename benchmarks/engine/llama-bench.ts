/** llama.cpp's own benchmark, built from the sources that node-llama-cpp carries; kept in .cache by commit. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUNDLE = join(ROOT, 'node_modules', 'node-llama-cpp', 'llama', 'gitRelease.bundle');
const OPTIONS = [
  'CMAKE_BUILD_TYPE=Release',
  'LLAMA_CURL=OFF',
  'LLAMA_BUILD_TESTS=OFF',
  'LLAMA_BUILD_EXAMPLES=OFF',
  'LLAMA_BUILD_UI=OFF',
  'LLAMA_USE_PREBUILT_UI=OFF',
];

/** Path of llama-bench, built where it is missing: needs git, cmake and a C++ compiler, and about 8 minutes of a core. */
export function llamaBench(): string {
  const commit = execFileSync('git', ['bundle', 'list-heads', BUNDLE], { encoding: 'utf8' }).slice(0, 12);
  const folder = join(ROOT, '.cache', 'llama.cpp', commit);
  const program = join(folder, 'build', 'bin', process.platform === 'win32' ? 'llama-bench.exe' : 'llama-bench');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const run = (command: string, args: readonly string[]): void => {
    const { status } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${folder}`);
  };
  console.error(`Building llama-bench ${commit} …`);
  if (!existsSync(join(folder, 'src'))) run('git', ['clone', '--quiet', BUNDLE, 'src']);
  run('cmake', ['-S', 'src', '-B', 'build', ...OPTIONS.map((option) => `-D${option}`)]);
  const jobs = String(availableParallelism());
  run('cmake', ['--build', 'build', '--config', 'Release', '--target', 'llama-bench', '--parallel', jobs]);
  return program;
}

/** Tokens per second of llama-bench decoding `tokens` tokens on the processor. */
export function decodeRate(program: string, model: string, threads: number, tokens: number): number {
  const args = [
    '-m',
    model,
    '-t',
    String(threads),
    '-p',
    '0',
    '-n',
    String(tokens),
    '-r',
    '1',
    '-ngl',
    '0',
    '-o',
    'json',
  ];
  const output = execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [result] = JSON.parse(output) as { avg_ts: number }[];
  if (result === undefined) throw new Error('llama-bench measured nothing');
  return result.avg_ts;
}
