// For everybody: by keyboard alone, with a screen reader, on a phone, in light and dark, without anything that jumps.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { expect, test } from './shop.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The findings of axe against WCAG 2.2 AA and its own best practices.
 *
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<string[]>}
 */
async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations: found } = await /** @type {any} */ (window).axe.run();
    return found.flatMap((/** @type {any} */ { id, nodes }) => nodes.map((/** @type {any} */ node) => `${id}: ${node.html} ${node.failureSummary}`));
  });
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const width of [360, 768, 1280]) {
    test(`axe finds nothing in any state: ${colorScheme}, ${width} pixels wide`, async ({ at, server }) => {
      await at.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await at.page.setViewportSize({ width, height: 900 });
      await at.open();
      expect(await violations(at.page), 'at first').toEqual([]);
      await at.tryCode('SPRING');
      await at.hasTotal('$64.75');
      await at.tryCode('SPRIMG');
      await expect(at.codeSaid).toContainText('We don\'t know');
      await at.page.getByRole('button', { name: 'Remove Hand grinder' }).click();
      await expect(at.quantity('Hand grinder')).toHaveText('0');
      await at.settled();
      expect(await violations(at.page), 'with a code, and a line removed').toEqual([]);
      await server.fault('down');
      await at.leaveOut('limited-time');
      await expect(at.alert).toContainText('Please try again');
      expect(await violations(at.page), 'failed').toEqual([]);
      await server.fault('slow');
      await at.alert.getByRole('button').click();
      await expect(at.button('limited-time')).toHaveAttribute('aria-busy', 'true');
      expect(await violations(at.page), 'pending').toEqual([]);
      await server.fault('none');
      await at.ready();
      await at.deliverTo('berlin');
      await at.pay.click();
      await expect(at.status).toContainText('Thank you!');
      expect(await violations(at.page), 'paid').toEqual([]);
    });
  }
}

test('everything can be done by keyboard, and the focus stays where it was', async ({ at }) => {
  await at.open();
  const { keyboard } = at.page;
  const focused = () => at.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id);
  const tabTo = async (/** @type {string} */ name) => {
    for (let step = 0; step < 60 && (await focused()) !== name; step += 1) await keyboard.press('Tab');
    expect(await focused()).toBe(name);
  };
  await keyboard.press('Tab');
  await expect(at.page.getByText('Skip to the order summary')).toBeFocused();
  await tabTo('shopper');
  await keyboard.type('Grace');
  await at.ready();
  await tabTo('One Hand grinder more');
  await keyboard.press('Enter');
  await at.hasTotal('$125.20');
  expect(await focused()).toBe('One Hand grinder more');
  await tabTo('place');
  await keyboard.type('New York');
  await at.settled();
  await tabTo('Leave out: Sale: 20% off');
  await keyboard.press('Space');
  await at.hasDiscount('Gold members: 12.5% off', '$19.56');
  expect(await focused()).toBe('Use: Sale: 20% off');
  await tabTo('code');
  await keyboard.type('spring');
  await keyboard.press('Enter');
  await at.hasTotal('$109.55');
  expect(await focused()).toBe('code');
  await tabTo('pay');
  await keyboard.press('Enter');
  await expect(at.status).toHaveText('Thank you! Your order is on its way.');
  expect(await focused()).toBe('summary-title');
});

test('the focus never falls to the page: not after a retry, and not after a removal', async ({ at, server }) => {
  await at.open();
  const focused = () => at.page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute('aria-label') || document.activeElement?.tagName);
  await server.fault('down');
  await at.leaveOut('limited-time');
  await expect(at.alert).toContainText('Please try again');
  await server.fault('none');
  await at.alert.getByRole('button').focus();
  await at.page.keyboard.press('Enter');
  await at.hasTotal('$92.50');
  await expect(at.alert).toBeHidden();
  await expect.poll(focused).toBe('summary-title');
  await at.page.getByRole('button', { name: 'Add Gooseneck kettle' }).focus();
  await at.page.keyboard.press('Enter');
  await expect(at.quantity('Gooseneck kettle')).toHaveText('1');
  await expect.poll(focused).toBe('Gooseneck kettle is in your cart');
});

test('a screen reader announces the result of a click', async ({ at, server }) => {
  await at.open();
  await expect(at.page.getByRole('status').and(at.status)).toHaveText('You save $18.50.');
  await at.leaveOut('limited-time');
  await expect(at.status).toHaveText('No discount applies now.');
  await at.settled();
  await server.fault('down');
  await at.use('limited-time');
  await expect(at.page.getByRole('alert').last()).toContainText('Please try again');
});

test('a failure is in sight on a phone, wherever the page is scrolled to', async ({ at, server }) => {
  await at.page.setViewportSize({ width: 360, height: 640 });
  await at.open();
  await server.fault('down');
  await at.more('Hand grinder');
  await expect(at.alert).toContainText('We could not change your cart.');
  await expect(at.alert).toBeInViewport({ ratio: 1 });
  await expect(at.page.locator('#cart')).toBeInViewport();
});

