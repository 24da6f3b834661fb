/** Says what takes long, on stderr: results alone go to stdout. */

const EVERY_MS = 10_000;

/**
 * Runs `work` under a title. Quick work says nothing more; long work tells every ten seconds that it lives.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  console.error(`• ${title}`);
  const timer = setInterval(() => console.error(`  … ${seconds()} s`), EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
