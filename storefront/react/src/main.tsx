import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { steadyPresses } from '../../shop/steady.js';
import { App } from './App';

steadyPresses(document);
const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
