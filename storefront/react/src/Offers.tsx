import { useDiscount, useDiscountState } from '@checkout-discounts/client/react';
import type { QuoteAnswer } from '@checkout-discounts/client';

import { cardOf } from '../../shop/cards.js';
import { OFFERS } from '../../shop/words.js';
import { Code } from './Code';

interface Props {
  quotes: QuoteAnswer | null;
  currency: string;
  open: boolean;
  onTried: () => Promise<void>;
}

/** A card for each interaction. */
export function Offers({ quotes, currency, open, onTried }: Props) {
  return (
    <section aria-labelledby="offers-title">
      <h2 id="offers-title">Your offers</h2>
      <p className="muted">Use as many as you like: the best one counts.</p>
      <ul className="offers" id="offers">
        {OFFERS.map((offer) => <Offer key={offer.interaction} {...offer} quotes={quotes} currency={currency} open={open} />)}
      </ul>
      <Code quotes={quotes} currency={currency} open={open} onTried={onTried} />
    </section>
  );
}

function Offer({ interaction, name, about, quotes, currency, open }: Omit<Props, 'onTried'> & (typeof OFFERS)[number]) {
  const { state, apply, remove, retry } = useDiscount(interaction);
  const card = cardOf(interaction, useDiscountState(), quotes, currency);
  const verb = state === 'error' ? 'Try again' : card.asked ? 'Remove' : 'Apply';
  const act = state === 'error' ? retry : card.asked ? remove : apply;
  const quiet = card.asked || card.phase === 'near' || card.phase === 'not_eligible';
  return (
    <li data-offer={interaction} data-phase={card.phase}>
      <div className="name"><strong>{name}</strong><span className="muted">{about}</span></div>
      <button
        type="button"
        className={quiet ? 'quiet' : ''}
        aria-label={`${verb}: ${name}`}
        aria-busy={state === 'pending' || undefined}
        disabled={!open}
        onClick={() => void act()}
      >{verb}</button>
      <p className="offer-status">{card.text}</p>
    </li>
  );
}
