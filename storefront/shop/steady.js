// Controls that keep their meaning: one that has just changed does nothing for a moment, and a press at the place of the last
// one never reaches another control. So a double click is one click, whatever the first one has changed.

/** The time for which a control keeps still after it changed, and in which a press belongs to the one before it, in milliseconds. */
const MOMENT = 600;
/** How far two presses of one place are apart, in pixels. */
const NEAR = 12;

export class Steady {
  #changed;
  /** @type {Map<string, {meaning: string, until: number}>} */
  #controls = new Map();

  /** @param {() => void} changed called when a control may be used again */
  constructor(changed) {
    this.#changed = changed;
  }

  /**
   * Notes what a control does now.
   *
   * @param {string} control
   * @param {string} meaning
   */
  note(control, meaning) {
    const known = this.#controls.get(control);
    if (known?.meaning === meaning) return;
    this.#controls.set(control, { meaning, until: known ? Date.now() + MOMENT : 0 });
    if (known) setTimeout(this.#changed, MOMENT);
  }

  /** @param {string} control */
  holds(control) {
    return Date.now() < (this.#controls.get(control)?.until ?? 0);
  }

  forget() {
    this.#controls.clear();
  }
}

/**
 * Stops a press that follows another one at its place and would do something else: what was there has moved or has changed.
 *
 * @param {Document} page
 */
export function steadyPresses(page) {
  /** @type {{event: MouseEvent, control: Element, meaning: string} | null} */
  let last = null;
  page.addEventListener(
    'click',
    (event) => {
      const control = event.target instanceof Element ? event.target.closest('button, a') : null;
      if (!control) return;
      const meaning = control.getAttribute('aria-label') ?? control.textContent ?? '';
      if (last && last.meaning !== meaning && event.timeStamp - last.event.timeStamp < MOMENT && isSamePlace(last, { event, control })) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      last = { event, control, meaning };
    },
    { capture: true },
  );
}

/**
 * @param {{event: MouseEvent, control: Element}} one
 * @param {{event: MouseEvent, control: Element}} other
 */
function isSamePlace(one, other) {
  // A key has no place but the control that has the focus.
  if (one.event.detail === 0 || other.event.detail === 0) return one.control === other.control;
  return Math.hypot(one.event.clientX - other.event.clientX, one.event.clientY - other.event.clientY) < NEAR;
}
