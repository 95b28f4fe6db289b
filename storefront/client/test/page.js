// A page to try the client in: a checkout that does what Stripe.js promises, and a server of one line.

let sessions = 0;

/** A session's id that no test before had: what is known of a session stays known. */
export const newId = () => `cs_test_${(sessions += 1)}`;

/**
 * The actions of a checkout.
 *
 * @param {string} [id]
 */
export function actionsOf(id = newId()) {
  const page = {
    shown: 1000,
    /** How often the session was read again. */
    reads: 0,
    /** Every callback of `runServerUpdate`, as its source. @type {string[]} */
    ran: [],
    getSession: () => ({ id, total: { total: { minorUnitsAmount: page.shown, amount: '' } } }),
    /** @param {() => Promise<unknown>} work */
    runServerUpdate: async (work) => {
      page.ran.push(String(work));
      try {
        await work();
      } catch (error) {
        return { type: /** @type {const} */ ('error'), error: { message: /** @type {Error} */ (error).message, code: null } };
      }
      page.reads += 1;
      return { type: /** @type {const} */ ('success') };
    },
  };
  return page;
}

/** @param {object} [more] */
export const answer = (more = {}) => ({
  succeeded: true,
  changed: true,
  discount: { amount_off: 100, currency: 'usd', name: '10% off', offers: ['ten'] },
  amount_subtotal: 1000,
  amount_total: 900,
  interactions: ['loyalty'],
  reasons: [],
  hints: [],
  valid_until: null,
  ends_at: null,
  now: new Date().toISOString(),
  ...more,
});

/**
 * @param {unknown} body
 * @param {number} [status]
 * @param {Record<string, string>} [headers]
 */
export const response = (body, status = 200, headers = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

/** @param {object} [more] */
export const success = (more) => response({ type: 'object', value: answer(more) });

/**
 * Answers every call in turn, the last answer for ever, and notes what was sent.
 *
 * @param {...(() => Response | Promise<Response>)} answers
 */
export function serve(...answers) {
  /** @type {Array<{url: string, body: any, signal: AbortSignal}>} */
  const calls = [];
  globalThis.fetch = async (url, init) => {
    calls.push({ url: String(url), body: JSON.parse(String(init?.body)), signal: /** @type {AbortSignal} */ (init?.signal) });
    const next = answers[Math.min(calls.length, answers.length) - 1];
    if (!next) throw new Error('no answer');
    return next();
  };
  return calls;
}

/** Lets everything run that waits for nothing else. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** @template T @param {{type: string, value?: T, error?: any}} result */
export function valueOf(result) {
  if (result.type !== 'success') throw result.error;
  return /** @type {T} */ (result.value);
}

/** @param {{type: string, error?: any}} result */
export function errorOf(result) {
  if (result.type !== 'error') throw new Error('this was to fail');
  return result.error;
}
