import { createRoot } from 'react-dom/client';

import { CheckoutPage } from '../examples/CheckoutPage';

const root = document.getElementById('root');
if (root) createRoot(root).render(<CheckoutPage />);
