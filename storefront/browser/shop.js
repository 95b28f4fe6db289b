// The shop as its shoppers meet it: by the names on its controls.

import { test as base, expect } from '@playwright/test';

import { startReact, startServer } from './server.js';

/** @import { Page } from '@playwright/test' */
/** @import { Server } from './server.js' */

/** The names on the cards. */
export const NAMES = /** @type {const} */ ({
  loyalty: 'Member offer',
  'cart-threshold': 'Cart value',
  location: 'Local offer',
  'limited-time': 'Limited time',
  'customer-offer': 'Personal offer',
});

/** @typedef {keyof typeof NAMES} Interaction */

export class Shop {
  /**
   * @param {Page} page
   * @param {Server} server
   * @param {string} url
   */
  constructor(page, server, url) {
    this.page = page;
    this.server = server;
    this.url = url;
    this.totals = page.locator('#totals');
    this.alert = page.locator('#alert');
    this.status = page.locator('#status');
    this.pay = page.locator('#pay');
  }

  /** Opens the page, and waits until each card shows what its offer would give. */
  async open() {
    await this.page.goto(this.url);
    await this.ready();
  }

  async ready() {
    await expect(this.card('loyalty')).not.toHaveText(/\u00a0$/);
    await expect(this.pay).toBeEnabled();
  }

  /** @param {string} id the option's value */
  async signIn(id) {
    const opened = this.page.waitForResponse((response) => response.url().endsWith('/checkout-sessions'));
    await this.page.getByLabel('Shopping as').selectOption(id);
    await opened;
    await this.ready();
  }

  /**
   * Chooses an address, and waits until all is done that the page does about it.
   *
   * @param {string} id
   */
  async deliverTo(id) {
    const quoted = this.page.waitForResponse('**/discounts/quote');
    await this.page.getByLabel('Deliver to').selectOption(id);
    await quoted;
  }

  /** @param {Interaction} interaction */
  card(interaction) {
    return this.page.locator(`[data-offer="${interaction}"]`);
  }

  /** @param {Interaction} interaction */
  button(interaction) {
    return this.card(interaction).getByRole('button');
  }

  /** @param {Interaction} interaction */
  apply(interaction) {
    return this.page.getByRole('button', { name: `Apply: ${NAMES[interaction]}` }).click();
  }

  /** @param {Interaction} interaction */
  remove(interaction) {
    return this.page.getByRole('button', { name: `Remove: ${NAMES[interaction]}` }).click();
  }

  /** @param {string} product */
  more(product) {
    return this.page.getByRole('button', { name: `One ${product} more` }).click();
  }

  /** @param {string} product */
  add(product) {
    return this.page.getByRole('button', { name: `Add ${product}` }).click();
  }

  /** @param {string} amount */
  async hasTotal(amount) {
    await expect(this.totals.locator('.total dd')).toHaveText(amount);
  }

  /**
   * The discount's row; null for no discount.
   *
   * @param {string | null} name
   * @param {string} [amount]
   */
  async hasDiscount(name, amount) {
    await expect(this.totals.locator('.discount dt')).toHaveText(name ?? 'Discount');
    await expect(this.totals.locator('.discount dd')).toHaveText(name ? `−${amount}` : '–');
  }

  /** The session's id, of the last call. */
  async session() {
    const [call] = await this.server.calls();
    const { checkout_session_id: asked } = /** @type {{checkout_session_id?: string}} */ (call?.sent ?? {});
    return asked ?? String(call?.answer.value.checkout_session_id);
  }

  /** The calls of the shopper, the newest first: what the page asks by itself is left out. */
  async calls() {
    return (await this.server.calls()).filter(({ path }) => path !== '/discounts/quote' && !path.endsWith('/checkout-sessions'));
  }

  /** The box for a code. @param {string} code */
  async tryCode(code) {
    await this.page.getByLabel('Discount code').fill(code);
    await this.page.getByRole('button', { name: 'Apply the code' }).click();
  }

  get codeSaid() {
    return this.page.locator('#code-said');
  }
}

/** @typedef {{shop: 'plain' | 'react', variables: Record<string, string>}} Which `variables`: the server's environment */

/** @type {import('@playwright/test').TestType<import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions & {server: Server, at: Shop} & Which, import('@playwright/test').PlaywrightWorkerArgs & import('@playwright/test').PlaywrightWorkerOptions>} */
export const test = base.extend({
  shop: ['plain', { option: true }],
  variables: [{}, { option: true }],
  server: async ({ variables }, use) => {
    const server = await startServer(variables);
    await use(server);
    await server.stop();
  },
  at: async ({ page, server, shop }, use) => {
    const react = shop === 'react' ? await startReact(server.url) : undefined;
    /** @type {string[]} */
    const wrong = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    await use(new Shop(page, server, react?.url ?? server.url));
    await react?.stop();
    expect(wrong, 'nothing is thrown in the page').toEqual([]);
  },
});

export { expect };
