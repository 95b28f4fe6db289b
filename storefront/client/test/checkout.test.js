import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { applyDiscount } from '../src/index.js';
import { phase } from '../src/react.js';
import { actionsOf, answer, errorOf, newId, serve, success } from './page.js';

describe('runServerUpdate is found', () => {
  const id = newId();
  const { getSession, runServerUpdate } = actionsOf(id);
  const loaded = (/** @type {object} */ actions) => async () => ({ type: /** @type {const} */ ('success'), actions });
  const table = /** @type {Array<[string, object]>} */ ([
    ['on the actions', { getSession, runServerUpdate }],
    ['on the actions of a checkout that is not loaded yet', { loadActions: loaded({ getSession, runServerUpdate }) }],
    ["on the checkout object, as in Stripe's guide", { runServerUpdate, loadActions: loaded({ getSession }) }],
    ['on the checkout object of 2025-03-31', { session: getSession, runServerUpdate }],
    ["on React's checkout, which is the session itself", { id, runServerUpdate }],
  ]);
  for (const [where, checkout] of table) {
    it(where, async () => {
      const calls = serve(success);
      assert.equal((await applyDiscount(checkout, 'loyalty')).type, 'success');
      assert.equal(calls[0]?.body.checkout_session_id, id);
    });
  }

  it('nowhere without the beta flag, and the error says what to set', async () => {
    const error = errorOf(await applyDiscount({ getSession }, 'loyalty'));
    assert.equal(error.code, 'no_server_updates');
    assert.match(error.message, /custom_checkout_server_updates_1/);
  });

  it('not where the actions do not load', async () => {
    const loadActions = async () => ({ type: /** @type {const} */ ('error'), error: { message: 'No such session.' } });
    const error = errorOf(await applyDiscount({ loadActions }, 'loyalty'));
    assert.deepEqual([error.code, error.message], ['stripe', 'No such session.']);
  });
});

describe("the hook's state", () => {
  const failed = { topic: /** @type {const} */ ('loyalty'), error: /** @type {any} */ ({}), retry: async () => {} };
  const of = (/** @type {object} */ more) => phase('loyalty', { answer: null, pending: [], failed: null, ...more });
  const table = /** @type {Array<[string, object]>} */ ([
    ['idle', {}],
    ['idle', { answer: answer({ interactions: ['location'] }) }],
    ['idle', { pending: ['location'] }],
    ['pending', { pending: ['location', 'loyalty'], failed }],
    ['error', { failed, answer: answer() }],
    ['applied', { answer: answer() }],
    ['not_eligible', { answer: answer({ discount: null }) }],
  ]);
  for (const [expected, state] of table) {
    it(`is ${expected} for ${JSON.stringify(Object.keys(state))}`, () => assert.equal(of(state), expected));
  }
});
