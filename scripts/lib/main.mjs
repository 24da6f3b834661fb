/** How a script ends: an error is one sentence, not a stack. */

/**
 * @param {() => Promise<number>} work answers with the exit code
 */
export function main(work) {
  work().then(
    (code) => {
      process.exitCode = process.exitCode || code;
    },
    (error) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = process.exitCode || 1;
    },
  );
}
