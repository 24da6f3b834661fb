// Writes test/webview/support/themes.json: the values that VS Code's own themes give to the variables our style sheets
// use. Run it again when a style sheet uses a new variable or the tool set has a newer VS Code.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from './browser.mjs';
import { newDataDir, startServer } from './server.mjs';
import { ensureTools, root } from './tools.mjs';

const THEMES = {
  dark: ['Default Dark Modern', 'vscode-dark'],
  light: ['Default Light Modern', 'vscode-light'],
  'high-contrast': ['Default High Contrast', 'vscode-high-contrast'],
  'high-contrast-light': ['Default High Contrast Light', 'vscode-high-contrast-light'],
};
const PROBE = {
  'package.json': JSON.stringify({
    name: 'probe',
    publisher: 'probe',
    version: '0.0.1',
    engines: { vscode: '^1.104.0' },
    main: './probe.js',
    contributes: {
      viewsContainers: { activitybar: [{ id: 'probe', title: 'Probe', icon: 'probe.svg' }] },
      views: { probe: [{ type: 'webview', id: 'probe.view', name: 'Probe' }] },
    },
  }),
  'probe.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'probe.js': `exports.activate = () => require('vscode').window.registerWebviewViewProvider('probe.view', {
    resolveWebviewView(view) { view.webview.html = '<html><body><p id="probe">probe</p></body></html>'; } });`,
};

/** Names of the variables in the style sheets of the webviews. */
function usedVariables() {
  const folder = path.join(root, 'src', 'webview');
  const sheets = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.css'));
  const text = sheets.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
  return [...new Set([...text.match(/--vscode-[\w-]+/g), '--vscode-sideBar-background'])].sort();
}

ensureTools();
const dataDir = newDataDir();
const extension = path.join(dataDir, 'probe');
mkdirSync(extension, { recursive: true });
for (const [name, content] of Object.entries(PROBE)) writeFileSync(path.join(extension, name), content);
const names = usedVariables();
const themes = {};
const browser = await launchBrowser();
for (const [kind, [theme, bodyClass]] of Object.entries(THEMES)) {
  const server = await startServer({ settings: { 'workbench.colorTheme': theme } });
  const page = await browser.newPage();
  await page.goto(server.url({ folder: extension, extension }));
  await page.locator('.activitybar .action-label[aria-label^="Probe"]').first().click();
  const frame = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await frame.locator('#probe').waitFor();
  const { variables, classes } = await frame.locator('body').evaluate(
    (body, wanted) => ({
      classes: body.className,
      variables: wanted
        .map((name) => [name, body.ownerDocument.documentElement.style.getPropertyValue(name).trim()])
        .filter(([, value]) => value !== ''),
    }),
    names,
  );
  if (!classes.split(' ').includes(bodyClass)) throw new Error(`${theme}: body has ${classes}`);
  themes[kind] = { bodyClass: classes, variables: Object.fromEntries(variables) };
  await page.close();
  await server.stop();
}
await browser.close();
writeFileSync(path.join(root, 'test/webview/support/themes.json'), `${JSON.stringify(themes, null, 2)}\n`);
process.exit(0);
