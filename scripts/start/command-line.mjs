/** The command line as `npm start` runs it. */
import { run } from '../lib/command.mjs';

const QUESTION = 'How many r in raspberry?';

/** Figure 3 of the s1 paper: the first thought is wrong, one "Wait" later the answer is right. */
export const SAMPLE = { question: QUESTION, args: ['solve', '--waits', '1', QUESTION] };

const COMMANDS = ['solve', 'continue', 'models', 'grade', 'questions', 'evaluate', 'curate', 'decontaminate'].concat([
  'help',
  '--help',
  '-h',
  '--version',
  '-V',
]);

/**
 * What follows `npm start --`: a command as it is; anything else is a question with its options.
 * @param {string[]} given
 */
export function commandLineArguments(given) {
  return COMMANDS.includes(given[0]) ? given : ['solve', ...given];
}

/** Runs the built command line on this terminal; answers with its exit code. */
export async function commandLine(root, args) {
  const { code } = await run('node', [`${root}/dist/cli.mjs`, ...args], { interactive: true });
  return code;
}
