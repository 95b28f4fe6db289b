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
  for (const width of [360, 1280]) {
    test(`axe finds nothing in any state: ${colorScheme}, ${width} pixels wide`, async ({ at, server }) => {
      await at.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await at.page.setViewportSize({ width, height: 900 });
      await at.open();
      expect(await violations(at.page), 'at first').toEqual([]);
      await at.apply('limited-time');
      await at.hasTotal('$74.00');
      expect(await violations(at.page), 'applied').toEqual([]);
      await server.fault('down');
      await at.apply('loyalty');
      await expect(at.alert).toContainText('Please try again');
      expect(await violations(at.page), 'failed').toEqual([]);
      await server.fault('slow');
      await at.alert.getByRole('button').click();
      await expect(at.button('loyalty')).toHaveAttribute('aria-busy', 'true');
      expect(await violations(at.page), 'pending').toEqual([]);
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
  await at.hasTotal('$156.50');
  expect(await focused()).toBe('One Hand grinder more');
  await tabTo('place');
  await keyboard.type('New York');
  await tabTo('Apply: Member offer');
  await keyboard.press('Space');
  await at.hasDiscount('Gold members: 12.5% off', '$19.56');
  expect(await focused()).toBe('Remove: Member offer');
  await tabTo('pay');
  await keyboard.press('Enter');
  await expect(at.status).toHaveText('Thank you! Your order is on its way.');
});

test('a screen reader announces the result of a click', async ({ at, server }) => {
  await at.open();
  await at.apply('limited-time');
  await expect(at.page.getByRole('status').and(at.status)).toHaveText('Sale: 20% off: you save $18.50.');
  await server.fault('down');
  await at.remove('limited-time');
  await expect(at.page.getByRole('alert').last()).toContainText('Please try again');
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
  // Within the summary: the page itself scrolls to what is clicked.
  const place = () => at.totals.locator('.total').evaluate((row) => /** @type {HTMLElement} */ (row).offsetTop);
  const before = await place();
  await at.apply('limited-time');
  await at.hasTotal('$74.00');
  expect(await place()).toBe(before);
  await at.remove('limited-time');
  await at.hasTotal('$92.50');
  expect(await place()).toBe(before);
  // An amount that gets a digit more begins further left: a ten-thousandth of the page.
  const shifts = /** @type {string[]} */ (await at.page.evaluate(() => /** @type {any} */ (window).shifts));
  expect(shifts.filter((shift) => parseFloat(shift) > 0.0003)).toEqual([]);
});

for (const width of [320, 360, 768, 1280]) {
  test(`nothing is cut off at ${width} pixels`, async ({ at }) => {
    await at.page.setViewportSize({ width, height: 800 });
    await at.open();
    await at.apply('limited-time');
    await at.hasTotal('$74.00');
    expect(await at.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    // Fingers need room.
    for (const button of await at.page.getByRole('button').all()) {
      if (await button.isVisible()) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(40);
    }
  });
}
