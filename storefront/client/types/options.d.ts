import type { DiscountEvent } from './events.js';
import type { Messages } from './texts.js';
export type PageOptions = {
    api?: string;
    locale?: string;
    messages?: Messages;
    onEvent?: (event: DiscountEvent) => void;
};
/**
 * Sets options for every call of the page. Options of a call go before them.
 *
 * @param {PageOptions} options
 */
export declare function configure(options: PageOptions): void;
/**
 * The options of a call, with those of the page and the document behind them.
 *
 * @template {PageOptions} T
 * @param {T} options
 * @returns {T & PageOptions}
 */
export declare function withDefaults<T extends PageOptions>(options: T): T & PageOptions;
