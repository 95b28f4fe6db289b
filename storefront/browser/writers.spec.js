// An account without a preview: discounts are lower line prices, Stripe.js has no beta, and the shops run unchanged.

import { expect, test, withoutSale } from './shop.js';

test.use({ variables: { DISCOUNT_WRITER: 'line_items' } });

test('lower line prices show as a discount, which comes and goes', async ({ at, server }) => {
  await server.policy(withoutSale);
  await at.open();
  await at.signIn('gold');
  await at.deliverTo('new-york');
  await at.hasDiscount('Gold members: 12.5% off', '$11.56');
  await at.hasTotal('$80.94');
  await at.leaveOut('loyalty');
  await at.hasDiscount(null);
  await at.hasTotal('$92.50');
  await at.add('Gooseneck kettle');
  await at.hasDiscount('10% off orders over $100', '$18.15');
  await at.hasTotal('$163.35');
  await at.pay.click();
  await expect(at.status).toHaveText('Thank you! Your order is on its way.');
});

test('the page names no beta, which such an account could not have', async ({ at, page, server }) => {
  const asked = page.waitForRequest((request) => request.url().includes('/v1/payment_pages/'));
  await at.open();
  const url = new URL((await asked).url());
  expect(url.searchParams.has('betas')).toBe(false);
  url.searchParams.set('betas', 'custom_checkout_server_updates_1');
  const refused = await fetch(`${server.url}${url.pathname}${url.search}`);
  expect(refused.status).toBe(400);
});
