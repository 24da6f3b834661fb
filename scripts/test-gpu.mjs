// npm run test:gpu: the engine on a graphics device: a real one where there is one, else Vulkan in software (Mesa).
import './lib/require-node.mjs';
import { join } from 'node:path';
import { fetchGpu } from './fetch-gpu.mjs';
import { run } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';

/** ggml passes over devices that are processors in disguise unless they are asked for by number. */
const SOFTWARE = { GGML_VK_VISIBLE_DEVICES: '0' };

const NO_DEVICE =
  'No graphics device was found, nor Vulkan in software: install a driver, or Mesa (Debian, Ubuntu: apt-get install mesa-vulkan-drivers libvulkan1).';

async function probe(gpu, env) {
  const { output } = await run('node', [join(ROOT, 'scripts/gpu/probe.mjs'), gpu], { cwd: ROOT, env, capture: true });
  const line = output.split('\n').find((text) => text.startsWith('{'));
  return line === undefined ? { device: null, names: [] } : JSON.parse(line);
}

main(async () => {
  await ensureInstalled(ROOT);
  const gpu = process.platform === 'darwin' ? 'metal' : 'vulkan';
  await fetchGpu(gpu);
  let env = process.env;
  let found = await probe(gpu, env);
  if (found.device === null && gpu === 'vulkan') {
    env = { ...process.env, ...SOFTWARE };
    found = await probe(gpu, env);
  }
  if (found.device === null) {
    console.error(NO_DEVICE);
    return 1;
  }
  console.log(`Running on ${found.names.join(', ')} (${found.device})`);
  const args = ['node_modules/mocha/bin/mocha.js', '--reporter=spec', '--timeout=600000', 'test/gpu/**/*.test.ts'];
  const { code } = await run('node', args, { cwd: ROOT, env: { ...env, THINK_HARDER_TEST_GPU: gpu } });
  return code;
});
