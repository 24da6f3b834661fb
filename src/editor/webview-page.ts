import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { webviewHtml } from './webview-html.js';

/**
 * Gives a webview its page: the bundle of that name in dist/webview and nothing else. Whoever listens to it must do so
 * before.
 */
export function showPage(webview: vscode.Webview, extensionUri: vscode.Uri, bundle: string, title: string): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = webviewHtml({
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    script: file(`${bundle}.js`),
    style: file(`${bundle}.css`),
    title,
  });
}
