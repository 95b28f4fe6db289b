// The calls that the page makes to the sandbox, as Stripe.js makes them to Stripe: with the publishable key and the
// session's client secret, never with a secret key.

/**
 * A Checkout Session in the form of Stripe's API: what the page reads of it.
 *
 * @typedef {{amount: number, rate: {display_name: string, percentage: number, inclusive: boolean}}} ApiTax
 * @typedef {{
 *   id: string, description: string, quantity: number, amount_subtotal: number, amount_discount: number,
 *   amount_tax: number, amount_total: number,
 *   price: {id: string, unit_amount: number, product: {images?: string[], description?: string | null} | string},
 *   adjustable_quantity: {enabled?: boolean, minimum?: number, maximum?: number} | null,
 * }} ApiLine
 * @typedef {{line1: string | null, line2: string | null, city: string | null, state: string | null,
 *   postal_code: string | null, country: string}} ApiAddress
 * @typedef {{id: string, display_name: string | null}} ApiRate
 * @typedef {{
 *   id: string, status: 'open' | 'complete' | 'expired', payment_status: 'paid' | 'unpaid' | 'no_payment_required',
 *   livemode: boolean, currency: string, return_url: string | null, amount_subtotal: number, amount_total: number,
 *   total_details: {amount_discount: number, amount_shipping: number, amount_tax: number},
 *   discounts: Array<{coupon: {name: string | null, percent_off: number | null}, promotion_code: {code: string} | null}>,
 *   line_items: {data: ApiLine[]},
 *   collected_information?: {shipping_details: {name: string | null, address: ApiAddress} | null} | null,
 *   shipping_details?: {name: string | null, address: ApiAddress} | null,
 *   shipping_address_collection: object | null,
 *   shipping_cost: {shipping_rate: ApiRate | string} | null,
 *   shipping_options: Array<{shipping_amount: number, shipping_rate: ApiRate | string}>,
 *   customer_details: {email: string | null} | null, server_updates?: boolean,
 * }} ApiSession
 */

/** A refusal, in Stripe's words. */
export class ApiError extends Error {
  /**
   * @param {string} message
   * @param {string | null} code
   */
  constructor(message, code) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
  }
}

/** The endpoints that a page may call. */
export class PageApi {
  #key;
  #origin;

  /**
   * @param {string} key the publishable key
   * @param {string} origin where the sandbox is
   */
  constructor(key, origin) {
    this.#key = key;
    this.#origin = origin;
  }

  /**
   * The session as it is. The sandbox refuses betas that the account does not have.
   *
   * @param {string} clientSecret
   * @param {string[]} betas
   */
  show(clientSecret, betas) {
    return this.#send('GET', clientSecret, '', betas.length > 0 ? { betas: betas.join(',') } : {});
  }

  /**
   * Changes the session.
   *
   * @param {string} clientSecret
   * @param {'line_items' | 'shipping_address' | 'shipping_option' | 'promotion_code' | 'confirm'} what
   * @param {Record<string, string>} parameters
   */
  change(clientSecret, what, parameters) {
    return this.#send('POST', clientSecret, `/${what}`, parameters);
  }

  /**
   * @param {'GET' | 'POST'} method
   * @param {string} clientSecret
   * @param {string} path
   * @param {Record<string, string>} parameters
   * @returns {Promise<ApiSession>}
   */
  async #send(method, clientSecret, path, parameters) {
    const [session] = clientSecret.split('_secret_');
    const url = new URL(`/v1/payment_pages/${encodeURIComponent(session ?? '')}${path}`, this.#origin);
    const form = new URLSearchParams({ key: this.#key, client_secret: clientSecret, ...parameters });
    if (method === 'GET') url.search = form.toString();
    let response;
    let body;
    try {
      response = await fetch(url, method === 'GET' ? {} : { method, body: form });
      body = await response.json();
    } catch {
      throw new ApiError('We are experiencing issues connecting to our payments provider. Please try again.', null);
    }
    if (!response.ok) throw new ApiError(body.error?.message ?? 'An unexpected error has occurred.', body.error?.code ?? null);
    return body;
  }
}
