import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

import { discountsStore } from '../../examples/discounts-store.js';
import { discount, fakeCheckout, fakeServer } from '../src/testing.js';

/** @import { DiscountState } from '../src/index.js' */

describe('the store of docs/page.md', () => {
  it('keeps the contract of Svelte: the state at once, each change, an end', async (t) => {
    const checkout = fakeCheckout();
    const server = fakeServer(checkout);
    t.after(server.close);
    server.answer('discounts/loyalty', { discount: discount(700) });
    const store = discountsStore(checkout);
    /** @type {DiscountState[]} */
    const states = [];
    const end = store.subscribe((state) => states.push(state));
    assert.equal(states.length, 1);
    await store.apply('loyalty');
    assert.deepEqual([states.some(({ pending }) => pending.includes('loyalty')), states.at(-1)?.answer?.discount?.amount_off], [true, 700]);
    end();
    const before = states.length;
    await store.remove('loyalty');
    assert.equal(states.length, before);
  });

  it('is what the page shows, for Svelte and Vue, each in 20 lines', async () => {
    const read = (/** @type {string} */ path) => readFile(new URL(path, import.meta.url), 'utf8');
    const shown = await read('../../../docs/page.md');
    for (const name of ['discounts-store.js', 'Discounts.svelte', 'use-discounts.js']) {
      const text = (await read(`../../examples/${name}`)).trim();
      assert.ok(shown.includes(`\n${text}\n\`\`\``), name);
      assert.ok(text.split('\n').length <= 22, name);
    }
  });
});
