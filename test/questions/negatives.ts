/**
 * False questions in files that nobody wrote for this test: READMEs, change logs and other Markdown under node_modules.
 * npx tsx test/questions/negatives.ts [--show]
 */
import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatOf, QuestionFinder } from '../../src/questions/find.js';

export function negativeFiles(): string[] {
  const files: string[] = [];
  const walk = (folder: string, depth: number): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < 8) walk(path, depth + 1);
      else if (entry.isFile() && /\.(?:md|markdown|txt)$/i.test(entry.name)) files.push(path);
    }
  };
  walk(fileURLToPath(new URL('../../node_modules', import.meta.url)), 0);
  return files.sort();
}

export function countFalse(report?: (line: string) => void): { files: number; lines: number; found: number } {
  const finder = new QuestionFinder();
  let lines = 0;
  let found = 0;
  const files = negativeFiles();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    lines += text.split('\n').length;
    for (const question of finder.find(text, formatOf(file) ?? 'plain')) {
      found++;
      report?.(
        `${file.replace(/^.*node_modules\//, '')}: ${JSON.stringify(question.text.slice(0, 200))} ${question.label ?? ''}`,
      );
    }
  }
  return { files: files.length, lines, found };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, lines, found } = countFalse(process.argv.includes('--show') ? (line) => console.log(line) : undefined);
  console.log(
    `${files} files, ${lines} lines, ${found} false questions: ${((1000 * found) / lines).toFixed(3)} per 1,000 lines`,
  );
}
