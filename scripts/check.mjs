// npm run check: types, lint and layers, formatting, contributions, schemas.
import './lib/require-node.mjs';
import { runChecks } from './check/run-checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';

main(async () => {
  await ensureInstalled(ROOT);
  const { failed } = await runChecks(ROOT);
  return failed === 0 ? 0 : 1;
});
