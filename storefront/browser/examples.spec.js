// The example pages of README and docs/page.md, exactly as shown: at an origin of their own, against `discounts dev` at the
// address that they name.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

import { expect, test as base } from './shop.js';

/** @import { Page } from '@playwright/test' */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLES = ['checkout.html', 'CheckoutPage.tsx'];
/** The address of `discounts dev` in the examples. */
const NAMED = '127.0.0.1:3000';

const test = base.extend(
  /** @type {import('@playwright/test').Fixtures<{example: Page}, {}, import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions & {server: import('./server.js').Server, shop: 'plain' | 'react'}, import('@playwright/test').PlaywrightWorkerArgs & import('@playwright/test').PlaywrightWorkerOptions>} */ ({
    example: async ({ playwright, launchOptions, server, shop }, use) => {
      const html = shop === 'plain' ? await readFile(here('../examples/checkout.html'), 'utf8') : await reactPage();
      const host = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
      await new Promise((resolve) => host.listen(0, '127.0.0.1', () => resolve(undefined)));
      // The server has a free port; the browser finds it under the one of the example.
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
      expect(wrong, 'nothing is thrown in the page').toEqual([]);
    },
  }),
);

test('example applies an offer and pays, at another origin', async ({ example, server }) => {
  await expect(example.locator('#total')).toHaveText('$178.00');
  await example.getByRole('button', { name: 'Apply the cart offer' }).click();
  await expect(example.getByRole('status')).toHaveText('10% off orders over $100 applied');
  await expect(example.locator('#total')).toHaveText('$160.20');
  await example.getByLabel('E-mail').fill('a@shop.example');
  await example.getByRole('button', { name: 'Pay' }).click();
  await expect(example.getByText('Paid. Thank you!')).toBeVisible();
  expect((await server.calls()).map(({ path }) => path)).toContain('/discounts/refresh');
});

test('docs show the examples that are tested', async ({ shop }) => {
  test.skip(shop !== 'plain', 'once is enough');
  const pages = await Promise.all(['README.md', 'docs/page.md'].map((page) => readFile(here(`../../${page}`), 'utf8')));
  for (const file of EXAMPLES) {
    expect(pages.join('')).toContain((await readFile(here(`../examples/${file}`), 'utf8')).trim());
  }
});

/** The page of docs/page.md: the stand-in first, as in its index.html, then the built script. */
async function reactPage() {
  const built = await build({
    root: here('../react'),
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, minify: false, lib: { entry: here('example-page.tsx'), formats: ['es'] } },
  });
  const [{ output: [chunk] } = { output: [] }] = /** @type {any[]} */ (built);
  const script = String(chunk?.code).replaceAll('</script', '<\\/script');
  const standIn = `<script type="module" src="http://${NAMED}/stripe-js/stripe.js"></script>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Checkout</title>${standIn}<div id="root"></div><script type="module">${script}</script></html>`;
}
