// What the plain page costs, as docs/performance.md has it: npm run measure -w ..  (in storefront/: npm run measure)
//
// - from a click to the new total, in the page's own clock
// - bytes over the wire
// - largest contentful paint on a slow phone: 150 ms round trip, 1.6 Mbit/s, a processor four times slower (the
//   throttling of Lighthouse for mobile pages)

import { chromium } from '@playwright/test';

import config from './playwright.config.js';
import { startServer } from './server.js';

const CLICKS = 60;
const LOADS = 7;

/** @param {number[]} values */
function spread(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (/** @type {number} */ share) => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
  return `median ${at(0.5)}, least ${at(0)}, 95 % under ${at(0.95)}, most ${at(1)}`;
}

/**
 * Milliseconds from the click on an offer's button until the total shows the amount.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} interaction
 * @param {string} total
 */
async function click(page, interaction, total) {
  // A button that has just changed keeps still for a moment.
  await page.locator(`[data-offer="${interaction}"] button:not([aria-disabled="true"])`).waitFor();
  return page.evaluate(
    ([name, amount]) =>
      new Promise((resolve) => {
        const totals = /** @type {HTMLElement} */ (document.getElementById('totals'));
        const button = /** @type {HTMLElement} */ (document.querySelector(`[data-offer="${name}"] button`));
        const began = performance.now();
        new MutationObserver((_, observer) => {
          if (totals.querySelector('.total dd')?.textContent !== amount) return;
          observer.disconnect();
          // Once it is on the screen.
          requestAnimationFrame(() => resolve(performance.now() - began));
        }).observe(totals, { childList: true, subtree: true, characterData: true });
        button.click();
      }),
    [interaction, total],
  );
}

/** @param {import('@playwright/test').Page} page */
async function ready(page) {
  await page.locator('[data-offer="limited-time"]', { hasText: 'Saves you' }).waitFor();
}

const server = await startServer();
const browser = await chromium.launch(config.use?.launchOptions);
try {
  const page = await browser.newPage();
  const sizes = /** @type {Array<Promise<number>>} */ ([]);
  page.on('requestfinished', (request) => {
    sizes.push(request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize));
  });
  await page.goto(server.url);
  await ready(page);
  const bytes = await Promise.all(sizes);
  console.log(`over the wire: ${bytes.reduce((sum, size) => sum + size, 0)} bytes in ${bytes.length} answers`);

  const took = /** @type {number[]} */ ([]);
  for (let at = 0; at < CLICKS / 2; at += 1) {
    // A session takes fifty writes.
    if (at % 15 === 14) {
      await page.goto(server.url);
      await ready(page);
    }
    took.push(Number(await click(page, 'limited-time', '$92.50')), Number(await click(page, 'limited-time', '$74.00')));
  }
  console.log(`click to total, ms, ${CLICKS} clicks: ${spread(took)}`);

  const paints = /** @type {number[]} */ ([]);
  for (let at = 0; at < LOADS; at += 1) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const phone = await context.newPage();
    const devtools = await context.newCDPSession(phone);
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await phone.addInitScript(() => {
      new PerformanceObserver((list) => Object.assign(window, { paint: list.getEntries().at(-1)?.startTime })).observe({ type: 'largest-contentful-paint', buffered: true });
    });
    await phone.goto(server.url);
    await ready(phone);
    paints.push(await phone.evaluate(() => /** @type {any} */ (window).paint));
    await context.close();
  }
  console.log(`largest contentful paint on a slow phone, ms, ${LOADS} loads: ${spread(paints)}`);
} finally {
  await browser.close();
  await server.stop();
}
