// `discounts dev` as a process of its own, and in front of it the React shop where that is wanted.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const PROGRAM = process.env.DISCOUNTS ?? here('../../target/debug/discounts');
/** The secret key of the sandbox. */
const KEY = 'sk_test_sandbox';

/**
 * @typedef {{
 *   url: string,
 *   policy: (change: (text: string) => string) => Promise<void>,
 *   fault: (name: string) => Promise<void>,
 *   session: (shopper: string, product: string) => Promise<{client_secret: string}>,
 *   shippingRate: (name: string, amount: number) => Promise<string>,
 *   calls: () => Promise<import('../inspector/call.js').Call[]>,
 *   expire: (session: string) => Promise<void>,
 *   held: (session: string) => Promise<any>,
 *   pay: (opened: {checkout_session_id: string, client_secret: string}) => Promise<void>,
 *   stop: () => Promise<void>,
 * }} Server
 */

/**
 * @param {Record<string, string>} [variables]
 * @returns {Promise<Server>}
 */
export async function startServer(variables = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'discounts-'));
  const file = join(folder, 'offers.toml');
  const offers = await readFile(here('offers.toml'), 'utf8');
  await writeFile(file, offers);
  const child = spawn(PROGRAM, ['dev', '--port', '0'], {
    env: { DISCOUNT_POLICY: file, LOG_LEVEL: 'OFF', ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      const found = /http:\/\/[\d.:]+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.on('exit', () => reject(new Error(`${PROGRAM} ended: build it with cargo build -p discounts`)));
    child.on('error', reject);
  });
  const json = { 'content-type': 'application/json' };
  const value = async (/** @type {string} */ path, /** @type {RequestInit} */ init) => (await (await fetch(`${url}${path}`, init)).json()).value;
  const post = (/** @type {object} */ body, headers = {}) => ({ method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
  return {
    url,
    policy: (change) => writeFile(file, change(offers)),
    fault: async (fault) => {
      await fetch(`${url}/inspector/fault`, post({ fault }));
    },
    session: async (shopper, wanted) => {
      /** @type {import('../shop/server.js').Catalog} */
      const { products } = await value('/shop/catalog', {});
      const body = { line_items: [{ price: products.find(({ id }) => id === wanted)?.price, quantity: 1 }] };
      if (shopper === 'guest') return value('/checkout-sessions', post(body));
      const { token } = await value('/shop/sign-in', post({ shopper }));
      return value('/members/checkout-sessions', post(body, { authorization: `Bearer ${token}` }));
    },
    // The sandbox makes a rate with the first session that describes it.
    shippingRate: async (name, amount) => {
      /** @type {import('../shop/server.js').Catalog} */
      const { products } = await value('/shop/catalog', {});
      const rate = 'shipping_options[0][shipping_rate_data]';
      const body = new URLSearchParams({
        mode: 'payment', ui_mode: 'custom', return_url: 'https://shop.example/return',
        'line_items[0][price]': products[0]?.price ?? '', 'line_items[0][quantity]': '1',
        [`${rate}[display_name]`]: name, [`${rate}[type]`]: 'fixed_amount',
        [`${rate}[fixed_amount][amount]`]: String(amount), [`${rate}[fixed_amount][currency]`]: 'usd',
      });
      const made = await fetch(`${url}/v1/checkout/sessions`, { method: 'POST', headers: { authorization: `Bearer ${KEY}` }, body });
      return (await made.json()).shipping_options[0].shipping_rate;
    },
    calls: async () => (await fetch(`${url}/inspector/calls`)).json(),
    expire: async (session) => {
      const path = `/v1/checkout/sessions/${session}/expire`;
      await fetch(`${url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${KEY}` } });
    },
    held: async (session) => {
      const path = `/v1/checkout/sessions/${session}?expand[]=line_items`;
      return (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${KEY}` } })).json();
    },
    // As another device would.
    pay: async ({ checkout_session_id: id, client_secret: secret }) => {
      const page = `${url}/v1/payment_pages/${id}`;
      const known = { key: 'pk_test_sandbox', client_secret: secret };
      const { amount_total: total } = await (await fetch(`${page}?${new URLSearchParams(known)}`)).json();
      const body = new URLSearchParams({ ...known, expected_amount: String(total), email: 'shopper@example.com' });
      const paid = await fetch(`${page}/confirm`, { method: 'POST', body });
      if (!paid.ok) throw new Error(await paid.text());
    },
    stop: async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * The React shop in front of a server.
 *
 * @param {string} server
 */
export async function startReact(server) {
  const proxy = Object.fromEntries(['/shop/', '/checkout-sessions', '/members/', '/cart', '/shipping-address', '/discounts/', '/v1/', '/stripe-js/', '/inspector/'].map((path) => [path, server]));
  const root = here('../react');
  const served = await preview({ root, configFile: false, build: { outDir: 'dist' }, preview: { host: '127.0.0.1', port: 0, proxy }, logLevel: 'silent' });
  const url = served.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '';
  return { url, stop: () => served.close() };
}
