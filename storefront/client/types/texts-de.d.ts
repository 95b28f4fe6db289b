/** @type {Required<import('./texts.js').Messages>} */
export declare const GERMAN: Required<import('./texts.js').Messages>;
