import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { ERROR_CODES } from '../src/api.js';
import { CLIENT_CODES, DiscountError } from '../src/error.js';
import { GERMAN } from '../src/texts-de.js';
import { ENGLISH } from '../src/texts-en.js';
import { hintText, textsOf, translated } from '../src/texts.js';

/** @import { Hint } from '../src/answer.js' */

/** @type {Hint} */
const SPEND = { offer: 'o', name: 'Offer', code: 'spend_more', amount: 1200, currency: 'usd' };

describe('texts', () => {
  it('of German have every name and every code', () => {
    assert.deepEqual(Object.keys(GERMAN).sort(), [...Object.keys(ENGLISH), ...ERROR_CODES, ...Object.values(CLIENT_CODES)].sort());
  });

  for (const [name, hint, shipping, locale, said] of /** @type {Array<[string, Hint, number | undefined, string, string]>} */ ([
    ['a possible gain', SPEND, undefined, 'en', '$12.00 more, and another offer may apply'],
    ['an exact gain', { ...SPEND, gain: 500 }, undefined, 'en-US', '$12.00 more to save $5.00 more'],
    ['free shipping', { ...SPEND, for: 'shipping', gain: 590 }, 590, 'en', '$12.00 more for free shipping'],
    ['cheaper shipping', { ...SPEND, for: 'shipping', gain: 500 }, 590, 'en', '$12.00 more to save $5.00 more'],
    ['free shipping in German', { ...SPEND, currency: 'eur', for: 'shipping', gain: 590 }, 590, 'de-AT', 'Noch € 12,00 bis zum kostenlosen Versand'],
    ['one item', { offer: 'o', name: 'Offer', code: 'add_items', quantity: 1, currency: 'usd', gain: 100 }, undefined, 'en', 'One more item to save $1.00 more'],
    ['items in German', { offer: 'o', name: 'Offer', code: 'add_items', quantity: 2, currency: 'usd' }, undefined, 'de', 'Noch 2 Artikel, und vielleicht gilt ein weiteres Angebot'],
    ['an address', { offer: 'o', name: 'Offer', code: 'enter_address', currency: 'usd' }, undefined, 'en', 'Enter your address, and another offer may apply'],
    ['an unknown language', SPEND, undefined, 'fr', '$12.00 more, and another offer may apply'],
  ])) {
    it(`name the step to ${name}`, () => assert.equal(hintText(hint, textsOf(locale), shipping).replaceAll('\u00a0', ' '), said));
  }

  it('of the shop replace those of the client', () => {
    const french = textsOf('fr', { step_spend_more: 'Encore {amount}', hint_possible: '{step} !' });
    assert.equal(hintText(SPEND, french).replaceAll(/\s/g, ' '), 'Encore 12,00 $US !');
  });

  it('of errors go by their codes, and what the page says itself stays', () => {
    const german = textsOf('de');
    assert.match(translated(new DiscountError('timeout', 'This is taking too long.'), german).message, /^Das dauert zu lange/);
    const own = new DiscountError('change_failed', 'Sold out.', { cause: new Error('Sold out.') });
    assert.equal(translated(own, german).message, 'Sold out.');
    assert.equal(translated(new DiscountError('timeout', 'As it came.'), textsOf('en')).message, 'As it came.');
  });
});
