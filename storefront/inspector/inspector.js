// What the last calls did: their steps, what went to Stripe and what came back, the decision with its reasons. And the
// switches that make the sandbox fail.

import { element } from '../plain/element.js';
import { callView } from './call.js';
import { deliveriesView } from './deliveries.js';

/** @import { Call } from './call.js' */
/** @import { Delivery } from './deliveries.js' */

/** How often deliveries are looked for, in milliseconds. */
const LOOKS = 1_000;
/** @type {Readonly<Record<string, string>>} */
const SWITCHES = {
  none: 'well',
  slow: 'slow',
  down: 'down',
  rate_limited: 'rate-limited',
  forgetful: 'forgetful',
};
/** @type {Readonly<Record<string, string>>} */
const DELIVERS = {
  promptly: 'promptly',
  twice: 'twice',
  late: 'late',
  out_of_order: 'late, out of order',
};

/**
 * Shows the inspector below the page.
 *
 * @param {() => void} closed called when it is closed
 * @returns {{refresh: () => Promise<void>}}
 */
export function openInspector(closed) {
  document.head.append(element('link', { rel: 'stylesheet', href: '/assets/inspector/inspector.css' }));
  const calls = element('select', { 'aria-label': 'Call', onchange: () => show() });
  const view = element('div', { class: 'call' });
  const delivered = element('div', { class: 'deliveries' });
  const switches = element('fieldset', {}, element('legend', {}, 'Stripe works'));
  const delivers = element('fieldset', {}, element('legend', {}, 'Webhooks come'));
  const close = element('button', { type: 'button', class: 'quiet', onclick: () => end() }, 'Close');
  const sheet = element(
    'section',
    { class: 'inspector', 'aria-label': 'Inspector' },
    element('div', { class: 'tools' }, element('h2', { tabindex: '-1' }, 'Inspector'), calls, switches, delivers, close),
    view,
    delivered,
  );
  /** @type {Call[]} */
  let known = [];

  const show = () => {
    const call = known[Number(/** @type {HTMLSelectElement} */ (calls).value)];
    view.replaceChildren(call ? callView(call) : element('p', { class: 'muted' }, 'No call yet: apply an offer.'));
  };
  const refresh = async () => {
    known = await read('/inspector/calls');
    // The page asks for quotes by itself: what the shopper did is of more interest.
    const shown = Math.max(known.findIndex(({ path }) => !path.endsWith('/quote')), 0);
    const options = known.map(({ path, status, duration_ms: took }, at) =>
      element('option', { value: String(at), selected: at === shown }, `${path.replace(/^\/(discounts\/)?/, '')}: ${status}, ${took} ms`),
    );
    calls.replaceChildren(...options);
    show();
    await showDeliveries();
  };
  // Stripe delivers when it likes: the page does nothing then.
  const showDeliveries = async () => {
    /** @type {Delivery[]} */
    const all = await read('/inspector/deliveries');
    const shown = JSON.stringify(all.map(({ event, status }) => [event, status]));
    if (delivered.dataset.shown !== shown) delivered.replaceChildren(deliveriesView(all));
    delivered.dataset.shown = shown;
  };
  const timer = setInterval(() => void showDeliveries(), LOOKS);
  const end = () => {
    clearInterval(timer);
    sheet.remove();
    document.body.classList.remove('inspected');
    closed();
  };

  sheet.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') end();
  });
  document.body.append(sheet);
  document.body.classList.add('inspected');
  /** @type {HTMLElement | null} */ (sheet.querySelector('h2'))?.focus();
  void drawSwitches(switches, 'fault', SWITCHES);
  void drawSwitches(delivers, 'delivers', DELIVERS);
  return { refresh };
}

/**
 * @param {HTMLElement} fieldset
 * @param {'fault' | 'delivers'} what
 * @param {Readonly<Record<string, string>>} words
 */
async function drawSwitches(fieldset, what, words) {
  const { [what]: chosen, choices } = await read(`/inspector/${what}`);
  // Stripe itself has no switches.
  fieldset.hidden = choices.length === 0;
  for (const choice of choices) {
    const set = () => read(`/inspector/${what}`, { [what]: choice });
    const input = element('input', { type: 'radio', name: what, value: choice, checked: choice === chosen, onchange: set });
    fieldset.append(element('label', {}, input, words[choice] ?? choice));
  }
}

/**
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function read(path, body) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await fetch(path, body ? post : {})).json();
}
