// Random walks: clicks, faults, delays, a network that loses calls and answers, and a second tab. At the end of each, a tab in
// which the order can be paid shows the order that Stripe holds, and once it has the focus it shows exactly what Stripe holds.
// WALKS is the number of walks for each shop (default 2), WALK_SEED the first seed: a failure names its own.

import { expect, test } from './shop.js';

/** @import { Shop } from './shop.js' */

const WALKS = Number(process.env.WALKS ?? 2);
const SEED = Number(process.env.WALK_SEED ?? 1);
const STEPS = 12;
const FAULTS = ['none', 'none', 'down', 'rate_limited', 'forgetful', 'slow'];
const CODES = ['SPRING', 'spring ', 'SPRIMG', 'SUMMER'];
/** The milliseconds for which a function's answer is held. */
const DELAYS = [0, 40, 200];
/** The part of a call that a network loses: what was asked, or the answer to what was done. */
const LOST = /** @type {const} */ (['request', 'answer']);

/** Numbers of 0 to 1 by a seed (mulberry32). @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One step, in words.
 *
 * @param {Shop} at
 * @param {() => number} next
 */
async function step(at, next) {
  /** @template T @param {readonly T[]} list @returns {T} */
  const one = (list) => /** @type {T} */ (list[Math.floor(next() * list.length)]);
  const dice = next();
  if (dice < 0.18) {
    const fault = one(FAULTS);
    await at.server.fault(fault);
    return `Stripe is ${fault}`;
  }
  if (dice < 0.36) {
    const id = one(['new-york', 'san-francisco', 'berlin']);
    return at.page.evaluate((value) => {
      const select = /** @type {HTMLSelectElement} */ (document.getElementById('place'));
      if (select.disabled) return 'no address';
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      return `to ${value}`;
    }, id);
  }
  if (dice < 0.46) {
    const code = one(CODES);
    const field = at.page.getByLabel('Discount code');
    if (!(await field.isVisible())) return 'no box';
    await field.fill(code);
    await field.press('Enter');
    return `code ${code}`;
  }
  if (dice < 0.5) {
    return at.page.evaluate(() => (document.getElementById('pay')?.click(), 'pay'));
  }
  return at.page.evaluate((share) => {
    const all = [...document.querySelectorAll('#cart button, #more button, #savings button, #code-remove, #alert button')];
    const buttons = all.filter((button) => button.checkVisibility() && button.getAttribute('aria-disabled') !== 'true');
    const button = /** @type {HTMLElement | undefined} */ (buttons[Math.floor(share * buttons.length)]);
    button?.click();
    return button?.getAttribute('aria-label') ?? button?.textContent ?? 'nothing';
  }, next());
}

/** The state that a page shows. @param {Shop} at */
const shown = (at) =>
  at.page.evaluate(() => {
    const text = (/** @type {string} */ query) => document.querySelector(query)?.textContent ?? '';
    const cents = (/** @type {string} */ amount) => Math.round(Number(amount.replace(/[^\d.]/g, '') || 0) * 100);
    const lines = [...document.querySelectorAll('#cart li')].map((row) => [
      row.querySelector('strong')?.textContent ?? '',
      Number(row.querySelector('.quantity')?.textContent?.replace(/\D/g, '')),
    ]);
    const toggles = [...document.querySelectorAll('#savings > li')].flatMap((card) => {
      const label = card.querySelector('button')?.getAttribute('aria-label');
      return label ? [[card.getAttribute('data-offer') ?? '', label.startsWith('Leave out')]] : [];
    });
    const held = /** @type {HTMLElement} */ (document.getElementById('code-held'));
    return {
      isPaid: text('#summary-title') === 'Paid',
      total: cents(text('#totals .total dd')),
      discount: cents(text('#totals .discount dd')),
      lines: lines.filter(([, quantity]) => Number(quantity) > 0).sort(),
      country: { 'new-york': 'NY', 'san-francisco': 'CA', berlin: 'DE', '': '' }[/** @type {HTMLSelectElement} */ (document.getElementById('place')).value],
      hasCode: !held.hidden,
      toggles: Object.fromEntries(toggles),
    };
  });

/** The state that Stripe holds, in the words of the page. @param {Shop} at */
async function held(at) {
  const session = await at.server.held(at.session);
  const address = session.collected_information?.shipping_details?.address;
  const lines = session.line_items.data.map((/** @type {any} */ { description, quantity }) => [description, quantity]);
  return {
    isPaid: session.status === 'complete',
    total: session.amount_total,
    discount: session.total_details.amount_discount,
    lines: lines.sort(),
    country: address ? (address.country === 'DE' ? 'DE' : address.state) : '',
    hasCode: 'discount_code' in session.metadata,
    metadata: session.metadata,
  };
}

/** The metadata key of an interaction. @param {string} interaction */
const keyOf = (interaction) => `discount_${interaction.replaceAll('-', '_')}`;

for (let walk = 0; walk < WALKS; walk += 1) {
  const seed = SEED + walk;
  test(`walk ${seed} ends with what Stripe holds`, async ({ at, server }) => {
    const next = random(seed);
    await at.open();
    const tabs = next() < 0.5 ? [at, await at.anotherTab()] : [at];
    let delay = 0;
    /** @type {typeof LOST[number] | null} */
    let lost = null;
    for (const { page } of tabs) {
      await page.route(/\/(discounts|cart|shipping-address)/, async (route) => {
        const loses = lost;
        if (loses === 'request') return route.abort();
        if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
        if (loses === null) return route.continue();
        await route.fetch();
        await route.abort();
      });
    }
    /** @type {string[]} */
    const steps = [];
    for (let count = 0; count < STEPS; count += 1) {
      delay = DELAYS[Math.floor(next() * DELAYS.length)] ?? 0;
      lost = next() < 0.2 ? (LOST[Math.floor(next() * LOST.length)] ?? null) : null;
      const tab = tabs[Math.floor(next() * tabs.length)] ?? at;
      steps.push(`${tabs.indexOf(tab)}: ${await step(tab, next)}${lost ? ` (${lost} lost)` : ''}`);
      // Some presses meet an answer, some a call under way, and some the end of it: calls outlive a fault otherwise.
      const pause = next();
      if (pause < 0.3) await tab.settled();
      else if (pause < 0.7) await tab.page.evaluate((wait) => new Promise((done) => setTimeout(done, wait)), next() * 120);
    }
    for (const tab of tabs) await tab.settled();
    [delay, lost] = [0, null];
    await server.fault('none');
    for (const tab of tabs) {
      await expect(async () => {
        await tab.settled();
        if ((await tab.pay.isVisible()) && (await tab.pay.isDisabled())) return;
        const [seen, stripe] = [await shown(tab), await held(at)];
        expect([seen.total, seen.discount, seen.lines, seen.country]).toEqual([stripe.total, stripe.discount, stripe.lines, stripe.country]);
      }, `seed ${seed}, before the focus\n${steps.join('\n')}`).toPass({ timeout: 15_000 });
    }
    for (const tab of tabs) {
      await tab.page.evaluate(() => dispatchEvent(new Event('focus')));
      await expect(async () => {
        await tab.settled();
        const { metadata, ...expected } = await held(at);
        const { toggles, ...seen } = await shown(tab);
        expect(seen).toEqual(expected);
        for (const [interaction, isIn] of Object.entries(toggles)) {
          expect([interaction, isIn]).toEqual([interaction, keyOf(interaction) in metadata]);
        }
      }, `seed ${seed}\n${steps.join('\n')}`).toPass({ timeout: 15_000 });
    }
  });
}
