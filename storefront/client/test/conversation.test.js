import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';

import { applyDiscount, confirmCheckout, quote, refreshDiscount, removeDiscount, timeLeft, watchDiscount } from '../src/index.js';
import { actionsOf, errorOf, newId, response, serve, settle, success } from './page.js';

/** An answer that is given when the test says so. */
function held() {
  let release = () => {};
  const gate = new Promise((resolve) => (release = () => resolve(undefined)));
  return { release, answer: () => gate.then(() => success()) };
}

describe('calls of one session', () => {
  it('go one after another: a second click waits', async () => {
    const first = held();
    const calls = serve(first.answer, success);
    const actions = actionsOf();
    const both = [applyDiscount(actions, 'loyalty'), removeDiscount(actions, 'loyalty')];
    await settle();
    assert.deepEqual(calls.map(({ url }) => url), ['/discounts/loyalty']);
    first.release();
    await Promise.all(both);
    assert.deepEqual(calls.map(({ url }) => url), ['/discounts/loyalty', '/discounts/remove']);
  });

  it('wait across objects of the same session, and not for those of another', async () => {
    const first = held();
    const calls = serve(first.answer, success);
    const id = newId();
    const waiting = [applyDiscount(actionsOf(id), 'loyalty'), refreshDiscount(actionsOf(id))];
    await applyDiscount(actionsOf(), 'location');
    assert.deepEqual(calls.map(({ url }) => url), ['/discounts/loyalty', '/discounts/location']);
    first.release();
    await Promise.all(waiting);
  });

  it('go on after one that failed', async () => {
    serve(() => response({ type: 'error', code: 'stripe_error', message: 'No.' }, 502), success);
    const actions = actionsOf();
    const [first, second] = await Promise.all([applyDiscount(actions, 'loyalty'), applyDiscount(actions, 'loyalty')]);
    assert.deepEqual([first.type, second.type], ['error', 'success']);
  });

  it('tell watchers what is pending, what failed, and how to try again', async () => {
    serve(() => response({ type: 'error', code: 'stripe_timeout', message: 'No.' }, 504), success);
    const id = newId();
    const seen = /** @type {string[]} */ ([]);
    let retry = () => Promise.resolve(/** @type {unknown} */ (undefined));
    const end = watchDiscount(id, ({ answer, pending, failed }) => {
      seen.push(`${pending.join()} ${failed?.error.code ?? '-'} ${answer?.discount?.name ?? '-'}`);
      retry = failed?.retry ?? retry;
    });
    await applyDiscount(actionsOf(id), 'loyalty');
    await retry();
    assert.deepEqual(seen, ['loyalty - -', ' stripe_timeout -', 'loyalty stripe_timeout -', 'loyalty stripe_timeout 10% off', ' - 10% off']);
    end();
    await refreshDiscount(actionsOf(id));
    assert.equal(seen.length, 5);
  });
});

describe('an error', () => {
  it('stays until a call succeeds that could fix it', async () => {
    const failure = () => response({ type: 'error', code: 'stripe_timeout', message: 'No.' }, 504);
    const quotes = () => response({ type: 'object', value: { succeeded: true, quotes: [], best: null, current: null } });
    serve(failure, quotes, success);
    const id = newId();
    /** @type {Array<string | undefined>} */
    const seen = [];
    watchDiscount(id, ({ failed }) => seen.push(failed?.error.code));
    await applyDiscount(actionsOf(id), 'loyalty');
    await quote(actionsOf(id));
    assert.equal(seen.at(-1), 'stripe_timeout');
    await refreshDiscount(actionsOf(id));
    assert.equal(seen.at(-1), undefined);
  });

  it('is not replaced by that of a quote, which the next quote clears', async () => {
    const failure = () => response({ type: 'error', code: 'stripe_timeout', message: 'No.' }, 504);
    const quotes = () => response({ type: 'object', value: { succeeded: true, quotes: [], best: null, current: null } });
    serve(failure, failure, success, failure, quotes);
    const id = newId();
    /** @type {Array<string | undefined>} */
    const seen = [];
    watchDiscount(id, ({ failed }) => seen.push(failed?.topic));
    await applyDiscount(actionsOf(id), 'loyalty');
    await quote(actionsOf(id));
    assert.equal(seen.at(-1), 'loyalty');
    await refreshDiscount(actionsOf(id));
    await quote(actionsOf(id));
    assert.equal(seen.at(-1), 'quote');
    await quote(actionsOf(id));
    assert.equal(seen.at(-1), undefined);
  });
});

