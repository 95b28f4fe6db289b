// The guide's "simulate server errors": error messages display properly when a discount application failed.

import { expect, test } from './shop.js';

const AGAIN = 'We could not change your savings. Please try again.';
const DOWN = { status: 503, json: { message: 'Service Unavailable' } };

for (const fault of ['down', 'rate_limited']) {
  test(`an error is shown, the total stays, and a retry works: Stripe is ${fault}`, async ({ at, server }) => {
    await at.open();
    await server.fault(fault);
    await at.leaveOut('limited-time');
    await expect(at.alert).toContainText(AGAIN);
    await expect(at.card('limited-time')).toHaveAttribute('data-phase', 'failed');
    await at.hasTotal('$74.00');
    await server.fault('none');
    await at.alert.getByRole('button', { name: 'Try again' }).click();
    await at.hasTotal('$92.50');
    await expect(at.alert).toBeHidden();
  });
}

test('the card of what failed repeats what failed', async ({ at, server }) => {
  await at.open();
  await server.fault('down');
  await at.leaveOut('limited-time');
  await expect(at.alert).toContainText(AGAIN);
  await server.fault('none');
  await at.page.getByRole('button', { name: 'Try again: Sale: 20% off' }).click();
  await at.hasTotal('$92.50');
  await expect(at.card('limited-time')).toHaveAttribute('data-phase', 'offered');
});

test('a lost answer does no harm', async ({ at, server }) => {
  await at.open();
  await server.fault('forgetful');
  await at.leaveOut('limited-time');
  await at.hasTotal('$92.50');
});

test('a slow server is waited for: the button says so, and the totals stay where they are', async ({ at, server }) => {
  await at.open();
  await server.fault('slow');
  await at.leaveOut('limited-time');
  await expect(at.button('limited-time')).toHaveAttribute('aria-busy', 'true');
  await expect(at.status).toHaveText('Updating your order …');
  await expect(at.pay).toBeDisabled();
  await at.hasTotal('$74.00');
  await expect(at.totals.locator('.total dd')).toHaveText('$92.50');
  await expect(at.button('limited-time')).not.toHaveAttribute('aria-busy');
});

test('an expired session ends the checkout, and another one can be started', async ({ at, server }) => {
  await at.open();
  await server.expire(at.session);
  await at.leaveOut('limited-time');
  await expect(at.alert).toContainText('Your checkout has ended, and nothing was charged.');
  await expect(at.pay).toBeDisabled();
  await at.alert.getByRole('button', { name: 'Start again' }).click();
  await at.ready();
  await at.leaveOut('limited-time');
  await at.hasTotal('$92.50');
});

test('an answer that is not ours is an error like any other', async ({ at }) => {
  await at.open();
  await at.page.route('**/discounts/remove', (route) => route.fulfill(DOWN), { times: 1 });
  await at.leaveOut('limited-time');
  await expect(at.alert).toContainText(AGAIN);
  await at.alert.getByRole('button', { name: 'Try again' }).click();
  await at.hasTotal('$92.50');
});

test('without a network the page says so, and goes on when it is back', async ({ at }) => {
  await at.open();
  await at.page.route('**/discounts/remove', (route) => route.abort(), { times: 1 });
  await at.leaveOut('limited-time');
  await expect(at.alert).toContainText('We could not change your savings. Please check your connection and try again.');
  await at.alert.getByRole('button', { name: 'Try again' }).click();
  await at.hasTotal('$92.50');
});

test('a cart that could not be changed shows what is in it, speaks of the cart, and is tried again', async ({ at }) => {
  await at.open();
  const stripe = { status: 502, json: { type: 'error', code: 'stripe_error', message: 'Please try again.' } };
  await at.page.route('**/cart', (route) => route.fulfill(stripe), { times: 1 });
  await at.add('Gooseneck kettle');
  await expect(at.alert).toContainText('We could not change your cart. Please try again.');
  await expect(at.page.locator('#cart')).not.toContainText('kettle');
  await at.hasTotal('$74.00');
  await at.alert.getByRole('button', { name: 'Try again' }).click();
  await expect(at.quantity('Gooseneck kettle')).toHaveText('1');
  await at.hasTotal('$145.20');
});

test('while discounts are down, an order without one can be paid', async ({ at }) => {
  await at.open();
  await at.leaveOut('limited-time');
  await at.hasTotal('$92.50');
  await at.deliverTo('berlin');
  await at.page.route('**/discounts/**', (route) => route.fulfill(DOWN));
  await at.pay.click();
  await expect(at.status).toHaveText('Thank you! Your order is on its way.');
  await expect(at.alert).toBeHidden();
  expect((await at.server.held(at.session)).amount_total).toBe(9250);
});

test('while discounts are down, a discount that nobody can check is not paid', async ({ at }) => {
  await at.open();
  await at.deliverTo('berlin');
  await at.page.route('**/discounts/**', (route) => route.fulfill(DOWN));
  await at.pay.click();
  await expect(at.alert).toContainText('We could not check your savings. Please try again.');
  await at.page.unroute('**/discounts/**');
  await at.alert.getByRole('button', { name: 'Try again' }).click();
  await expect(at.status).toHaveText('Thank you! Your order is on its way.');
});
