/**
 * The texts of the extension that are not in package.json, from the sources: every literal first argument of `t(…)` and
 * `l10n.t(…)` under the folders below and in src/extension.ts.
 *
 *   tsx scripts/l10n.ts           says where l10n/bundle.l10n.json differs
 *   tsx scripts/l10n.ts --write   writes it
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUNDLE = join(ROOT, 'l10n', 'bundle.l10n.json');

function sources(): string[] {
  const folders = ['src/editor', 'src/webview', 'src/yaml-files', 'src/curation/pipeline'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(ROOT, folder, name)),
  );
  return [...folders, join(ROOT, 'src/extension.ts')].filter((file) => /(?<!\.d)\.tsx?$/.test(file));
}

/** Texts of one file; a call whose text is no literal is a fault: nobody could translate it. */
function textsOf(file: string, faults: string[]): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslation(node.expression)) {
      const [text] = node.arguments;
      if (text !== undefined && ts.isStringLiteralLike(text)) found.push(text.text);
      else if (!isForwarding(node)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        faults.push(`${file.slice(ROOT.length)}:${line + 1}: the text must be a literal`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTranslation(called: ts.Expression): boolean {
  if (ts.isIdentifier(called)) return called.text === 't';
  return (
    ts.isPropertyAccessExpression(called) && called.name.text === 't' && called.expression.getText().endsWith('l10n')
  );
}

/** `(text, ...args) => l10n.t(text, ...args)`: hands somebody else's literal on. */
function isForwarding(call: ts.CallExpression): boolean {
  return call.arguments.length === 2 && call.arguments.slice(1).every((argument) => ts.isSpreadElement(argument));
}

const faults: string[] = [];
const texts = [...new Set(sources().flatMap((file) => textsOf(file, faults)))].sort();
const wanted = `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), null, 2)}\n`;
if (process.argv.includes('--write')) {
  mkdirSync(join(ROOT, 'l10n'), { recursive: true });
  writeFileSync(BUNDLE, wanted);
} else {
  let present = '';
  try {
    present = readFileSync(BUNDLE, 'utf8');
  } catch {
    // written by the first --write
  }
  if (present !== wanted) faults.push('l10n/bundle.l10n.json is not what the sources say: run npm run l10n');
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
