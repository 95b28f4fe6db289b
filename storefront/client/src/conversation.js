// What is said with the functions about one session: one call at a time, what the last one answered, and when to ask
// again.

import { asDiscountError } from './error.js';
import { warnOfCopies } from './warnings.js';

/** @import { DiscountAnswer, Interaction } from './answer.js' */
/** @import { DiscountError } from './error.js' */

/**
 * @typedef {Interaction | 'all' | 'refresh' | 'quote' | 'cart' | 'shipping-address' | 'confirm'} Topic what a call is about
 * @typedef {{
 *   answer: DiscountAnswer | null,
 *   heardAt: number | null,
 *   pending: readonly Topic[],
 *   failed: {topic: Topic, error: DiscountError, retry: () => Promise<unknown>} | null,
 * }} DiscountState `heardAt`: when the page had the answer, by the page's clock
 */

/** The longest time that a timer takes. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** Between two calls for the same `valid_until`, in milliseconds. */
const AGAIN = 1_000;

/** @type {Map<string, Conversation>} by session; a page has few */
const conversations = new Map();

/** @param {string} session */
export function conversationOf(session) {
  // Each copy would have a line of calls of its own.
  warnOfCopies(conversations);
  const known = conversations.get(session) ?? new Conversation();
  conversations.set(session, known);
  return known;
}

class Conversation {
  /** @type {DiscountState} */
  state = { answer: null, heardAt: null, pending: [], failed: null };
  /** @type {Set<(state: DiscountState) => void>} */
  #listeners = new Set();
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** How often the server has named the time for which it is asked again. */
  #repeats = 0;

  /** @param {(state: DiscountState) => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Runs a call after those before it.
   *
   * @template T
   * @param {Topic} topic
   * @param {() => Promise<T>} call
   * @param {(error: DiscountError) => DiscountError} [explain] the words for a failure
   * @returns {Promise<{type: 'success', value: T} | {type: 'error', error: DiscountError}>}
   */
  ask(topic, call, explain = (error) => error) {
    this.#set({ pending: [...this.state.pending, topic] });
    const turn = this.#last.then(call);
    this.#last = turn.catch(() => {});
    return turn.then(
      (value) => {
        this.#set({ pending: this.#without(topic), failed: topic === 'quote' ? this.#ofAnother(topic) : null });
        return { type: /** @type {const} */ ('success'), value };
      },
      (cause) => {
        const error = explain(asDiscountError(cause));
        const failed = { topic, error, retry: () => this.ask(topic, call, explain) };
        this.#set({ pending: this.#without(topic), failed: (topic === 'quote' && this.#ofAnother(topic)) || failed });
        if (error.sessionEnded) this.end();
        return { type: /** @type {const} */ ('error'), error };
      },
    );
  }

  /**
   * Takes up an answer, and asks again when its time is over.
   *
   * @param {DiscountAnswer} answer
   * @param {() => void} refresh
   */
  heard(answer, refresh) {
    this.#repeats = answer.valid_until && answer.valid_until === this.state.answer?.valid_until ? this.#repeats : 0;
    const heardAt = Date.now();
    this.#set({ answer, heardAt });
    clearTimeout(this.#timer);
    if (!answer.valid_until) return;
    // By the server's clock: that of the page may be wrong. Functions of an older version do not say their time.
    const left = Date.parse(answer.valid_until) - (Date.parse(answer.now) || heardAt);
    const pause = Math.max(left, this.#repeats === 0 ? 0 : AGAIN * 2 ** Math.min(this.#repeats, 6));
    // What lies beyond a timer's reach lies beyond the session's life as well.
    if (pause > LONGEST_TIMER) return;
    this.#timer = setTimeout(() => {
      this.#repeats += 1;
      refresh();
    }, pause);
  }

  /** Nothing can change any more: nobody is asked again. */
  end() {
    clearTimeout(this.#timer);
  }

  /**
   * The error that stays whatever becomes of a quote: it changes nothing, so it neither clears nor replaces another one.
   *
   * @param {Topic} topic
   */
  #ofAnother(topic) {
    const { failed } = this.state;
    return failed?.topic === topic ? null : failed;
  }

  /** @param {Topic} topic */
  #without(topic) {
    const first = this.state.pending.indexOf(topic);
    return this.state.pending.filter((_, place) => place !== first);
  }

  /** @param {Partial<DiscountState>} change */
  #set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener(this.state);
  }
}

/**
 * The milliseconds until the discount ends, by the server's clock. Null without a discount or without an end.
 *
 * @param {Pick<DiscountState, 'answer' | 'heardAt'>} state
 * @param {number} [at] the page's time
 */
export function timeLeft({ answer, heardAt }, at = Date.now()) {
  if (!answer?.ends_at || heardAt === null) return null;
  return Math.max(0, Date.parse(answer.ends_at) - Date.parse(answer.now) - (at - heardAt));
}
