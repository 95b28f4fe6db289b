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

  it('is what the page shows, in 20 lines', async () => {
    const [shown, file] = await Promise.all(['../../../docs/page.md', '../../examples/discounts-store.js'].map((path) => readFile(new URL(path, import.meta.url), 'utf8')));
    assert.ok(shown?.includes((file ?? '').trim()));
    assert.ok((file ?? '').trim().split('\n').length <= 22);
  });
});
