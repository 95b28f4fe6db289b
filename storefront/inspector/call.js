// One call, from its steps to its answer.

import { element } from '../plain/element.js';

/**
 * @typedef {{method: string, path: string, sent: Record<string, string>, idempotency_key: string | null, status: number,
 *   answer: any, duration_ms: number}} Exchange
 * @typedef {{applied: Array<{offer: string, amount: number}>, clamped_by: string[], valid_until: string | null,
 *   rejected: Array<{offer: string, reasons: Array<{code: string, required?: unknown, actual?: unknown}>}>}} Decision
 * @typedef {{
 *   path: string, sent: object, status: number, answer: any, duration_ms: number,
 *   steps: Array<{step: string, duration_ms: number}>, stripe: Exchange[], decision: Decision | null, facts: object | null,
 * }} Call
 */

/** @param {Call} call */
export function callView(call) {
  return element(
    'div',
    { class: 'parts' },
    part('Steps', stepsView(call)),
    part('Decision', decisionView(call)),
    part(`Stripe: ${call.stripe.length} ${call.stripe.length === 1 ? 'call' : 'calls'}`, ...call.stripe.map(exchangeView)),
    part('Page', json('Asked', call.sent), json(`Answered ${call.status}`, call.answer)),
  );
}

/** @param {Call} call */
function stepsView({ steps, duration_ms: whole }) {
  const all = [...steps, { step: 'in all', duration_ms: whole }];
  return element(
    'ol',
    { class: 'steps' },
    ...all.map(({ step, duration_ms: took }) =>
      element('li', {}, element('span', {}, step), element('meter', { min: '0', max: String(whole), value: String(took), 'aria-label': step }), element('span', { class: 'ms' }, `${took} ms`)),
    ),
  );
}

/** @param {Call} call */
function decisionView({ decision, facts, answer }) {
  if (!decision) return element('p', { class: 'muted' }, answer?.code ? `None: ${answer.code}.` : 'None.');
  const applied = decision.applied.map(({ offer, amount }) => element('li', { class: 'yes' }, element('code', {}, offer), ` gives ${amount}`));
  const rejected = decision.rejected.map(({ offer, reasons }) => element('li', {}, element('code', {}, offer), ` ${reasons.map(reason).join('; ')}`));
  const clamps = decision.clamped_by.map((clamp) => element('li', {}, `Cut by ${clamp}`));
  return element('div', {}, element('ul', { class: 'decision' }, ...applied, ...rejected, ...clamps), facts && json('What it was decided on', facts));
}

/** @param {{code: string, required?: unknown, actual?: unknown}} reason */
function reason({ code, required, actual }) {
  const value = (/** @type {unknown} */ one) => (one === undefined || one === null ? '' : typeof one === 'object' ? JSON.stringify(one) : String(one));
  const detail = [value(required) && `asks ${value(required)}`, value(actual) && `is ${value(actual)}`].filter(Boolean);
  return detail.length > 0 ? `${code} (${detail.join(', ')})` : code;
}

/** @param {Exchange} exchange */
export function exchangeView({ method, path, sent, idempotency_key: key, status, answer, duration_ms: took }) {
  const short = path.replace(/cs_(test|live)_\w+/, 'cs_…');
  return element(
    'details',
    {},
    element('summary', {}, element('span', { class: status < 400 ? 'yes' : 'no' }, String(status)), ` ${method} ${short} `, element('span', { class: 'ms' }, `${took} ms`)),
    element('dl', { class: 'sent' }, ...Object.entries({ ...sent, ...(key && { 'Idempotency-Key': key }) }).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))),
    json('Answer', answer),
  );
}

/**
 * @param {string} title
 * @param {...Node} children
 */
const part = (title, ...children) => element('section', {}, element('h3', {}, title), ...children);

/**
 * @param {string} title
 * @param {unknown} value
 */
const json = (title, value) =>
  element('details', {}, element('summary', {}, title), element('pre', { tabindex: '0', 'aria-label': title }, JSON.stringify(value, null, 2)));