test('amounts keep their signs where the page is read from right to left', async ({ at }) => {
  await at.page.setViewportSize({ width: 360, height: 800 });
  await at.page.addInitScript(() => addEventListener('DOMContentLoaded', () => (document.documentElement.dir = 'rtl')));
  await at.open();
  await at.hasDiscount('Sale: 20% off', '$18.50');
  const places = await at.totals.locator('.discount dd').evaluate((amount) => {
    const text = /** @type {Text} */ (amount.firstChild);
    return [0, text.length - 1].map((at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    });
  });
  expect(places[0]).toBeLessThan(places[1] ?? 0);
  // The page is mirrored: names to the right of their amounts, and nothing is cut off.
  const left = async (/** @type {string} */ part) => (await at.totals.locator(`.discount ${part}`).boundingBox())?.x ?? 0;
  expect(await left('dd')).toBeLessThan(await left('dt'));
  expect(await at.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('with forced colours every state can still be seen', async ({ at, server }) => {
  await at.page.emulateMedia({ forcedColors: 'active' });
  await at.open();
  await expect(at.card('limited-time')).toHaveCSS('border-top-width', '2px');
  await server.fault('slow');
  await at.leaveOut('limited-time');
  const busy = at.button('limited-time');
  await expect(busy).toHaveAttribute('aria-busy', 'true');
  expect(await busy.evaluate((button) => getComputedStyle(button).color)).not.toBe('rgba(0, 0, 0, 0)');
});

test('a page that waits says so, one without scripts says why, and both at the top', async ({ at, shop }) => {
  const script = shop === 'plain' ? '**/assets/plain/app.js' : '**/built/*.js';
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  await at.page.route(script, async (route) => {
    await held;
    await route.continue();
  });
  await at.page.goto(at.url, { waitUntil: 'commit' });
  const waiting = at.page.getByText('Preparing your order …').first();
  await expect(waiting).toBeInViewport();
  // A browser without scripts lays out what this one leaves as text.
  await at.page.setViewportSize({ width: 360, height: 640 });
  await at.page.locator('noscript').evaluate((without) => without.insertAdjacentHTML('beforebegin', without.textContent ?? ''));
  await expect(at.page.getByText('This shop needs JavaScript').first()).toBeInViewport({ ratio: 1 });
  const html = await (await at.page.request.get(at.url)).text();
  expect(html.indexOf('<noscript>')).toBeLessThan(html.indexOf('Preparing your order …'));
  release();
  await at.ready();
});

test('with reduced motion nothing moves', async ({ at, server }) => {
  await at.open();
  await server.fault('slow');
  for (const [reducedMotion, verb, isMoving] of /** @type {const} */ ([['no-preference', 'Leave out', true], ['reduce', 'Use', false]])) {
    await at.page.emulateMedia({ reducedMotion });
    await at.card('limited-time').getByRole('button', { name: `${verb}: ` }).click();
    await expect(at.button('limited-time')).toHaveAttribute('aria-busy', 'true');
    expect(await at.page.evaluate(() => document.getAnimations().length > 0)).toBe(isMoving);
    await at.settled();
  }
});

test('the page has an icon, and no gap above the payment', async ({ at }) => {
  await at.open();
  const icon = await at.page.locator('link[rel="icon"]').getAttribute('href');
  expect((await at.page.request.get(new URL(icon ?? '', at.url).href)).status()).toBe(200);
  if (at.url === at.server.url) expect((await at.page.request.get(`${at.url}/favicon.ico`)).status()).toBe(200);
  const totals = await at.totals.boundingBox();
  const payment = await at.page.getByRole('heading', { name: 'Payment' }).boundingBox();
  expect((payment?.y ?? 0) - (totals?.y ?? 0) - (totals?.height ?? 0)).toBeLessThan(40);
});

test('nothing jumps: not while the page loads, and not when a discount comes and goes', async ({ at }) => {
  await at.page.addInitScript(() => {
    const shifts = /** @type {string[]} */ ([]);
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of /** @type {any[]} */ (list.getEntries())) {
        const what = entry.sources.map((/** @type {any} */ { node }) => node?.nodeName + (node?.className ?? '')).join();
        shifts.push(`${entry.value.toFixed(4)} ${what}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await at.open();
  // What is below everything may move.
  await at.page.locator('.foot').evaluate((foot) => foot.remove());
  // Within the summary: the page itself scrolls to what is clicked.
  const place = () => at.totals.locator('.total').evaluate((row) => /** @type {HTMLElement} */ (row).offsetTop);
  const before = await place();
  await at.leaveOut('limited-time');
  await at.hasTotal('$92.50');
  expect(await place()).toBe(before);
  await at.use('limited-time');
  await at.hasTotal('$74.00');
  expect(await place()).toBe(before);
  // An amount that gets more digits begins further left: less than a thousandth of the page.
  const shifts = /** @type {string[]} */ (await at.page.evaluate(() => /** @type {any} */ (window).shifts));
  expect(shifts.filter((shift) => parseFloat(shift) > 0.001)).toEqual([]);
});

test('nothing is cut off at any width', async ({ at }) => {
  await at.open();
  await at.tryCode('SPRING');
  await at.hasTotal('$64.75');
  for (const width of [320, 360, 768, 1280]) {
    await at.page.setViewportSize({ width, height: 800 });
    expect(await at.page.evaluate(() => document.documentElement.scrollWidth), `${width} pixels`).toBeLessThanOrEqual(width);
    // Fingers need room.
    for (const button of await at.page.getByRole('button').all()) {
      if (await button.isVisible()) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(40);
    }
  }
});
