import './fonts.css';
import './base.css';
import './trace.css';
import './reasoning.css';
import { render } from 'preact';
import { App } from './app.js';
import { ViewStore } from './store.js';

const root = document.getElementById('root');
if (root !== null) render(<App store={new ViewStore()} />, root);