describe('at valid_until', () => {
  const start = Date.parse('2026-11-27T12:00:00Z');
  /** Runs a test with a clock of its own. @param {() => Promise<void>} test */
  const withClock = async (test) => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: start });
    try {
      await test();
    } finally {
      mock.timers.reset();
    }
  };

  it('the discount is refreshed, at the second and once', () =>
    withClock(async () => {
      const calls = serve(() => success({ valid_until: '2026-11-27T13:00:00Z' }), success);
      await applyDiscount(actionsOf(), 'limited-time');
      mock.timers.tick(3_599_999);
      await settle();
      assert.equal(calls.length, 1);
      mock.timers.tick(1);
      await settle();
      mock.timers.tick(86_400_000);
      await settle();
      assert.deepEqual(calls.map(({ url }) => url), ['/discounts/limited-time', '/discounts/refresh']);
    }));

  it('the time left is that of the server, whatever clock the page has', () =>
    withClock(async () => {
      // The page's clock is an hour fast, or slow.
      for (const now of ['2026-11-27T11:00:00Z', '2026-11-27T13:00:00Z']) {
        const until = new Date(Date.parse(now) + 60_000).toISOString();
        const calls = serve(() => success({ valid_until: until, ends_at: until, now }), success);
        const actions = actionsOf();
        /** @type {Array<number | null>} */
        const left = [];
        const end = watchDiscount(actions.getSession().id, (state) => left.push(timeLeft(state)));
        await applyDiscount(actions, 'limited-time');
        assert.equal(left.at(-1), 60_000);
        mock.timers.tick(59_999);
        await settle();
        assert.equal(calls.length, 1, now);
        mock.timers.tick(1);
        await settle();
        assert.deepEqual([calls.length, left.at(-1)], [2, null], now);
        end();
      }
    }));

  it('a page asks ever more seldom until the server has decided again', () =>
    withClock(async () => {
      const calls = serve(() => success({ valid_until: '2026-11-27T11:59:00Z' }));
      await applyDiscount(actionsOf(), 'limited-time');
      const seen = [];
      for (let second = 0; second < 20; second += 1) {
        mock.timers.tick(1_000);
        await settle();
        seen.push(calls.length - 1);
      }
      assert.deepEqual([seen[0], seen[3], seen[10], seen[19]], [1, 2, 3, 4]);
    }));

  it('nobody asks for a session that time does not change, or that has ended', () =>
    withClock(async () => {
      const calls = serve(
        () => success({ valid_until: null, interactions: [] }),
        () => success({ valid_until: '2026-11-27T13:00:00Z' }),
        () => response({ type: 'error', code: 'session_not_open', message: 'Over.' }, 409),
      );
      const actions = actionsOf();
      await removeDiscount(actions, 'all');
      mock.timers.tick(7_200_000);
      await settle();
      assert.equal(calls.length, 1);
      await applyDiscount(actions, 'limited-time');
      await refreshDiscount(actions);
      mock.timers.tick(86_400_000);
      await settle();
      assert.equal(calls.length, 3);
    }));
});

describe('confirm', () => {
  /** @param {ReturnType<typeof actionsOf>} actions */
  const payable = (actions) => {
    const paid = /** @type {unknown[]} */ ([]);
    const confirm = async (/** @type {unknown} */ args) => (paid.push(args), /** @type {any} */ ({ type: 'success' }));
    return { paid, checkout: { ...actions, confirm } };
  };

  it('refreshes the discount first, and then pays the total that was shown', async () => {
    const calls = serve(() => success({ amount_total: 1000 }));
    const { paid, checkout } = payable(actionsOf());
    assert.equal((await confirmCheckout(checkout, { redirect: 'if_required' })).type, 'success');
    assert.deepEqual(calls.map(({ url }) => url), ['/discounts/refresh']);
    assert.deepEqual(paid, [{ redirect: 'if_required' }]);
  });

  it('pays nothing when the total has changed since it was shown', async () => {
    serve(() => success({ amount_total: 1100 }));
    const { paid, checkout } = payable(actionsOf());
    assert.equal(errorOf(await confirmCheckout(checkout)).code, 'total_changed');
    assert.deepEqual(paid, []);
  });

  const down = () => response({ type: 'error', code: 'stripe_timeout', message: 'No.' }, 504);
  const coupon = { discountAmounts: [{ displayName: 'Ten' }] };
  const table = /** @type {Array<[string, {session?: object, first?: object, options?: object, answer?: () => Response}, boolean]>} */ ([
    ['the shown total while discounts are down and none is on the session', {}, true],
    ['nothing then if the page says stop', { options: { whenUnavailable: 'stop' } }, false],
    ['nothing then with a coupon on the session', { session: coupon }, false],
    ['nothing then with a discount that the last answer named', { first: {} }, false],
    ['the shown total with the coupon of another system', { session: coupon, first: { discount: null, foreign: true } }, true],
    [
      'the shown total where a coupon of another system is not replaced',
      { session: coupon, answer: () => response({ type: 'error', code: 'discount_not_ours', message: 'No.' }, 409) },
      true,
    ],
    ['nothing on a session that has ended', { answer: () => response({ type: 'error', code: 'session_not_open', message: 'No.' }, 409) }, false],
    ['nothing with a wrong address of the functions', { options: { api: 'api.example.com' } }, false],
  ]);
  for (const [what, { session = {}, first, options = {}, answer = down }, pays] of table) {
    it(`pays ${what}`, async () => {
      mock.method(console, 'error', () => {});
      const actions = actionsOf();
      const { paid, checkout } = payable(actions);
      const { getSession } = actions;
      checkout.getSession = () => ({ ...getSession(), ...session });
      serve(...(first ? [() => success({ amount_total: 1000, ...first })] : []), answer);
      if (first) await refreshDiscount(checkout);
      const result = await confirmCheckout(checkout, { redirect: 'if_required' }, options);
      assert.deepEqual([result.type, paid.length], pays ? ['success', 1] : ['error', 0]);
      mock.restoreAll();
    });
  }

  it('pays nothing if the total is another one after a refresh that failed', async () => {
    const actions = actionsOf();
    serve(() => {
      actions.shown = 900;
      return down();
    });
    const { paid, checkout } = payable(actions);
    assert.equal(errorOf(await confirmCheckout(checkout)).code, 'total_changed');
    assert.deepEqual(paid, []);
  });
});
