// src/error.js
/** Codes of the client's own, beside those of docs/errors.md. */
const CLIENT_CODES = {
	/** No answer within the time limit. The server may still do what it was asked. */
	timeout: "timeout",
	/** The request did not reach the server, or its answer did not come back. */
	network: "network",
	/** An answer that no function made: API Gateway's own, a proxy's, a page. */
	gateway: "gateway",
	/** The page's own work before the call, `options.after`, failed. */
	changeFailed: "change_failed",
	/** The total is not the one that the shopper saw: show it, and let them confirm again. */
	totalChanged: "total_changed",
	/** Stripe.js could not run the update or read the session again. */
	stripe: "stripe",
	/** Stripe.js has no `runServerUpdate`: it was made without its beta flag. */
	noServerUpdates: "no_server_updates",
	/** The page calls the client wrongly; the console says how. */
	misused: "misused"
};
const TRY_AGAIN = "We could not update your order. Please try again.";
/**
* @typedef {typeof import('./api.js').ERROR_CODES[number]} ServerErrorCode a code of docs/errors.md
* @typedef {typeof CLIENT_CODES[keyof typeof CLIENT_CODES]} ClientErrorCode
* @typedef {ServerErrorCode | ClientErrorCode} ErrorCode
*/
/** Statuses after which nothing was written. 429 is not among them: a smaller discount is still written. */
const NOTHING_DONE = [
	400,
	404,
	413,
	415
];
/** A failed call. `message` is for the shopper. */
var DiscountError = class extends Error {
	/**
	* @param {ErrorCode} code
	* @param {string} message
	* @param {{status?: number, retryAfter?: number | null, requestId?: string | null, cause?: unknown}} [more]
	*/
	constructor(code, message, { status, retryAfter = null, requestId = null, cause } = {}) {
		super(message, cause === void 0 ? void 0 : { cause });
		this.name = "DiscountError";
		/** @type {ErrorCode} */
		this.code = code;
		/** The HTTP status, where there was an answer. */
		this.status = status;
		/** Seconds after which another try makes sense, where the server said so. */
		this.retryAfter = retryAfter;
		/** The server's `x-request-id`: it finds the line in the log. */
		this.requestId = requestId;
	}
	/** True if the session may have changed anyway and has to be read again. */
	get outcomeUnknown() {
		return this.status === void 0 || !NOTHING_DONE.includes(this.status);
	}
	/** True if no further call can help, since the session is gone or has ended. */
	get sessionEnded() {
		return this.code === "session_not_open" || this.code === "session_not_found";
	}
};
/**
* The error for a mistake in the page's code: the console has the developer's message, the error one for the shopper.
*
* @param {string} message
*/
function misuse(message) {
	console.error(`@checkout-discounts/client: ${message}`);
	return new DiscountError(CLIENT_CODES.misused, TRY_AGAIN, { cause: new TypeError(message) });
}
/**
* A `DiscountError` of anything that was thrown.
*
* @param {unknown} cause
*/
function asDiscountError(cause) {
	return cause instanceof DiscountError ? cause : new DiscountError(CLIENT_CODES.stripe, TRY_AGAIN, { cause });
}
Object.defineProperty(exports, "CLIENT_CODES", {
	enumerable: true,
	get: function() {
		return CLIENT_CODES;
	}
});
Object.defineProperty(exports, "DiscountError", {
	enumerable: true,
	get: function() {
		return DiscountError;
	}
});
Object.defineProperty(exports, "asDiscountError", {
	enumerable: true,
	get: function() {
		return asDiscountError;
	}
});
Object.defineProperty(exports, "misuse", {
	enumerable: true,
	get: function() {
		return misuse;
	}
});
