import '../reasoning/fonts.css';
import '../reasoning/base.css';
import './dataset.css';
import { render } from 'preact';
import { App } from './app.js';
import { DataStore } from './store.js';

const root = document.getElementById('root');
if (root !== null) render(<App store={new DataStore()} />, root);
