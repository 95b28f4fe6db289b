import { createRoot } from 'react-dom/client';

import { CheckoutPage } from './CheckoutPage';

createRoot(document.getElementById('root') as HTMLElement).render(<CheckoutPage />);
