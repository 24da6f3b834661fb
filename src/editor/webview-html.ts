/** Where a webview's page finds its files, and who may run in it. */
export interface WebviewPage {
  /** Source of the extension's own files in the content security policy. */
  readonly cspSource: string;
  /** Fresh for every page: only scripts that carry it run. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
}

/**
 * The page of a webview. Its policy allows one script, the extension's own style sheets and fonts, and nothing else: no
 * inline script or style, no image, no request. Strings that reach `innerHTML` and its like are refused by the browser.
 */
export function webviewHtml({ cspSource, nonce, script, style, title }: WebviewPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escape(style)}">
<title>${escape(title)}</title>
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${escape(script)}"></script>
</body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
