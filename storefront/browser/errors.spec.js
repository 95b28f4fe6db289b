// The guide's "simulate server errors": error messages display properly when a discount application failed.

import { expect, test } from './shop.js';

const AGAIN = 'We could not update your order. Please try again.';

for (const fault of ['down', 'rate_limited']) {
  test(`an error is shown, the total stays, and a retry works: Stripe is ${fault}`, async ({ at, server }) => {
    await at.open();
    await server.fault(fault);
    await at.apply('limited-time');
    await expect(at.alert).toContainText(AGAIN);
    await expect(at.card('limited-time')).toHaveAttribute('data-phase', 'error');
    await at.hasTotal('$92.50');
    await server.fault('none');
    await at.alert.getByRole('button', { name: 'Try again' }).click();
    await at.hasTotal('$74.00');
    await expect(at.alert).toBeHidden();
  });
}

test('the card of what failed tries again, too', async ({ at, server }) => {
  await at.open();
  await server.fault('down');
  await at.apply('limited-time');
  await expect(at.alert).toContainText(AGAIN);
  await server.fault('none');
  await at.page.getByRole('button', { name: 'Try again: Limited time' }).click();
  await at.hasTotal('$74.00');
});

test('a lost answer does no harm', async ({ at, server }) => {
  await at.open();
  await server.fault('forgetful');
  await at.apply('limited-time');
  await at.hasTotal('$74.00');
});

test('a slow server is waited for: the button says so, and the totals stay where they are', async ({ at, server }) => {
  await at.open();
  await server.fault('slow');
  await at.apply('limited-time');
  await expect(at.button('limited-time')).toHaveAttribute('aria-busy', 'true');
  await expect(at.status).toHaveText('Updating your order …');
  await at.hasTotal('$92.50');
  await expect(at.totals.locator('.total dd')).toHaveText('$74.00');
  await expect(at.button('limited-time')).not.toHaveAttribute('aria-busy');
});

test('an expired session ends the checkout, and another one can be started', async ({ at, server }) => {
  await at.open();
  await server.expire(await at.session());
  await at.apply('limited-time');
  await expect(at.alert).toContainText('Your checkout has ended, and nothing was charged.');
  await at.alert.getByRole('button', { name: 'Start again' }).click();
  await at.ready();
  await at.apply('limited-time');
  await at.hasTotal('$74.00');
});

test('an answer that is not ours is an error like any other', async ({ at }) => {
  await at.open();
  await at.page.route('**/discounts/limited-time', (route) => route.fulfill({ status: 503, json: { message: 'Service Unavailable' } }), { times: 1 });
  await at.apply('limited-time');
  await expect(at.alert).toContainText(AGAIN);
  await at.alert.getByRole('button', { name: 'Try again' }).click();
  await at.hasTotal('$74.00');
});

test('without a network the page says so, and goes on when it is back', async ({ at }) => {
  await at.open();
  await at.page.route('**/discounts/limited-time', (route) => route.abort(), { times: 1 });
  await at.apply('limited-time');
  await expect(at.alert).toContainText('We could not reach the shop.');
  await at.alert.getByRole('button', { name: 'Try again' }).click();
  await at.hasTotal('$74.00');
});

test('a cart that could not be changed shows what is in it', async ({ at }) => {
  await at.open();
  await at.page.route('**/cart', (route) => route.fulfill({ status: 502, json: { type: 'error', code: 'stripe_error', message: 'Please try again.' } }), { times: 1 });
  await at.add('Gooseneck kettle');
  await expect(at.alert).toContainText('Please try again.');
  await expect(at.page.locator('#cart')).not.toContainText('kettle');
  await at.hasTotal('$92.50');
});
