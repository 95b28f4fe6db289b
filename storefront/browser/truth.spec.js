// The page shows what Stripe holds, or marks what is under way; what is shown as paid is paid, and a press does one thing.

import { expect, test } from './shop.js';

const THANKS = 'Thank you! Your order is on its way.';
/** Far beyond any limit of a test: the page's clock is not the server's. */
const A_DAY = 86_400_000;

test.describe('controls show the confirmed state', () => {
  test('an address that Stripe did not take is not shown, nor shipped to', async ({ at, server }) => {
    await at.open();
    await at.deliverTo('new-york');
    await server.fault('down');
    await at.place.selectOption('berlin');
    await expect(at.alert).toContainText('We could not change your address. Please try again.');
    await expect(at.place).toHaveValue('new-york');
    await expect(at.page.locator('#place-said')).toHaveText('Not changed: your parcel still goes here.');
    await expect(at.place).toHaveAttribute('aria-invalid', 'true');
    await server.fault('none');
    await at.alert.getByRole('button', { name: 'Try again' }).click();
    await expect(at.place).toHaveValue('berlin');
    await at.settled();
    await expect(at.place).toHaveAttribute('aria-invalid', 'false');
    const { collected_information: { shipping_details: shipping } } = await server.held(at.session);
    expect(shipping.address.country).toBe('DE');
  });

  test('what is under way is marked, and bars Pay', async ({ at, server }) => {
    await at.open();
    await server.fault('slow');
    await at.place.selectOption('berlin');
    await expect(at.page.locator('#place-said')).toHaveText('Changing …');
    await expect(at.pay).toBeDisabled();
    await expect(at.pay).toBeEnabled();
    await at.more('Hand grinder');
    await expect(at.page.locator('#cart-section')).toHaveAttribute('data-pending', /.*/);
    await expect(at.pay).toBeDisabled();
    await at.hasTotal('$125.20');
    await expect(at.pay).toBeEnabled();
  });

  test('Pay is barred until the order could be read again', async ({ at, server }) => {
    await at.open();
    await at.deliverTo('berlin');
    await server.fault('down');
    await at.page.route('**/v1/payment_pages/**', (route) => route.abort());
    await at.more('Hand grinder');
    await expect(at.alert).toContainText('We could not change your cart.');
    await expect(at.quantity('Hand grinder')).toHaveText('1');
    await expect(at.pay).toBeDisabled();
    await server.fault('none');
    await at.page.unroute('**/v1/payment_pages/**');
    await at.alert.getByRole('button', { name: 'Try again' }).click();
    await at.hasTotal('$125.20');
    await expect(at.pay).toBeEnabled();
  });

  test('another tab sees what this one changes', async ({ at }) => {
    await at.open();
    const other = await at.anotherTab();
    await at.add('Gooseneck kettle');
    await at.hasTotal('$145.20');
    await other.hasTotal('$145.20');
    await expect(other.quantity('Gooseneck kettle')).toHaveText('1');
    await other.leaveOut('limited-time');
    await expect(at.card('limited-time').getByRole('button', { name: /^Use: / })).toBeVisible();
    await at.hasDiscount('10% off orders over $100', '$18.15');
  });
});

