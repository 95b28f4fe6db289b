// A page of another origin than the server's, in a browser that finds the server under the address of the examples.

import { createServer } from 'node:http';
import { expect } from '@playwright/test';

/** @import { Page, PlaywrightWorkerArgs, LaunchOptions } from '@playwright/test' */
/** @import { Server } from './server.js' */

/** @typedef {{playwright: Pick<PlaywrightWorkerArgs['playwright'], 'chromium'>, launchOptions: LaunchOptions, server: Pick<Server, 'url'>}} Browsing */

/** The address of `discounts dev` in the examples. */
export const NAMED = '127.0.0.1:3000';

/**
 * Opens a page of an origin of its own, uses it, and closes it. Returns what was thrown in it.
 *
 * @param {Browsing} browsing
 * @param {string} html
 * @param {(page: Page) => Promise<void>} use
 */
export async function elsewhere(browsing, html, use) {
  const host = createServer((_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(html));
  await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (host.address());
  const wrong = await visit(browsing, `http://127.0.0.1:${port}/`, use);
  host.close();
  return wrong;
}

/**
 * Uses the page of an address in a browser that finds the server. Returns what was thrown in it.
 *
 * @param {Browsing} browsing
 * @param {string} url
 * @param {(page: Page) => Promise<void>} use
 */
export async function visit({ playwright, launchOptions, server }, url, use) {
  const rule = `--host-resolver-rules=MAP ${NAMED} ${new URL(server.url).host}`;
  const browser = await playwright.chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), rule] });
  const page = await browser.newPage();
  /** @type {string[]} */
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(url);
  await use(page);
  await browser.close();
  return wrong;
}

/**
 * The flow of both examples: an offer is applied, and the order is paid.
 *
 * @param {Page} example
 */
export async function buy(example) {
  await expect(example.locator('#total')).toHaveText('$178.00');
  await example.getByRole('button', { name: 'Apply the cart offer' }).click();
  await expect(example.getByRole('status')).toHaveText('10% off orders over $100 applied');
  await expect(example.locator('#total')).toHaveText('$160.20');
  await example.getByLabel('E-mail').fill('a@shop.example');
  await example.getByRole('button', { name: 'Pay' }).click();
  await expect(example.getByText('Paid. Thank you!')).toBeVisible();
}
