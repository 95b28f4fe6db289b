// The guide's "Test the integration", client-side: runServerUpdate is called as expected, discounts apply by the
// business logic, the total is updated, error messages are shown.

import { expect, test, withoutSale } from './shop.js';

/** @import { Interaction } from './shop.js' */

test.describe('the best discount is on from the start, and the total follows', () => {
  /** Shoppers and interactions, with the summary that each must show. The first cart is 92.50. */
  const table = /** @type {Array<{interaction: Interaction, as: string, to?: string, name: string, off: string, total: string}>} */ ([
    { interaction: 'loyalty', as: 'gold', name: 'Gold members: 12.5% off', off: '$11.56', total: '$80.94' },
    { interaction: 'loyalty', as: 'silver', name: 'Silver members: 5% off', off: '$4.62', total: '$87.88' },
    { interaction: 'location', as: 'guest', to: 'san-francisco', name: 'Hello California: 8% off', off: '$7.40', total: '$85.10' },
    { interaction: 'limited-time', as: 'guest', name: 'Sale: 20% off', off: '$18.50', total: '$74.00' },
    { interaction: 'customer-offer', as: 'vip', name: 'For you: 15% off', off: '$13.87', total: '$78.63' },
  ]);
  for (const { interaction, as, to, name, off, total } of table) {
    test(`${interaction}, as ${as}`, async ({ at, server }) => {
      if (interaction !== 'limited-time') await server.policy(withoutSale);
      await at.open();
      if (as !== 'guest') await at.signIn(as);
      if (to) await at.deliverTo(to);
      await at.hasDiscount(name, off);
      await at.hasTotal(total);
      // The card is named by its offer.
      await expect(at.card(interaction)).toContainText(`${name}Saves you ${off}`);
      await expect(at.card(interaction)).toHaveAttribute('data-phase', 'applied');
      await at.leaveOut(interaction);
      await at.hasDiscount(null);
      await at.hasTotal('$92.50');
      await expect(at.card(interaction)).toContainText(`Save ${off}`);
      await at.use(interaction);
      await at.hasDiscount(name, off);
    });
  }

  test('cart-threshold: what is missing is said, and the discount comes and goes with the cart', async ({ at, server }) => {
    await server.policy(withoutSale);
    await at.open();
    await at.hasDiscount(null);
    const card = at.next('10% off orders over $100');
    await expect(card).toContainText('Spend $7.51 more to save $10.00');
    expect(Number(await card.locator('progress').getAttribute('value'))).toBeCloseTo(92.5 / 100.01, 3);
    await at.add('Gooseneck kettle');
    await at.hasDiscount('10% off orders over $100', '$18.15');
    await at.hasTotal('$163.35');
    await at.more('Hand grinder');
    await at.hasDiscount('10% off orders over $100', '$20.00');
    await at.hasTotal('$225.50');
    await at.page.getByRole('button', { name: 'Remove Gooseneck kettle' }).click();
    await at.hasTotal('$140.85');
    await expect(at.quantity('Gooseneck kettle')).toHaveText('0');
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
    await server.policy((text) => withoutSale(text).replace('[checkout]\n', `[checkout]\nshipping_rates = ["${standard}"]\n`) + free);
    await at.open();
    await expect(at.totals.locator('.shipping')).toHaveText('Standard$5.90');
    await expect(at.next('Free shipping')).toContainText('Spend $2.50 more for free shipping');
    await expect(at.next('10% off orders over $100')).toContainText('Spend $7.51 more to save $15.90');
    await at.hasDiscount(null);
    await at.hasTotal('$98.40');
    await at.add('Gooseneck kettle');
    await at.hasDiscount('10% off orders over $100 + Free shipping', '$24.05');
    await at.hasTotal('$163.35');
  });

  test('the best of several is first, and the next best takes over', async ({ at }) => {
    await at.open();
    await at.signIn('gold');
    await at.hasDiscount('Sale: 20% off', '$18.50');
    const cards = at.page.locator('#savings > li');
    await expect(cards.first()).toHaveAttribute('data-offer', 'limited-time');
    await expect(at.card('loyalty')).toContainText('Would save you $11.56: another offer saves you more');
    await at.leaveOut('limited-time');
    await at.hasDiscount('Gold members: 12.5% off', '$11.56');
    // No card moves under the pointer.
    await expect(cards.first()).toHaveAttribute('data-offer', 'limited-time');
  });

  test('the discount follows the address', async ({ at, server }) => {
    await server.policy(withoutSale);
    await at.open();
    await expect(at.next('Hello California: 8% off')).toContainText('Choose a delivery address');
    await at.deliverTo('san-francisco');
    await at.hasTotal('$85.10');
    await at.deliverTo('berlin');
    await at.hasTotal('$92.50');
    await expect(at.card('location')).toBeHidden();
    await expect(at.next('Hello California: 8% off')).toBeHidden();
  });

  test('signing in starts a new session with the cart and the address', async ({ at }) => {
    await at.open();
    await at.more('Hand grinder');
    await at.deliverTo('berlin');
    await at.hasTotal('$125.20');
    const before = at.session;
    await at.signIn('gold');
    await at.hasTotal('$125.20');
    await expect(at.place).toHaveValue('berlin');
    expect(at.session).not.toBe(before);
  });
});

