// The pictures in docs/pictures: the shop, the inspector, and the order's summary in each state. Before they are
// committed: pngquant --force --ext .png --quality 70-95 128 docs/pictures/*.png

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
  const shop = await open();
  await summary(shop, 'first');
  await server.fault('slow');
  await shop.apply('limited-time');
  await shop.status.getByText('Updating').waitFor();
  await summary(shop, 'pending');
  await server.fault('none');
  await shop.hasTotal('$74.00');
  await summary(shop, 'applied');
  await shop.remove('limited-time');
  await shop.hasTotal('$92.50');
  await shop.apply('customer-offer');
  await shop.status.getByText('No discount applies').waitFor();
  await summary(shop, 'not-eligible');
  await server.fault('down');
  await shop.apply('limited-time');
  await shop.alert.getByRole('button').waitFor();
  await summary(shop, 'failed');
  await server.fault('none');
  await shop.alert.getByRole('button').click();
  await shop.hasTotal('$74.00');

  const paid = await open();
  await paid.signIn('regular');
  await paid.apply('limited-time');
  await paid.hasTotal('$74.00');
  await paid.deliverTo('new-york');
  await paid.pay.click();
  await paid.page.getByText('Your orders so far: 9').waitFor();
  await summary(paid, 'paid');

  const expired = await open();
  await server.expire(await expired.session());
  await expired.apply('limited-time');
  await expired.alert.getByRole('button', { name: 'Start again' }).waitFor();
  await summary(expired, 'expired');

  const whole = await open();
  await whole.signIn('gold');
  await whole.add('Gooseneck kettle');
  await whole.apply('loyalty');
  await whole.hasDiscount('Gold members: 12.5% off', '$22.68');
  await whole.page.mouse.move(0, 0);
  await whole.page.evaluate(() => scrollTo(0, 0));
  await whole.page.screenshot({ path: `${folder}shop.png`, fullPage: true });
  await whole.page.getByRole('button', { name: 'Inspect the calls' }).click();
  await whole.page.evaluate(() => scrollTo(0, 0));
  await whole.page.getByText('gold gives 2268').waitFor();
  await whole.page.screenshot({ path: `${folder}inspector.png` });

  for (const [name, width, height] of /** @type {Array<[string, number, number]>} */ ([['phone', 360, 740], ['tablet', 768, 1024]])) {
    const small = await open({ viewport: { width, height }, colorScheme: name === 'phone' ? 'dark' : 'light' });
    await small.apply('limited-time');
    await small.hasTotal('$74.00');
    await small.page.locator('#offers-title').evaluate((title) => title.scrollIntoView());
    await small.page.screenshot({ path: `${folder}${name}.png` });
  }
} finally {
  await browser.close();
  await server.stop();
}
