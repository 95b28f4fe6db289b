// The example pages of README and docs/page.md, exactly as shown: at an origin of their own, against `discounts dev` at the
// address that they name, on an account without a preview.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

import { NAMED, elsewhere } from './elsewhere.js';
import { expect, test } from './shop.js';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLES = ['checkout.html', 'CheckoutPage.tsx'];

test.use({ variables: { DISCOUNT_WRITER: 'line_items' } });

test('example applies an offer and pays, at another origin', async ({ playwright, launchOptions, server, shop }) => {
  const html = shop === 'plain' ? await readFile(here('../examples/checkout.html'), 'utf8') : await reactPage();
  const wrong = await elsewhere({ playwright, launchOptions, server }, html, async (example) => {
    await expect(example.locator('#total')).toHaveText('$178.00');
    await example.getByRole('button', { name: 'Apply the cart offer' }).click();
    await expect(example.getByRole('status')).toHaveText('10% off orders over $100 applied');
    await expect(example.locator('#total')).toHaveText('$160.20');
    await example.getByLabel('E-mail').fill('a@shop.example');
    await example.getByRole('button', { name: 'Pay' }).click();
    await expect(example.getByText('Paid. Thank you!')).toBeVisible();
  });
  expect(wrong, 'nothing is thrown in the page').toEqual([]);
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
