// A page that a server renders, as Next.js does: nothing of the client needs a browser before it is called.

import '@checkout-discounts/client/elements';
import { DiscountProvider, useDiscount } from '@checkout-discounts/client/react';
import { renderToString } from 'react-dom/server';

function Offer() {
  const { state } = useDiscount('loyalty');
  return <p>{state}</p>;
}

const checkout = { id: 'cs_test_1', runServerUpdate: async () => ({ type: 'success' as const }) };
const html = renderToString(<DiscountProvider checkout={checkout} locale="de"><Offer /></DiscountProvider>);
if (html !== '<p>idle</p>') throw new Error(html);
