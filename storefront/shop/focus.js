// The focus never falls to the page's body: where the focused control goes, its section takes it.

/**
 * Remembers where the focus is. Returns what is called after each drawing.
 *
 * @param {Document} page
 * @returns {() => void}
 */
export function keepFocus(page) {
  /** @type {{key: string | undefined, home: string | undefined} | null} */
  let last = null;
  page.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    last = { key: target.dataset.key ?? target.id, home: target.closest('[data-home]')?.getAttribute('data-home') ?? undefined };
  });
  // A press on what takes no focus takes it from what had it, which is no loss.
  page.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Element && !target.closest('button, a, input, select, summary')) last = null;
  });
  return () => {
    if (!last || canHaveFocus(page.activeElement)) return;
    const { key, home } = last;
    const again = key ? page.querySelector(`[data-key="${key}"], [id="${key}"]`) : null;
    const places = [again, page.getElementById(home ?? ''), page.getElementById('summary-title')];
    const place = places.find(canHaveFocus);
    if (place instanceof HTMLElement) place.focus();
  };
}

/** @param {Element | null} element */
const canHaveFocus = (element) =>
  element !== null && element !== element.ownerDocument.body && element.getClientRects().length > 0 && !element.matches(':disabled');
