// The custom elements, in a page without a framework at another origin.

import { readFile } from 'node:fs/promises';

import { elsewhere } from './elsewhere.js';
import { expect, test } from './shop.js';

// As the README's page has it.
test.use({ variables: { DISCOUNT_WRITER: 'line_items' } });

const CLIENT = 'http://127.0.0.1:3000/checkout-discounts';

/**
 * The README's page with the elements before its button, and a language. With modules, or with the one file as the client's
 * README includes it, by its integrity hash.
 *
 * @param {string} lang
 * @param {'modules' | 'one file'} build
 */
async function pageOf(lang, build) {
  const html = await readFile(new URL('../examples/checkout.html', import.meta.url), 'utf8');
  const elements = `<discount-progress interaction="cart-threshold" api="http://127.0.0.1:3000"></discount-progress>
    <discount-code api="http://127.0.0.1:3000" style="--discount-accent: rgb(0, 90, 60)"></discount-code>`;
  const events = 'window.events = []; const onEvent = (event) => window.events.push(event.type);';
  const set = `${events} ${build === 'modules' ? `await import('${CLIENT}/elements.js');` : ''}
    for (const element of document.querySelectorAll('discount-code, discount-progress')) { element.options = { onEvent }; element.checkout = actions; }`;
  const readme = await readFile(new URL('../client/README.md', import.meta.url), 'utf8');
  const tag = /<script type="module" src="\/checkout-discounts.js"[^>]*><\/script>/.exec(readme)?.[0].replace('src="', `src="${CLIENT}`) ?? '';
  return (build === 'modules' ? html : html.replace('</head>', `${tag}\n</head>`).replace('/checkout-discounts/index.js', '/checkout-discounts/checkout-discounts.js'))
    .replace('lang="en"', `lang="${lang}"`)
    .replace('quantity: 2', 'quantity: 1')
    .replace('  <p>Total:', `${elements}\n<p>Total:`)
    .replace("    byId('offer').addEventListener", `${set}\n    byId('offer').addEventListener`);
}

for (const [lang, build, said, label, apply, wrongCode, applied] of /** @type {const} */ ([
  ['en', 'modules', /^\$11\.01 more to save \$10\.00 more$/, 'Discount code', 'Apply', 'This code is not valid here.', 'Spring: 30% off applied. You save $26.70.'],
  ['de', 'one file', /^Noch 11,01\s\$, und Sie sparen 10,00\s\$ mehr$/, 'Rabattcode', 'Einlösen', 'Dieser Code gilt hier nicht.', 'Frühling: 30 % Rabatt eingelöst. Sie sparen 26,70 $.'],
])) {
  test(`elements show the next step and take a code, in ${lang}, from ${build}`, async ({ playwright, launchOptions, server, shop }) => {
    test.skip(shop !== 'plain', 'they need no framework');
    await server.policy((text) => text.replace('name = "Spring: 30% off"', 'name = { default = "Spring: 30% off", de = "Frühling: 30 % Rabatt" }'));
    const wrong = await elsewhere({ playwright, launchOptions, server }, await pageOf(lang, build), async (page) => {
      const progress = page.locator('discount-progress');
      await expect(progress.getByText(said)).toBeVisible();
      await expect(progress.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '89');
      await page.getByLabel(label).fill('wrong');
      await page.getByRole('button', { name: apply, exact: true }).click();
      await expect(page.locator('discount-code').getByRole('status')).toHaveText(wrongCode);
      await page.getByLabel(label).fill('spring');
      await page.keyboard.press('Enter');
      await expect(page.locator('discount-code').getByRole('status')).toHaveText(applied);
      await expect(page.getByRole('button', { name: apply, exact: true })).toHaveCSS('background-color', 'rgb(0, 90, 60)');
      await expect(page.locator('#total')).toHaveText('$62.30');
      expect(await page.evaluate('window.events')).toEqual(['hint_shown', 'refused', 'applied']);
    });
    expect(wrong, 'nothing is thrown in the page').toEqual([]);
  });
}
