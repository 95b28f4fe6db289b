import { useRef, type FormEvent } from 'react';

import { codeOf } from '../../shop/code.js';
import type { Order } from '../../shop/order.js';

/** The box for a code that the shopper has, and the code that the order has. */
export function Code({ order }: { order: Order }) {
  const field = useRef<HTMLInputElement>(null);
  const { phase, text, held } = codeOf(order);

  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void order.applyCode();
  };

  const remove = () => {
    field.current?.focus();
    void order.removeCode();
  };

  return (
    <form className="code" id="code-form" noValidate hidden={order.isPaid} data-home="savings-title" data-phase={phase} onSubmit={apply}>
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
        aria-invalid={phase === 'unknown' || phase === 'failed'}
        value={order.typed}
        onChange={(event) => order.type(event.target.value)}
      />
      <button type="submit" className="quiet" id="code-apply" aria-label="Apply the code" aria-disabled={!order.isOpen || phase === 'pending'} aria-busy={phase === 'pending' || undefined}>Apply</button>
      <p className="held" id="code-held" hidden={held === null}>
        <strong id="code-name">{held}</strong>
        <button type="button" className="plain" id="code-remove" aria-label="Remove the code" onClick={remove}>Remove</button>
      </p>
      <p className="offer-status" id="code-said" role="status">{text}</p>
    </form>
  );
}
