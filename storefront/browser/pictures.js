// The pictures in docs/pictures: the shop at three widths in light and dark, the inspector, and the order's summary in each
// state. Before they are committed: pngquant --force --ext .png --quality 70-95 128 docs/pictures/*.png

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

import config from './playwright.config.js';
import { startServer } from './server.js';
import { Shop } from './shop.js';

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const server = await startServer();
const browser = await chromium.launch(config.use?.launchOptions);

/** @param {import('@playwright/test').BrowserContextOptions} [options] */
async function open(options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, locale: 'en-US', timezoneId: 'America/New_York', ...options });
  await page.emulateMedia({ reducedMotion: 'reduce', ...(options.colorScheme && { colorScheme: options.colorScheme }) });
  const shop = new Shop(page, server, server.url);
  await shop.open();
  return shop;
}

/**
 * @param {Shop} shop
 * @param {string} name
 */
async function summary(shop, name) {
  await shop.page.locator('.summary').screenshot({ path: `${folder}state-${name}.png` });
}

try {
  await mkdir(folder, { recursive: true });
  // An offer that ends soon, so that its countdown is seen, and one that the cart is on the way to.
  const ends = new Date(Date.now() + 26.5 * 3_600_000).toISOString();
  await server.policy((text) => text.replace('2100-01-01T00:00:00', ends));
  const shop = await open();
  await summary(shop, 'first');
  await server.fault('slow');
  await shop.leaveOut('limited-time');
  await shop.status.getByText('Updating').waitFor();
  await summary(shop, 'pending');
  await server.fault('none');
  await shop.hasTotal('$92.50');
  await summary(shop, 'left-out');
  await server.fault('down');
  await shop.use('limited-time');
  await shop.alert.getByRole('button').waitFor();
  await summary(shop, 'failed');
  await server.fault('none');
  await shop.alert.getByRole('button').click();
  await shop.hasTotal('$74.00');
  await shop.deliverTo('new-york');
  await shop.pay.click();
  await shop.page.getByText('Thank you!').waitFor();
  await summary(shop, 'paid');

  const expired = await open();
  await server.expire(expired.session);
  await expired.leaveOut('limited-time');
  await expired.alert.getByRole('button', { name: 'Start again' }).waitFor();
  await summary(expired, 'expired');

  const inspected = await open();
  await inspected.signIn('gold');
  await inspected.leaveOut('limited-time');
  await inspected.hasDiscount('Gold members: 12.5% off', '$11.56');
  await inspected.page.getByRole('button', { name: 'Inspect the calls' }).click();
  await inspected.page.evaluate(() => scrollTo(0, 0));
  await inspected.page.getByText('gold gives 1156').waitFor();
  await inspected.page.screenshot({ path: `${folder}inspector.png` });

  for (const [width, height] of /** @type {Array<[number, number]>} */ ([[360, 740], [768, 1024], [1280, 860]])) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const whole = await open({ viewport: { width, height }, colorScheme });
      await whole.signIn('gold');
      await whole.deliverTo('new-york');
      await whole.page.mouse.move(0, 0);
      if (width < 1000) await whole.page.locator('#savings-title').evaluate((title) => title.scrollIntoView());
      await whole.page.screenshot({ path: `${folder}shop-${width}-${colorScheme}.png`, fullPage: width > 1000 });
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
