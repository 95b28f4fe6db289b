// The guide's "Test the integration", client-side: runServerUpdate is called as expected, discounts apply by the
// business logic, the total is updated, error messages are shown.

import { expect, test } from './shop.js';

/** @import { Interaction } from './shop.js' */

test.describe('discounts apply by the business logic, and the total follows', () => {
  /** Shoppers and interactions, with the summary that each must show. The first cart is 92.50. */
  const table = /** @type {Array<{interaction: Interaction, as: string, to?: string, name: string, off: string, total: string}>} */ ([
    { interaction: 'loyalty', as: 'gold', name: 'Gold members: 12.5% off', off: '$11.56', total: '$80.94' },
    { interaction: 'loyalty', as: 'silver', name: 'Silver members: 5% off', off: '$4.62', total: '$87.88' },
    { interaction: 'location', as: 'guest', to: 'san-francisco', name: 'Hello California: 8% off', off: '$7.40', total: '$85.10' },
    { interaction: 'limited-time', as: 'guest', name: 'Sale: 20% off', off: '$18.50', total: '$74.00' },
    { interaction: 'customer-offer', as: 'vip', name: 'For you: 15% off', off: '$13.87', total: '$78.63' },
  ]);
  for (const { interaction, as, to, name, off, total } of table) {
    test(`${interaction}, as ${as}`, async ({ at }) => {
      await at.open();
      if (as !== 'guest') await at.signIn(as);
      if (to) await at.deliverTo(to);
      await expect(at.card(interaction)).toContainText(`Save ${off}`);
      await at.hasTotal('$92.50');
      await at.apply(interaction);
      await at.hasDiscount(name, off);
      await at.hasTotal(total);
      await expect(at.card(interaction)).toHaveAttribute('data-phase', 'applied');
      await at.remove(interaction);
      await at.hasDiscount(null);
      await at.hasTotal('$92.50');
    });
  }

  test('cart-threshold: what is missing is said, and the discount comes and goes with the cart', async ({ at }) => {
    await at.open();
    await at.apply('cart-threshold');
    await expect(at.page.locator('#hints')).toContainText('Spend $7.51 more to save $10.00');
    await at.hasDiscount(null);
    await at.add('Gooseneck kettle');
    await at.hasDiscount('10% off orders over $100', '$18.15');
    await at.hasTotal('$163.35');
    await at.more('Hand grinder');
    await at.hasDiscount('10% off orders over $100', '$20.00');
    await at.hasTotal('$225.50');
    await at.page.getByRole('button', { name: 'Remove Gooseneck kettle' }).click();
    await at.hasTotal('$140.85');
    await expect(at.page.locator('#cart')).not.toContainText('kettle');
  });

  test('free shipping: what is missing is said, and goods and shipping are both discounted', async ({ at, server }) => {
    const standard = await server.shippingRate('Standard', 590);
    const free = `
      [[offer]]
      id = "free-shipping"
      interaction = "cart-threshold"
      name = "Free shipping"
      when.subtotal_at_least = { usd = "95.00" }
      give.shipping = "free"
    `;
    await server.policy((text) => text.replace('[checkout]\n', `[checkout]\nshipping_rates = ["${standard}"]\n`) + free);
    await at.open();
    await expect(at.totals.locator('.shipping')).toHaveText('Standard$5.90');
    await at.apply('cart-threshold');
    await expect(at.page.locator('#hints')).toContainText('Spend $2.50 more for free shipping');
    await expect(at.page.locator('#hints')).toContainText('Spend $7.51 more to save $15.90');
    await at.hasDiscount(null);
    await at.hasTotal('$98.40');
    await at.add('Gooseneck kettle');
    await at.hasDiscount('10% off orders over $100 + Free shipping', '$24.05');
    await at.hasTotal('$163.35');
    await at.page.getByRole('button', { name: 'Remove Gooseneck kettle' }).click();
    await at.hasDiscount(null);
    await at.hasTotal('$98.40');
  });

  test('not being eligible is no error, and says why', async ({ at }) => {
    await at.open();
    await at.signIn('silver');
    await at.apply('customer-offer');
    await expect(at.status).toHaveText('No discount applies now.');
    await expect(at.card('customer-offer')).toHaveAttribute('data-phase', 'not_eligible');
    await expect(at.alert).toBeHidden();
  });

  test('the best of several counts, and the next best takes over', async ({ at }) => {
    await at.open();
    await at.signIn('gold');
    await at.apply('loyalty');
    await at.hasTotal('$80.94');
    await at.apply('limited-time');
    await at.hasDiscount('Sale: 20% off', '$18.50');
    await expect(at.card('loyalty')).toContainText('Another offer saves you more');
    await at.remove('limited-time');
    await at.hasDiscount('Gold members: 12.5% off', '$11.56');
  });

  test('the discount follows the address', async ({ at }) => {
    await at.open();
    await at.apply('location');
    await at.hasDiscount(null);
    await at.deliverTo('san-francisco');
    await at.hasTotal('$85.10');
    await at.deliverTo('berlin');
    await at.hasTotal('$92.50');
    await expect(at.card('location')).toContainText('Not at this address');
  });

  test('signing in starts a new session', async ({ at }) => {
    await at.open();
    await at.apply('limited-time');
    await at.hasTotal('$74.00');
    const before = await at.session();
    await at.signIn('gold');
    await at.hasTotal('$92.50');
    expect(await at.session()).not.toBe(before);
  });
});

