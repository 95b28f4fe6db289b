// A page of another origin than the server's, in a browser that finds the server under the address of the examples.

import { createServer } from 'node:http';

/** @import { Page, PlaywrightWorkerArgs, LaunchOptions } from '@playwright/test' */
/** @import { Server } from './server.js' */

/** The address of `discounts dev` in the examples. */
export const NAMED = '127.0.0.1:3000';

/**
 * Opens a page of an origin of its own, uses it, and closes it. Returns what was thrown in it.
 *
 * @param {{playwright: PlaywrightWorkerArgs['playwright'], launchOptions: LaunchOptions, server: Server}} with_
 * @param {string} html
 * @param {(page: Page) => Promise<void>} use
 */
export async function elsewhere({ playwright, launchOptions, server }, html, use) {
  const host = createServer((_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(html));
  await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
  const rule = `--host-resolver-rules=MAP ${NAMED} ${new URL(server.url).host}`;
  const browser = await playwright.chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), rule] });
  const page = await browser.newPage();
  /** @type {string[]} */
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(`http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (host.address()).port}/`);
  await use(page);
  await browser.close();
  host.close();
  return wrong;
}
