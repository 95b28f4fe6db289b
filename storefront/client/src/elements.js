// Custom elements, for pages without a framework. Importing this module defines them:
//
//   <discount-code></discount-code>
//   <discount-progress interaction="cart-threshold"></discount-progress>
//
//   for (const element of document.querySelectorAll('discount-code, discount-progress')) element.checkout = actions;

import { DiscountCodeElement } from './element-code.js';
import { DiscountProgressElement } from './element-progress.js';

export { DiscountCodeElement, DiscountProgressElement };

// On a server there are no elements, and nothing to define.
if (typeof customElements !== 'undefined') {
  if (!customElements.get('discount-code')) customElements.define('discount-code', DiscountCodeElement);
  if (!customElements.get('discount-progress')) customElements.define('discount-progress', DiscountProgressElement);
}
