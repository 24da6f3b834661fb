/** Which documents questions are looked for in. PURE. */

/** Language identifiers; package.json activates the extension for the same ones. */
export const QUESTION_LANGUAGES = ['markdown', 'latex', 'tex', 'plaintext', 'jsonl', 'mdx', 'quarto', 'rmd'] as const;

/** Where documents that a person writes live; versions in Git, output and settings are none. */
export const QUESTION_SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-notebook-cell'] as const;

/** Files that are searched when the questions of a folder are solved. */
export const QUESTION_FILES = '**/*.{md,markdown,mdx,qmd,rmd,tex,latex,ltx,txt,text,ipynb,jsonl,ndjson}';

interface Place {
  readonly languageId: string;
  readonly uri: { readonly scheme: string };
}

/** Might this document hold questions? */
export function mayHoldQuestions({ languageId, uri }: Place): boolean {
  return (
    (QUESTION_LANGUAGES as readonly string[]).includes(languageId) &&
    (QUESTION_SCHEMES as readonly string[]).includes(uri.scheme)
  );
}
