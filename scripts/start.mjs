// npm start: installs what is missing, builds, solves one question; then opens the sample workspace.
// npm start -- "What is 37 * 24?" solves that one and stops; npm start -- --help and the like go to the command line.
import './lib/require-node.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { isStopping } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { commandLine, commandLineArguments, SAMPLE } from './start/command-line.mjs';
import { openEditor } from './start/open-editor.mjs';

main(async () => {
  const given = process.argv.slice(2);
  await ensureInstalled(ROOT);
  await ensureBuilt(ROOT);
  if (given.length > 0) return commandLine(ROOT, commandLineArguments(given));
  console.error(`• Solving a question with the embedded model: ${SAMPLE.question}`);
  const code = await commandLine(ROOT, SAMPLE.args);
  if (code !== 0 || isStopping()) return code;
  console.error('\nAsk your own: npm start -- "What is 37 * 24?"   All that it can do: npm start -- --help');
  return openEditor(ROOT);
});
