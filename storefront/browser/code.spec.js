// The box for a code: Stripe's own is off where the server writes the discounts.

import { expect, test } from './shop.js';

test('a code takes its discount off, and gives it back', async ({ at }) => {
  await at.open();
  await at.tryCode(' spring ');
  await at.hasDiscount('Spring: 30% off', '$27.75');
  await at.hasTotal('$64.75');
  await expect(at.codeSaid).toHaveText('Spring: 30% off: you save $27.75.');
  await at.apply('limited-time');
  await expect(at.card('limited-time')).toContainText('Another offer saves you more');
  await at.page.getByRole('button', { name: 'Remove the code' }).click();
  await at.hasDiscount('Sale: 20% off', '$18.50');
  await expect(at.page.getByLabel('Discount code')).toHaveValue('');
  await expect(at.page.getByLabel('Discount code')).toBeFocused();
  await expect(at.page.getByRole('button', { name: 'Remove the code' })).toBeHidden();
});

test('a code that gives nothing says so, and leaves what there is', async ({ at }) => {
  await at.open();
  await at.apply('limited-time');
  await at.hasTotal('$74.00');
  await at.tryCode('SUMMER');
  await expect(at.codeSaid).toHaveText('This code gives nothing on this order.');
  await at.hasTotal('$74.00');
  await expect(at.alert).toBeHidden();
});

test('too many tries show their own message, and the rest still works', async ({ at }) => {
  await at.open();
  for (const code of ['A', 'B', 'C']) {
    await at.tryCode(code);
    await expect(at.codeSaid).toHaveText('This code gives nothing on this order.');
  }
  await at.tryCode('SPRING');
  await expect(at.codeSaid).toHaveText('Too many tries. Please wait a moment, or go on without a code.');
  await at.hasTotal('$92.50');
  await at.apply('limited-time');
  await at.hasTotal('$74.00');
});

test('a guest with a good code is asked to sign in', async ({ at, server }) => {
  const once = '\n[[offer]]\nid = "friends"\ninteraction = "code"\nname = "Friends: 40% off"\nwhen.code = ["FRIENDS"]\nwhen.uses_at_most = 1\ngive.percent = "40"\n';
  await server.policy((text) => text + once);
  await at.open();
  await at.tryCode('FRIENDS');
  await expect(at.codeSaid).toHaveText('Sign in to use this code.');
  await at.hasDiscount(null);
});
