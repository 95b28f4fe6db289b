// The box for a code: Stripe's own is off where the server writes the discounts.

import { expect, test } from './shop.js';

test('a code takes its discount off, and gives it back', async ({ at }) => {
  await at.open();
  await at.tryCode(' spring ');
  await at.hasDiscount('Spring: 30% off', '$27.75');
  await at.hasTotal('$64.75');
  await expect(at.codeSaid).toHaveText('Spring: 30% off: you save $27.75.');
  await expect(at.codeHeld).toContainText('SPRING');
  await expect(at.page.getByLabel('Discount code')).toHaveValue('');
  await expect(at.card('limited-time')).toContainText('another offer saves you more');
  await at.page.getByRole('button', { name: 'Remove the code' }).click();
  await at.hasDiscount('Sale: 20% off', '$18.50');
  await expect(at.page.getByLabel('Discount code')).toBeFocused();
  await expect(at.codeHeld).toBeHidden();
});

test('a mistyped code leaves the one that the order has, and says so', async ({ at }) => {
  await at.open();
  await at.tryCode('SPRING');
  await at.hasTotal('$64.75');
  await at.tryCode('SPRIMG');
  await expect(at.codeSaid).toHaveText("We don't know the code SPRIMG. SPRING stays.");
  await at.hasDiscount('Spring: 30% off', '$27.75');
  await expect(at.codeHeld).toContainText('SPRING');
  expect((await at.server.held(at.session)).metadata.discount_code).toBe('SPRING');
  await expect(at.pay).toBeEnabled();
  await expect(at.alert).toBeHidden();
});

test('a code that no offer takes says so, and leaves what there is', async ({ at }) => {
  await at.open();
  await at.tryCode('SUMMER');
  await expect(at.codeSaid).toHaveText("We don't know the code SUMMER.");
  await at.hasTotal('$74.00');
  await expect(at.codeHeld).toBeHidden();
  await expect(at.alert).toBeHidden();
});

test('a code that nobody has sent yet bars Pay, and says so', async ({ at }) => {
  await at.open();
  await at.page.getByLabel('Discount code').fill('SPR');
  await expect(at.pay).toBeDisabled();
  await expect(at.page.locator('#pay-note')).toHaveText('Apply your code first, or clear it.');
  await at.page.getByLabel('Discount code').fill('');
  await expect(at.pay).toBeEnabled();
});

test('too many tries show their own message, and the rest still works', async ({ at }) => {
  await at.open();
  for (const code of ['A', 'B', 'C']) {
    await at.tryCode(code);
    await expect(at.codeSaid).toHaveText(`We don't know the code ${code}.`);
  }
  await at.tryCode('SPRING');
  await expect(at.codeSaid).toHaveText('Too many tries. Please wait a moment, or go on without a code.');
  await at.hasTotal('$74.00');
  await at.leaveOut('limited-time');
  await at.hasTotal('$92.50');
});

test('a guest with a good code is asked to sign in', async ({ at, server }) => {
  const once = '\n[[offer]]\nid = "friends"\ninteraction = "code"\nname = "Friends: 40% off"\nwhen.code = ["FRIENDS"]\nwhen.uses_at_most = 1\ngive.percent = "40"\n';
  await server.policy((text) => text + once);
  await at.open();
  await at.tryCode('FRIENDS');
  await expect(at.codeSaid).toHaveText('Sign in to use this code.');
  await at.hasDiscount('Sale: 20% off', '$18.50');
});
