import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { OracleCase } from './cases.js';
import type { Outcome } from './score.js';

/** Pinned, with the versions that notes on its accuracy refer to. */
const PACKAGES = ['math-verify==0.9.0', 'latex2sympy2_extended[antlr4_13_2]==1.11.0', 'sympy==1.14.0'];

const VENV = fileURLToPath(new URL('../../.cache/benchmarks/math-verify/', import.meta.url));

/** Installs Math-Verify into a virtual environment under .cache, once. @returns the Python of that environment */
export function installMathVerify(): string {
  const python = process.platform === 'win32' ? `${VENV}Scripts/python.exe` : `${VENV}bin/python`;
  const works = (): boolean => existsSync(python) && spawnSync(python, ['-c', 'import math_verify']).status === 0;
  if (works()) return python;
  for (const [command, args] of [
    ['python3', ['-m', 'venv', VENV]],
    [python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]],
  ] as const) {
    const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0)
      throw new Error(`"${command} ${args.join(' ')}" failed: Python 3 with venv and a package index are needed.`);
  }
  return python;
}

/** Math-Verify as one long-running process, asked case by case. */
export class MathVerify implements Disposable {
  private readonly child;
  private readonly lines;

  constructor(python: string) {
    this.child = spawn(python, [fileURLToPath(new URL('math_verify_side.py', import.meta.url))], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async grade(oracleCase: OracleCase, best: boolean): Promise<Outcome> {
    this.child.stdin.write(`${JSON.stringify({ ...oracleCase, best, ...(best ? {} : { opts: {} }) })}\n`);
    const next: IteratorResult<unknown> = await this.lines.next();
    const value = next.value as unknown;
    if (next.done === true || typeof value !== 'string') throw new Error('Math-Verify ended before its last case.');
    const { same, ms } = JSON.parse(value) as { same: boolean; ms: number };
    return { verdict: same ? 'same' : 'different', ms };
  }

  [Symbol.dispose](): void {
    this.child.kill();
  }
}
