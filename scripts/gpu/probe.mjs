// Prints what a graphics build of the engine finds here, as JSON: {"device": "vulkan" | … | null, "names": [...]}.
import { getLlama } from 'node-llama-cpp';

const gpu = process.argv[2];
try {
  const llama = await getLlama({
    gpu,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logger: () => undefined,
  });
  const works = llama.gpu !== false && llama.supportsGpuOffloading;
  console.log(
    JSON.stringify({ device: works ? llama.gpu : null, names: works ? await llama.getGpuDeviceNames() : [] }),
  );
} catch {
  console.log(JSON.stringify({ device: null, names: [] }));
}
process.exit();
