// The shop as its shoppers meet it: by the names on its controls.

import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';

import { startReact, startServer } from './server.js';

/** @import { Page, Response, Route } from '@playwright/test' */
/** @import { Server } from './server.js' */

/** @typedef {'loyalty' | 'cart-threshold' | 'location' | 'limited-time' | 'customer-offer'} Interaction */
/** @typedef {{checkout_session_id: string, client_secret: string}} Opened */

/** The policy without its sale, which outdoes the other offers. @param {string} text */
export const withoutSale = (text) => text.replace(/\[\[offer\]\]\nid = "sale"[^[]*/, '');

export class Shop {
  /** The session that the page has created last. @type {Opened | null} */
  opened = null;

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
    this.another = page.locator('#another');
    this.place = page.getByLabel('Deliver to');
    page.on('response', (response) => void this.#note(response));
  }

  /** @param {Response} response */
  async #note(response) {
    if (!response.url().endsWith('/checkout-sessions')) return;
    const answer = await response.json().catch(() => null);
    this.opened = answer?.value ?? this.opened;
  }

  /** Opens the page, and waits until each card shows what its offer gives. */
  async open() {
    await this.page.goto(this.url);
    await this.ready();
  }

  /** Waits until all is done that the page does by itself. */
  async ready() {
    await expect(this.page.locator('#savings-none')).not.toHaveText('Looking for savings …');
    await this.settled();
    await expect(this.pay).toBeEnabled();
  }

  async settled() {
    await expect(this.page.locator('#savings[aria-busy="false"]')).toBeAttached();
    await expect(this.page.locator('#summary:not([data-busy])')).toBeAttached();
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
    await this.place.selectOption(id);
    await quoted;
    await this.settled();
  }

  /** @param {Interaction} interaction */
  card(interaction) {
    return this.page.locator(`[data-offer="${interaction}"]`);
  }

  /** The card of an offer that one step is missing for. @param {string} offer its name */
  next(offer) {
    return this.page.locator('[data-phase="near"]', { hasText: offer });
  }

  /** @param {Interaction} interaction */
  button(interaction) {
    return this.card(interaction).getByRole('button');
  }

  /** @param {Interaction} interaction */
  use(interaction) {
    return this.card(interaction).getByRole('button', { name: /^Use: / }).click();
  }

  /** @param {Interaction} interaction */
  leaveOut(interaction) {
    return this.card(interaction).getByRole('button', { name: /^Leave out: / }).click();
  }

  /** @param {string} product */
  more(product) {
    return this.page.getByRole('button', { name: `One ${product} more` }).click();
  }

  /** @param {string} product */
  add(product) {
    return this.page.getByRole('button', { name: `Add ${product}` }).click();
  }

  /** @param {string} product */
  quantity(product) {
    return this.page.getByRole('group', { name: `Quantity of ${product}` }).locator('.quantity');
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

  /** The session's id. */
  get session() {
    return this.opened?.checkout_session_id ?? '';
  }

  /** The calls of the shopper, the newest first: what the page asks by itself is left out. */
  async calls() {
    return (await this.server.calls()).filter(({ path }) => !/quote|refresh|checkout-sessions/.test(path));
  }

  /** The box for a code. @param {string} code */
  async tryCode(code) {
    await this.page.getByLabel('Discount code').fill(code);
    await this.page.getByRole('button', { name: 'Apply the code' }).click();
  }

  get codeSaid() {
    return this.page.locator('#code-said');
  }

  get codeHeld() {
    return this.page.locator('#code-held');
  }

  /** Another tab of this order. */
  async anotherTab() {
    const page = await this.page.context().newPage();
    const value = this.opened;
    await page.route('**/checkout-sessions', (route) => route.fulfill({ json: { type: 'object', value } }));
    const other = new Shop(page, this.server, this.url);
    await other.open();
    return other;
  }
}

/** Answers with a file of the plain shop as it is on disk; the server has those that it was built with. @param {Route} route */
const fromDisk = (route) => route.fulfill({ path: fileURLToPath(new URL(new URL(route.request().url()).pathname.replace('/assets/', '../'), import.meta.url)) });

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
  at: async ({ page, context, server, shop }, use) => {
    const react = shop === 'react' ? await startReact(server.url) : undefined;
    if (process.env.FROM_DISK) await context.route('**/assets/{plain,shop,client}/**', fromDisk);
    /** @type {string[]} */
    const wrong = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    await use(new Shop(page, server, react?.url ?? server.url));
    await react?.stop();
    expect(wrong, 'nothing is thrown in the page').toEqual([]);
  },
});

export { expect };
