import './fonts.css';
import '../reasoning/base.css';
import '../reasoning/trace.css';
import './report.css';
import { render } from 'preact';
import { App } from './app.js';
import { FileHost } from './file-host.js';
import { EditorHost } from './host.js';

const root = document.getElementById('root');
if (root !== null) render(<App host={FileHost.isHere() ? new FileHost() : new EditorHost()} />, root);
