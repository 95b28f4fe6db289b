// A module of Node's own kind: types and names of every entry.

import { applyDiscount, configure, DiscountError, INTERACTIONS, type DiscountAnswer, type ErrorCode } from '@checkout-discounts/client';
import { DiscountCodeElement } from '@checkout-discounts/client/elements';
import { useDiscount } from '@checkout-discounts/client/react';
import { discount, fakeCheckout, fakeServer } from '@checkout-discounts/client/testing';

const code: ErrorCode = 'session_busy';
// @ts-expect-error no such code
const unknown: ErrorCode = 'nothing_like_it';

configure({ api: 'https://api.shop.example', locale: 'de' });
const checkout = fakeCheckout({ subtotal: 20_000 });
const server = fakeServer(checkout);
server.answer('discounts/loyalty', { discount: discount(2_000, { name: 'Gold members' }) });
const result = await applyDiscount(checkout, 'loyalty');
if (result.type === 'error') throw result.error;
const answer: DiscountAnswer = result.value;
server.close();

if (answer.amount_total !== 18_000 || answer.discount?.name !== 'Gold members') throw new Error(JSON.stringify(answer));
if (INTERACTIONS.length !== 6 || typeof useDiscount !== 'function' || typeof DiscountCodeElement !== 'function') throw new Error('an entry is empty');
if (new DiscountError(code, 'm').code !== code || unknown === code) throw new Error('errors have codes');
