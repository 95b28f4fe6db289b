// A CommonJS module: `require` gives the same names, and one state for all entries.

import client = require('@checkout-discounts/client');
import elements = require('@checkout-discounts/client/elements');
import react = require('@checkout-discounts/client/react');
import testing = require('@checkout-discounts/client/testing');

async function main(): Promise<void> {
  const checkout = testing.fakeCheckout({ subtotal: 10_000 });
  const server = testing.fakeServer(checkout);
  server.fail('discounts/loyalty', 'session_busy');
  const result = await client.applyDiscount(checkout, 'loyalty', { locale: 'de' });
  server.close();
  const code: client.ErrorCode | null = result.type === 'error' ? result.error.code : null;
  if (code !== 'session_busy') throw new Error(JSON.stringify(result));
  if (result.type === 'error' && !(result.error instanceof client.DiscountError)) throw new Error('there are two copies of the error');
  if (typeof react.useDiscount !== 'function' || typeof elements.DiscountProgressElement !== 'function') throw new Error('an entry is empty');
}

void main();