test('runServerUpdate is called as expected: the function first, then the session is read again, and nothing else is sent', async ({ at }) => {
  await at.open();
  /** @type {string[]} */
  const sent = [];
  at.page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname.replace(/cs_test_\w+/, 'ID')}`));
  await at.apply('limited-time');
  await at.hasTotal('$74.00');
  expect(sent).toEqual(['POST /discounts/limited-time', 'GET /v1/payment_pages/ID']);
  const [call] = await at.calls();
  expect(Object.keys(call?.sent ?? {})).toEqual(['checkout_session_id', 'locale']);
});

test('the server retrieves, validates, recomputes and updates, and the answer of the update holds the discount', async ({ at }) => {
  await at.open();
  await at.apply('limited-time');
  await at.hasTotal('$74.00');
  const [call] = await at.calls();
  expect(call?.steps.slice(0, 4).map(({ step }) => step)).toEqual(['retrieve', 'validate', 'recompute', 'update']);
  expect(call?.stripe[1]?.answer.discounts[0].coupon.name).toBe('Sale: 20% off');
});

test('a double click asks twice, one after the other, and writes once', async ({ at }) => {
  await at.open();
  await at.button('limited-time').dblclick();
  await at.hasTotal('$74.00');
  await expect.poll(async () => (await at.calls()).length).toBe(2);
  const calls = await at.calls();
  expect(calls.map(({ path, status }) => [path, status])).toEqual([['/discounts/limited-time', 200], ['/discounts/limited-time', 200]]);
  expect(calls.flatMap(({ stripe }) => stripe).filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('many clicks on the cart end in the cart that was clicked', async ({ at }) => {
  await at.open();
  await at.apply('limited-time');
  for (let click = 0; click < 5; click += 1) await at.more('Hand grinder');
  await at.hasDiscount('Sale: 20% off', '$82.50');
  await at.hasTotal('$330.00');
});

test('an offer that ends while the page is open goes by itself', async ({ at, server }) => {
  const ends = new Date(Date.now() + 6_000).toISOString();
  await server.policy((text) => text.replace('2100-01-01T00:00:00', ends));
  await at.open();
  await at.apply('limited-time');
  await at.hasTotal('$74.00');
  await expect(at.page.locator('#until')).toHaveText('Ends in less than a minute');
  await expect(at.totals.locator('.total dd')).toHaveText('$92.50');
  await at.hasDiscount(null);
});

test('a sale is said to end when it ends, not when time may change something else', async ({ at, server }) => {
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const later = `\n[[offer]]\nid = "later"\ninteraction = "limited-time"\nname = "Later: 25% off"\nwhen.starts = ${soon}\ngive.percent = "25"\n`;
  await server.policy((text) => text + later);
  await at.open();
  await at.apply('limited-time');
  await expect(at.page.locator('#until')).toContainText(/^Ends .* (2099|2100)/);
  await server.policy((text) => text.replace(/when.ends .*/, '') + later);
  await at.more('Hand grinder');
  await expect(at.page.locator('#until')).toContainText(/^May change /);
});

test('the checkout completes, several times, at the total that was shown', async ({ at }) => {
  await at.open();
  for (const order of [1, 2]) {
    await at.apply('limited-time');
    await at.deliverTo(order === 1 ? 'new-york' : 'berlin');
    await at.hasTotal('$74.00');
    await at.pay.click();
    await expect(at.status).toHaveText('Thank you! Your order is on its way.');
    await expect(at.button('loyalty')).toBeDisabled();
    await at.pay.click();
    await expect(at.pay).toHaveText('Pay $92.50');
    await at.ready();
  }
});

test('pay, and the history moves: the next session has the offer that it earns', async ({ at }) => {
  await at.open();
  await at.signIn('regular');
  const history = at.page.locator('#history');
  await expect(history).toHaveText('Your orders so far: 8, $228.00 in all.');
  await at.apply('loyalty');
  await expect(at.card('loyalty')).toHaveAttribute('data-phase', 'not_eligible');
  await at.deliverTo('new-york');
  await at.hasTotal('$92.50');
  await at.pay.click();
  await expect(at.status).toHaveText('Thank you! Your order is on its way.');
  await expect(history).toHaveText('Your orders so far: 9, $320.50 in all.');
  await at.pay.click();
  await at.ready();
  await expect(at.card('loyalty')).toContainText('Save $15.00');
  await at.apply('loyalty');
  await at.hasDiscount('Every tenth order: $15 off', '$15.00');
  await at.hasTotal('$77.50');
  await at.pay.click();
  await expect(history).toHaveText('Your orders so far: 10, $398.00 in all.');
});

test('a change of the cart or of the address is one call, with its discount', async ({ at }) => {
  await at.open();
  await at.apply('limited-time');
  await at.hasTotal('$74.00');
  await at.more('Hand grinder');
  await at.hasTotal('$125.20');
  await at.deliverTo('berlin');
  await expect.poll(async () => (await at.calls()).map(({ path }) => path)).toEqual(['/shipping-address', '/cart', '/discounts/limited-time']);
  const [, cart] = await at.calls();
  const [write, ...more] = cart?.stripe.filter(({ method }) => method === 'POST') ?? [];
  expect(more).toEqual([]);
  expect(write?.sent).toMatchObject({ 'line_items[1][quantity]': '2', 'discounts[0][coupon_data][amount_off]': '3130' });
});

test('an invalid request changes nothing: what a page adds to it is not believed', async ({ at }) => {
  await at.open();
  const session = await at.session();
  const answer = await at.page.evaluate(async (id) => {
    const forged = { checkout_session_id: id, discounts: [{ coupon_data: { amount_off: 9000 } }], amount_off: 9000, customer: 'cus_vip', tier: 'gold' };
    const response = await fetch('/discounts/loyalty', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(forged) });
    return response.json();
  }, session);
  expect(answer.value.discount).toBeNull();
  await at.more('Hand grinder');
  await at.hasTotal('$156.50');
});

test('nothing is paid when the discount has changed since it was shown', async ({ at, server }) => {
  await at.open();
  await at.apply('limited-time');
  await at.deliverTo('new-york');
  await at.hasTotal('$74.00');
  await server.policy((text) => text.replace('give.percent = "20"', 'give.percent = "10"'));
  await at.pay.click();
  await expect(at.alert).toContainText('Your total has changed');
  await at.hasTotal('$83.25');
  await at.pay.click();
  await expect(at.status).toHaveText('Thank you! Your order is on its way.');
});
