import './main.js';
import './file-theme.css';
