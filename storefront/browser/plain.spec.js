// What only the page of `discounts dev` has: its weight, the inspector, and Stripe's own script where there is a key.

import { startServer } from './server.js';
import { expect, test } from './shop.js';

test.skip(({ shop }) => shop !== 'plain', 'it is the page of `discounts dev`');

test('the page with everything that it loads is under 60 kB over the wire', async ({ at }) => {
  const sizes = /** @type {Array<Promise<number>>} */ ([]);
  at.page.on('requestfinished', (request) => {
    sizes.push(request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize));
  });
  await at.open();
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: 'bytes', description: String(bytes) });
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(60_000);
});

test('the inspector shows the steps, both sides of Stripe and the decision, and no key', async ({ at }) => {
  await at.open();
  await at.leaveOut('limited-time');
  await at.hasTotal('$92.50');
  await at.use('limited-time');
  await at.hasTotal('$74.00');
  await at.page.getByRole('button', { name: 'Inspect the calls' }).click();
  const inspector = at.page.getByRole('region', { name: 'Inspector' });
  await expect(inspector.locator('.steps')).toContainText('retrieve');
  await expect(inspector.locator('.steps')).toContainText('update');
  await expect(inspector).toContainText('sale gives 1850');
  await inspector.locator('summary', { hasText: 'POST /v1/checkout/sessions/' }).click();
  await expect(inspector).toContainText('discounts[0][coupon_data][amount_off]');
  expect(await inspector.textContent()).not.toMatch(/_secret_|sk_test/);
  await at.page.keyboard.press('Escape');
  await expect(inspector).toBeHidden();
});

test('the inspector makes Stripe fail and well again', async ({ at }) => {
  await at.open();
  await at.page.getByRole('button', { name: 'Inspect the calls' }).click();
  await at.page.getByRole('radio', { name: 'down' }).check();
  await at.leaveOut('limited-time');
  await expect(at.alert).toContainText('Please try again');
  await at.page.getByRole('radio', { name: 'well' }).check();
  await at.alert.getByRole('button').click();
  await at.hasTotal('$92.50');
});

test('with a key of an account the page loads Stripe\'s own script, and makes it with the key and the beta flag', async ({ page, server }) => {
  const stripe = { STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: server.url };
  const withKey = await startServer({ ...stripe, STRIPE_PUBLISHABLE_KEY: 'pk_test_of_an_account' });
  try {
    const script = 'window.Stripe = (...given) => { window.given = given; throw new Error("That is all."); };';
    await page.route('https://js.stripe.com/**', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
    const loaded = /** @type {string[]} */ ([]);
    page.on('request', (request) => loaded.push(request.url()));
    await page.goto(withKey.url);
    await expect(page.locator('#alert')).toContainText('That is all.');
    expect(loaded.filter((url) => url.includes('stripe.com'))).toEqual(['https://js.stripe.com/endive/stripe.js']);
    expect(loaded.filter((url) => url.includes('/stripe-js/'))).toEqual([]);
    expect(await page.evaluate(() => /** @type {any} */ (window).given)).toEqual(['pk_test_of_an_account', { betas: ['custom_checkout_server_updates_1'] }]);
  } finally {
    await withKey.stop();
  }
});

test('a secret key alone is not enough, and the page says what to set', async ({ page }) => {
  const withKey = await startServer({ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_API_BASE: 'http://127.0.0.1:9' });
  try {
    await page.goto(withKey.url);
    await expect(page.locator('#alert')).toContainText('set STRIPE_PUBLISHABLE_KEY beside it');
  } finally {
    await withKey.stop();
  }
});