test('runServerUpdate is called as expected: the function first, then the session is read again, and nothing else is sent', async ({ at }) => {
  await at.open();
  /** @type {string[]} */
  const sent = [];
  at.page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname.replace(/cs_test_\w+/, 'ID')}`));
  await at.leaveOut('limited-time');
  await at.hasTotal('$92.50');
  await at.settled();
  const read = 'GET /v1/payment_pages/ID';
  expect(sent).toEqual(['POST /discounts/remove', read, 'POST /discounts/quote', read]);
  const [call] = await at.calls();
  expect(Object.keys(call?.sent ?? {}).sort()).toEqual(['checkout_session_id', 'interaction', 'locale']);
});

test('the server retrieves, validates, recomputes and updates, and the answer of the update holds the discount', async ({ at }) => {
  await at.open();
  await at.leaveOut('limited-time');
  await at.hasTotal('$92.50');
  await at.use('limited-time');
  await at.hasTotal('$74.00');
  const [call] = await at.calls();
  expect(call?.steps.slice(0, 4).map(({ step }) => step)).toEqual(['retrieve', 'validate', 'recompute', 'update']);
  expect(call?.stripe[1]?.answer.discounts[0].coupon.name).toBe('Sale: 20% off');
});

test('many clicks on the cart end in the cart that was clicked', async ({ at }) => {
  await at.open();
  for (let click = 0; click < 5; click += 1) await at.more('Hand grinder');
  await at.hasDiscount('Sale: 20% off', '$82.50');
  await at.hasTotal('$330.00');
});

test('the checkout completes, several times, at the total that was shown', async ({ at }) => {
  await at.open();
  for (const place of ['new-york', 'berlin']) {
    await at.deliverTo(place);
    await at.hasTotal('$74.00');
    await at.pay.click();
    await expect(at.status).toHaveText('Thank you! Your order is on its way.');
    const { status, amount_total: total } = await at.server.held(at.session);
    expect([status, total]).toEqual(['complete', 7400]);
    await at.another.click();
    await expect(at.pay).toHaveText('Pay $74.00');
    await at.ready();
  }
});

test('without an address nothing is paid, and the page says what is missing', async ({ at }) => {
  await at.open();
  await at.pay.click();
  await expect(at.page.locator('#place-said')).toHaveText('Choose where your parcel goes.');
  await expect(at.place).toBeFocused();
  await expect(at.pay).toBeVisible();
});

test('pay, and the history moves: the next session has the offer that it earns', async ({ at, server }) => {
  await server.policy(withoutSale);
  await at.open();
  await at.signIn('regular');
  const history = at.page.locator('#history');
  await expect(history).toHaveText('Your orders so far: 8, $228.00 in all.');
  await at.deliverTo('new-york');
  await at.hasTotal('$92.50');
  await at.pay.click();
  await expect(at.status).toHaveText('Thank you! Your order is on its way.');
  await expect(history).toHaveText('Your orders so far: 9, $320.50 in all.');
  await at.another.click();
  await at.ready();
  await at.hasDiscount('Every tenth order: $15 off', '$15.00');
  await at.deliverTo('new-york');
  await at.hasTotal('$77.50');
  await at.pay.click();
  await expect(history).toHaveText('Your orders so far: 10, $398.00 in all.');
});

test('a change of the cart or of the address is one call, with its discount', async ({ at }) => {
  await at.open();
  await at.more('Hand grinder');
  await at.hasTotal('$125.20');
  await at.deliverTo('berlin');
  await expect.poll(async () => (await at.calls()).map(({ path }) => path)).toEqual(['/shipping-address', '/cart']);
  const [, cart] = await at.calls();
  const [write, ...more] = cart?.stripe.filter(({ method }) => method === 'POST') ?? [];
  expect(more).toEqual([]);
  expect(write?.sent).toMatchObject({ 'line_items[1][quantity]': '2', 'discounts[0][coupon_data][amount_off]': '3130' });
});

test('an invalid request changes nothing: what a page adds to it is not believed', async ({ at, server }) => {
  await server.policy(withoutSale);
  await at.open();
  const answer = await at.page.evaluate(async (id) => {
    const forged = { checkout_session_id: id, discounts: [{ coupon_data: { amount_off: 9000 } }], amount_off: 9000, customer: 'cus_vip', tier: 'gold' };
    const response = await fetch('/discounts/loyalty', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(forged) });
    return response.json();
  }, at.session);
  expect(answer.value.discount).toBeNull();
  expect((await server.held(at.session)).amount_total).toBe(9250);
});

test('nothing is paid when the discount has changed since it was shown', async ({ at, server }) => {
  await at.open();
  await at.deliverTo('new-york');
  await at.hasTotal('$74.00');
  await server.policy((text) => text.replace('give.percent = "20"', 'give.percent = "10"'));
  await at.pay.click();
  await expect(at.alert).toContainText('Your total has changed');
  await at.hasTotal('$83.25');
  await at.pay.click();
  await expect(at.status).toHaveText('Thank you! Your order is on its way.');
});
