import { useDiscountState } from '@checkout-discounts/client/react';
import type { QuoteAnswer } from '@checkout-discounts/client';
import { useRef, useState, type FormEvent } from 'react';

import { codeOf } from '../../shop/code.js';

interface Props {
  quotes: QuoteAnswer | null;
  currency: string;
  open: boolean;
  /** Called when the quotes have to be read again. */
  onTried: () => Promise<void>;
}

/** The box for a code that the shopper has. */
export function Code({ quotes, currency, open, onTried }: Props) {
  const { applyCode, removeCode, ...state } = useDiscountState();
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const { phase, text, asked } = codeOf(state, quotes, currency);

  const apply = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = typed.trim();
    if (!code) return;
    await applyCode(code);
    await onTried();
  };

  const remove = () => {
    setTyped('');
    field.current?.focus();
    void removeCode();
  };

  return (
    <form className="code" id="code-form" noValidate data-phase={phase} onSubmit={(event) => void apply(event)}>
      <label htmlFor="code">Discount code</label>
      <input
        id="code"
        ref={field}
        name="code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={100}
        aria-describedby="code-said"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="quiet" id="code-apply" aria-label="Apply the code" disabled={!open} aria-busy={phase === 'pending' || undefined}>Apply</button>
      <button type="button" className="quiet" id="code-remove" aria-label="Remove the code" hidden={!asked} onClick={remove}>Remove</button>
      <p className="offer-status" id="code-said" role="status">{text}</p>
    </form>
  );
}
