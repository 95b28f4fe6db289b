// Other tabs of one order, and a page that was out of sight: when either may have missed something, the order is read again.

export class Tabs {
  #reread;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  #seen = () => {
    if (document.visibilityState === 'visible') this.#reread();
  };

  /** @param {() => unknown} reread */
  constructor(reread) {
    this.#reread = reread;
  }

  /** @param {string} session */
  open(session) {
    this.close();
    this.#channel = new BroadcastChannel(`order ${session}`);
    this.#channel.onmessage = () => this.#reread();
    document.addEventListener('visibilitychange', this.#seen);
    addEventListener('focus', this.#seen);
    addEventListener('online', this.#seen);
  }

  close() {
    this.#channel?.close();
    this.#channel = undefined;
    document.removeEventListener('visibilitychange', this.#seen);
    removeEventListener('focus', this.#seen);
    removeEventListener('online', this.#seen);
  }

  /** Says that this tab has changed the order. */
  tell() {
    this.#channel?.postMessage('changed');
  }
}
