import { DiscountCodeElement } from './element-code.js';
import { DiscountProgressElement } from './element-progress.js';
export { DiscountCodeElement, DiscountProgressElement };