test.describe('paid is a state of its own', () => {
  test('a second click on Pay starts no other order, and nothing acts any more', async ({ at }) => {
    await at.open();
    await at.deliverTo('berlin');
    await at.pay.scrollIntoViewIfNeeded();
    const box = await at.pay.boundingBox();
    const [x, y] = [(box?.x ?? 0) + 80, (box?.y ?? 0) + 20];
    const sessions = at.session;
    // A click in the very moment in which the button of a new order is there.
    await at.page.evaluate(() => {
      new MutationObserver((_, observer) => {
        const another = document.getElementById('another');
        if (!another || another.hidden) return;
        observer.disconnect();
        another.click();
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await at.page.mouse.click(x, y);
    await expect(at.status).toHaveText(THANKS);
    // For as long as a shopper may still be clicking.
    while (await at.another.isDisabled()) await at.page.mouse.click(x, y);
    await expect(at.status).toHaveText(THANKS);
    expect(at.session).toBe(sessions);
    for (const name of [/^One /, /^Add /, /^Leave out: /, /^Use: /, /Apply the code/, /^Pay/]) {
      await expect(at.page.getByRole('button', { name })).toHaveCount(0);
    }
    await expect(at.place).toBeDisabled();
    await expect(at.page.getByLabel('Email')).toBeDisabled();
    // What was saved is as easy to read as before.
    await expect(at.card('limited-time')).toContainText('Saved you $18.50');
    await expect(at.card('limited-time')).toHaveCSS('opacity', '1');
    expect(await at.card('limited-time').locator('.offer-status').evaluate((text) => getComputedStyle(text).color)).toBe(
      await at.totals.locator('.discount').evaluate((row) => getComputedStyle(row).color),
    );
    await at.another.click();
    await at.ready();
    expect(at.session).not.toBe(sessions);
  });

  test('an order that was paid in another tab is paid here', async ({ at }) => {
    await at.open();
    await at.deliverTo('berlin');
    const other = await at.anotherTab();
    await other.pay.click();
    await expect(other.status).toHaveText(THANKS);
    await expect(at.status).toHaveText(THANKS);
    await expect(at.pay).toBeHidden();
    await expect(at.alert).toBeHidden();
  });

  test('an order that was paid on another device is paid here with the next press', async ({ at, server }) => {
    await at.open();
    await at.deliverTo('berlin');
    if (at.opened) await server.pay(at.opened);
    await at.more('Hand grinder');
    await expect(at.status).toHaveText(THANKS);
    await expect(at.alert).toBeHidden();
    await expect(at.quantity('Hand grinder')).toHaveText('× 1');
    await at.hasTotal('$74.00');
  });
});

test.describe('promises are kept', () => {
  test("an offer that ends goes by itself, used or not, whatever the page's clock says", async ({ at, server }) => {
    await at.page.addInitScript((off) => {
      const now = Date.now;
      Date.now = () => now() + off;
    }, A_DAY);
    const until = (/** @type {string} */ ends) => (/** @type {string} */ text) => {
      const early = `\n[[offer]]\nid = "early"\ninteraction = "cart-threshold"\nname = "Early: 10% off"\nwhen.quantity_at_least = 1\nwhen.ends = ${ends}\ngive.percent = "10"\n`;
      return text.replace('2100-01-01T00:00:00', ends) + early;
    };
    await server.policy(until('2100-01-01T00:00:00Z'));
    await at.open();
    await at.hasTotal('$74.00');
    await at.leaveOut('cart-threshold');
    await expect(at.card('cart-threshold')).toContainText('Save $9.25');
    await server.policy(until(new Date(Date.now() + 14_000).toISOString()));
    await at.page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect(at.card('limited-time')).toContainText('Ends in less than a minute');
    await expect(at.card('cart-threshold')).toContainText('Early: 10% offSave $9.25Ends in less than a minute');
    await at.hasTotal('$92.50');
    await expect(at.card('cart-threshold')).toBeHidden();
    await expect(at.card('limited-time')).toBeHidden();
  });

  test('an offer whose end is far away names the day', async ({ at }) => {
    await at.open();
    await expect(at.card('limited-time')).toContainText(/Ends \w+, \w+ \d+, (2099|2100)/);
  });

  test('what cannot be checked is not promised', async ({ at }) => {
    await at.open();
    await at.page.route('**/discounts/quote', (route) => route.abort());
    await at.add('Gooseneck kettle');
    await at.hasTotal('$145.20');
    await expect(at.page.locator('#savings > li')).toHaveCount(0);
    await at.page.unroute('**/discounts/quote');
    await at.page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect(at.card('limited-time')).toContainText('Saves you $36.30');
  });
});

test.describe('a press does one thing', () => {
  test('a double click on an offer is one click', async ({ at }) => {
    await at.open();
    await at.button('limited-time').dblclick();
    await at.hasTotal('$92.50');
    await at.settled();
    expect((await at.calls()).map(({ path }) => path)).toEqual(['/discounts/remove']);
    await at.button('limited-time').dblclick();
    await at.hasTotal('$74.00');
    await at.settled();
    expect((await at.calls()).map(({ path }) => path)).toEqual(['/discounts/limited-time', '/discounts/remove']);
  });

  test('a click right after the change keeps to what the button was', async ({ at }) => {
    await at.open();
    // In the very moment in which the button has another meaning.
    await at.button('limited-time').evaluate((button) => {
      new MutationObserver((_, observer) => {
        if (!button.getAttribute('aria-label')?.startsWith('Use: ') || button.hasAttribute('aria-busy')) return;
        observer.disconnect();
        /** @type {HTMLElement} */ (button).click();
      }).observe(button, { attributes: true });
    });
    await at.leaveOut('limited-time');
    await at.hasTotal('$92.50');
    await at.settled();
    expect((await at.calls()).map(({ path }) => path)).toEqual(['/discounts/remove']);
    await at.hasTotal('$92.50');
  });

  test('a double click in the cart reaches no other product', async ({ at }) => {
    await at.open();
    await at.page.getByRole('button', { name: 'Add Gooseneck kettle' }).dblclick();
    await at.hasTotal('$145.20');
    await at.settled();
    await at.page.getByRole('button', { name: 'Remove Hand grinder' }).dblclick();
    await at.settled();
    await expect(at.quantity('Hand grinder')).toHaveText('0');
    const held = await at.server.held(at.session);
    const lines = held.line_items.data.map((/** @type {any} */ { description, quantity }) => [description, quantity]);
    expect(lines.sort()).toEqual([['Gooseneck kettle', 1], ['House espresso, 1 kg', 1]]);
  });

  test('a click at the place of another one, right after it, reaches nothing else', async ({ at }) => {
    await at.open();
    // As if the first click had moved the second button under the pointer.
    await at.page.evaluate(() => {
      for (const name of ['Add Gooseneck kettle', 'One Hand grinder more']) {
        const click = new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1, clientX: 10, clientY: 10 });
        document.querySelector(`[aria-label="${name}"]`)?.dispatchEvent(click);
      }
    });
    await at.hasTotal('$145.20');
    await expect(at.quantity('Hand grinder')).toHaveText('1');
  });

  test('a press that spans a redraw is not lost', async ({ at, server }) => {
    await at.open();
    await server.fault('slow');
    await at.more('Hand grinder');
    await at.page.getByRole('button', { name: 'One Hand grinder more' }).hover();
    await at.page.mouse.down();
    await at.hasTotal('$125.20');
    await at.settled();
    await at.page.mouse.up();
    await expect(at.quantity('Hand grinder')).toHaveText('3');
  });
});
