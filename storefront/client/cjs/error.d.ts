/** Codes of the client's own, beside those of docs/errors.md. */
export declare const CLIENT_CODES: {
    /** No answer within the time limit. The server may still do what it was asked. */
    readonly timeout: 'timeout';
    /** The request did not reach the server, or its answer did not come back. */
    readonly network: 'network';
    /** An answer that no function made: API Gateway's own, a proxy's, a page. */
    readonly gateway: 'gateway';
    /** The page's own work before the call, `options.after`, failed. */
    readonly changeFailed: 'change_failed';
    /** The total is not the one that the shopper saw: show it, and let them confirm again. */
    readonly totalChanged: 'total_changed';
    /** Stripe.js could not run the update or read the session again. */
    readonly stripe: 'stripe';
    /** Stripe.js has no `runServerUpdate`: it was made without its beta flag. */
    readonly noServerUpdates: 'no_server_updates';
    /** The page calls the client wrongly; the console says how. */
    readonly misused: 'misused';
};
export type ServerErrorCode = typeof import('./api.js').ERROR_CODES[number];
export type ClientErrorCode = typeof CLIENT_CODES[keyof typeof CLIENT_CODES];
export type ErrorCode = ServerErrorCode | ClientErrorCode;
/** A failed call. `message` is for the shopper. */
export declare class DiscountError extends Error {
    /** @type {ErrorCode} */
    code: ErrorCode;
    /** The HTTP status, where there was an answer. */
    status: number | undefined;
    /** Seconds after which another try makes sense, where the server said so. */
    retryAfter: number | null;
    /** The server's `x-request-id`: it finds the line in the log. */
    requestId: string | null;
    /**
     * @param {ErrorCode} code
     * @param {string} message
     * @param {{status?: number, retryAfter?: number | null, requestId?: string | null, cause?: unknown}} [more]
     */
    constructor(code: ErrorCode, message: string, { status, retryAfter, requestId, cause }?: {
        status?: number;
        retryAfter?: number | null;
        requestId?: string | null;
        cause?: unknown;
    });
    /** True if the session may have changed anyway and has to be read again. */
    get outcomeUnknown(): boolean;
    /** True if no further call can help, since the session is gone or has ended. */
    get sessionEnded(): boolean;
}
/**
 * The error for a mistake in the page's code: the console has the developer's message, the error one for the shopper.
 *
 * @param {string} message
 */
export declare function misuse(message: string): DiscountError;
/**
 * A `DiscountError` of anything that was thrown.
 *
 * @param {unknown} cause
 */
export declare function asDiscountError(cause: unknown): DiscountError;
