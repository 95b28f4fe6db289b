import type { Discount, DiscountAnswer, Hint, Reason } from './answer.js';
import type { Topic } from './conversation.js';
import type { ErrorCode } from './error.js';
export type DiscountEvent = {
    session: string;
} & ({
    type: 'applied';
    topic: Topic;
    discount: Discount;
} | {
    type: 'removed';
    topic: Topic;
    discount: Discount;
} | {
    type: 'refused';
    topic: Topic;
    reasons: Reason[];
} | {
    type: 'refused';
    topic: Topic;
    error: ErrorCode;
} | {
    type: 'hint_shown';
    hint: Hint;
});
export type Listener = ((event: DiscountEvent) => void) | undefined;
/**
 * Reports what an answer changed.
 *
 * @param {Listener} listener
 * @param {{session: string, topic: Topic, before: DiscountAnswer | null, answer: DiscountAnswer}} change
 */
export declare function reportAnswer(listener: Listener, { session, topic, before, answer }: {
    session: string;
    topic: Topic;
    before: DiscountAnswer | null;
    answer: DiscountAnswer;
}): void;
/**
 * Reports a call that failed.
 *
 * @param {Listener} listener
 * @param {{session: string, topic: Topic, error: ErrorCode}} failure
 */
export declare function reportFailure(listener: Listener, failure: {
    session: string;
    topic: Topic;
    error: ErrorCode;
}): void;
/**
 * Reports a hint that the page shows, once for each session and step.
 *
 * @param {Listener} listener
 * @param {string} session
 * @param {Hint} hint
 */
export declare function reportHint(listener: Listener, session: string, hint: Hint): void;
