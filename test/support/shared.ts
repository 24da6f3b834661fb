import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of a file in ../shared, the folder of data beside the project, or undefined where it is absent. */
export function sharedFile(path: string): string | undefined {
  const file = fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));
  return existsSync(file) ? file : undefined;
}

/** The file, or the running test is skipped with a line that names what is missing. */
export function needShared(test: Mocha.Context, path: string): string {
  const file = sharedFile(path);
  if (file === undefined) {
    console.log(`      skipped: ../shared/${path} is not beside the project`);
    test.skip();
  }
  return file;
}
