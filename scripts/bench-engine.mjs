// npm run bench:engine -- decode|think-harder|majority [model …], or server ADDRESS [questions]: a measurement in a process set up as the backend is.
import './lib/require-node.mjs';
import { run } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';

const NAMES = ['decode', 'think-harder', 'majority', 'server'];

main(async () => {
  const [name, ...models] = process.argv.slice(2);
  if (!NAMES.includes(name)) {
    console.error(`There is no measurement "${name ?? ''}": choose from ${NAMES.join(', ')}.`);
    return 2;
  }
  await ensureInstalled(ROOT);
  const { tsImport } = await import('tsx/esm/api');
  const { HOST_ENVIRONMENT } = await tsImport('../src/engines/local/environment.ts', import.meta.url);
  const env = { ...process.env, ...HOST_ENVIRONMENT };
  const { code } = await run('node', ['--import=tsx', `benchmarks/engine/${name}.ts`, ...models], { cwd: ROOT, env });
  return code;
});
