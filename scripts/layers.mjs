// The layering of ARCHITECTURE.md as ESLint rules: who may import whom, and which packages stay where they belong.

/** Folder under src/ → the other folders under src/ that it may import. Imports point one way. */
export const LAYERS = {
  reasoning: [],
  questions: [],
  grading: [],
  'row-files': [],
  'yaml-files': [],
  engines: ['reasoning'],
  evaluation: ['reasoning', 'grading', 'questions', 'row-files'],
  curation: ['reasoning', 'grading', 'questions', 'row-files', 'yaml-files'],
  backend: ['reasoning', 'grading', 'questions', 'engines', 'evaluation', 'curation'],
  data: ['backend', 'curation', 'reasoning', 'grading'],
  'language-server': ['questions', 'grading'],
  webview: ['reasoning', 'evaluation', 'data'],
  cli: ['backend', 'reasoning', 'grading', 'questions', 'engines', 'evaluation', 'curation'],
  editor: [
    'backend',
    'reasoning',
    'grading',
    'questions',
    'language-server',
    'webview',
    'evaluation',
    'curation',
    'data',
    'yaml-files',
  ],
};

/** Folders that run in any JavaScript host: no Node built-ins beyond types, no editor, no native code. */
const PURE = ['reasoning', 'questions'];

/** Package → the only places under src/ that may import it. */
const PACKAGES = { vscode: ['editor'], 'node-llama-cpp': ['engines/local'] };

export function layerRules() {
  const folders = Object.keys(LAYERS);
  const rules = folders.map((folder) => {
    const forbidden = folders.filter((other) => other !== folder && !LAYERS[folder].includes(other));
    const patterns = forbidden.map((other) => ({
      regex: `^\\.{1,2}/(.*/)?${other}(/|$)`,
      message: `src/${folder} may not import src/${other} (ARCHITECTURE.md, layers).`,
    }));
    for (const [name, homes] of Object.entries(PACKAGES)) {
      if (!homes.some((home) => home === folder || home.startsWith(folder + '/'))) {
        patterns.push({ regex: `^${name}$`, message: `'${name}' is imported under ${homes.join(', ')} only.` });
      }
    }
    if (PURE.includes(folder)) patterns.push({ regex: '^node:', message: `src/${folder} is pure: no Node built-ins.` });
    return {
      files: [`src/${folder}/**/*.{ts,tsx}`],
      rules: { 'no-restricted-imports': ['error', { patterns }] },
    };
  });
  // Inside src/engines only the local engine touches the native package.
  rules.push({
    files: ['src/engines/**/*.ts'],
    ignores: ['src/engines/local/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^(node-llama-cpp|vscode)$', message: 'Only src/engines/local imports node-llama-cpp.' }],
        },
      ],
    },
  });
  return rules;
}
