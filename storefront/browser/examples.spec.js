// The example pages of README and docs/page.md, exactly as shown: at an origin of their own, against `discounts dev` at the
// address that they name, on an account without a preview.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compile } from 'svelte/compiler';
import { build } from 'vite';

import { NAMED, buy, elsewhere } from './elsewhere.js';
import { expect, test } from './shop.js';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLES = ['checkout.html', 'CheckoutPage.tsx'];

test.use({ variables: { DISCOUNT_WRITER: 'line_items' } });

test('example applies an offer and pays, at another origin', async ({ playwright, launchOptions, server, shop }) => {
  const html = shop === 'plain' ? await readFile(here('../examples/checkout.html'), 'utf8') : await reactPage();
  const wrong = await elsewhere({ playwright, launchOptions, server }, html, buy);
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

test('store of docs/page.md works in Svelte and in Vue', async ({ playwright, launchOptions, server, shop }) => {
  test.skip(shop !== 'plain', 'once is enough');
  const svelte = {
    name: 'svelte',
    transform: (/** @type {string} */ code, /** @type {string} */ id) => (id.endsWith('.svelte') ? { code: compile(code, { filename: id }).js.code, moduleType: 'js' } : null),
  };
  const wrong = await elsewhere({ playwright, launchOptions, server }, await builtPage('frameworks-page.js', [svelte]), async (page) => {
    for (const [own, other] of /** @type {const} */ ([['#svelte', '#vue'], ['#vue', '#svelte']])) {
      await expect(page.locator(own).getByRole('status')).toHaveText('');
      await page.locator(own).getByRole('button', { name: 'Apply the cart offer' }).click();
      for (const place of [own, other]) await expect(page.locator(place).getByRole('status')).toHaveText('10% off orders over $100');
      await page.getByRole('button', { name: 'Remove it' }).click();
    }
    await expect(page.locator('#svelte').getByRole('status')).toHaveText('');
  });
  expect(wrong, 'nothing is thrown in the page').toEqual([]);
});

/** The page of docs/page.md. */
const reactPage = () => builtPage('example-page.tsx');

/**
 * A page with the stand-in first, as in the index.html of docs/page.md, then a built script.
 *
 * @param {string} entry
 * @param {import('vite').Plugin[]} [plugins]
 */
async function builtPage(entry, plugins = []) {
  const built = await build({
    root: here('../react'),
    configFile: false,
    logLevel: 'silent',
    plugins,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, minify: false, lib: { entry: here(entry), formats: ['es'] } },
  });
  const [{ output: [chunk] } = { output: [] }] = /** @type {any[]} */ (built);
  const script = String(chunk?.code).replaceAll('</script', '<\\/script');
  const standIn = `<script type="module" src="http://${NAMED}/stripe-js/stripe.js"></script>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Checkout</title>${standIn}<div id="root"></div><script type="module">${script}</script></html>`;
}
