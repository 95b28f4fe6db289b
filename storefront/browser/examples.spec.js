// The two example files of README and docs/page.md, verbatim, on the sandbox: Stripe's script is the stand-in, bundled.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

import { expect, test } from './shop.js';

/** @import { Page } from '@playwright/test' */
/** @import { Server } from './server.js' */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * One script of a module and all that it needs.
 *
 * @param {string} entry
 * @param {Record<string, string>} [define]
 */
async function bundle(entry, define = {}) {
  const built = await build({
    root: here('../react'),
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"', ...define },
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'Bundled' } },
  });
  const [{ output: [chunk] } = { output: [] }] = /** @type {any[]} */ (built);
  return String(chunk?.code);
}

/**
 * The parts of the example's shop: its page, its server, Stripe's script.
 *
 * @param {Page} page
 * @param {Server} server
 * @param {string} html
 * @param {string} shopper
 */
async function serve(page, server, html, shopper) {
  const standIn = await bundle(here('../../sandbox/stripe-js/stripe.js'), { 'import.meta.url': 'location.href' });
  const javascript = (/** @type {string} */ body) => ({ contentType: 'text/javascript', body });
  await page.route('https://js.stripe.com/**', (route) => route.fulfill(javascript(standIn)));
  await page.route('**/example', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.route('**/checkout-discounts/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1);
    await route.fulfill(javascript(await readFile(here(`../client/src/${name}`), 'utf8')));
  });
  await page.route('**/checkout-session', async (route) => {
    await route.fulfill({ json: await server.session(shopper, 'grinder') });
  });
  await page.goto(`${server.url}/example`);
}

/** @param {Page} page @param {string} shopper */
async function works(page, shopper) {
  await expect(page.locator('#total')).toHaveText('$64.00');
  await page.getByRole('button', { name: 'Apply member offer' }).click();
  const gold = shopper === 'gold';
  await expect(page.getByRole('status')).toHaveText(gold ? 'Gold members: 12.5% off applied' : 'Not eligible yet');
  await expect(page.locator('#total')).toHaveText(gold ? '$56.00' : '$64.00');
}

for (const shopper of ['gold', 'guest']) {
  test(`one button in an existing page, as ${shopper}`, async ({ page, server, shop }) => {
    const html = shop === 'plain' ? await readFile(here('../examples/button.html'), 'utf8') : await reactPage();
    await serve(page, server, html, shopper);
    await works(page, shopper);
  });
}

async function reactPage() {
  const script = await bundle(here('example-page.tsx'));
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Checkout</title><div id="root"></div><script type="module">${script.replaceAll('</script', '<\\/script')}</script></html>`;
}

test('the docs show the files that are tested', async ({ shop }) => {
  test.skip(shop !== 'plain', 'once is enough');
  const pages = await Promise.all(['README.md', 'docs/page.md'].map((page) => readFile(here(`../../${page}`), 'utf8')));
  const shown = pages.join('');
  for (const file of ['button.html', 'MemberOffer.tsx']) {
    expect(shown).toContain((await readFile(here(`../examples/${file}`), 'utf8')).trim());
  }
});
