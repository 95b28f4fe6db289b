import type { Order } from '../../shop/order.js';
import { savingsOf, type Saving } from '../../shop/savings.js';
import { historyText } from '../../shop/summary.js';
import { Code } from './Code';

/** A card for each offer that saves something, or could; and the box for a code. */
export function Savings({ order }: { order: Order }) {
  const savings = savingsOf(order);
  return (
    <section aria-labelledby="savings-title">
      <h2 id="savings-title" tabIndex={-1}>Your savings</h2>
      <p className="muted">The best one counts, by itself.</p>
      <p className="muted" id="history" role="status">{historyText(order.history, order.catalog.currency)}</p>
      <Code order={order} />
      <p className="muted" id="savings-none" hidden={savings.length > 0}>
        {order.quotes ? 'Nothing saves you more on this order right now.' : 'Looking for savings …'}
      </p>
      <ul className="savings" id="savings" data-home="savings-title" aria-busy={order.isQuoting}>
        {savings.map((saving) => <Card key={saving.key} order={order} saving={saving} />)}
      </ul>
    </section>
  );
}

function Card({ order, saving }: { order: Order; saving: Saving }) {
  const { phase, name, text, ends, progress, toggle, inUse, isSteady } = saving;
  const verb = phase === 'failed' ? 'Try again' : inUse ? 'Leave out' : 'Use';
  const act = () => {
    if (toggle && phase === 'failed') void order.again();
    else if (toggle) void order.toggle(toggle);
  };
  return (
    <li data-offer={saving.key} data-phase={phase}>
      <strong className="offer-name">{name}</strong>
      <p className="offer-status">{text}</p>
      {ends && <p className="offer-ends">{ends}</p>}
      {progress !== null && <progress value={progress} max={1} aria-label={`On the way to ${name}`} />}
      {toggle && (
        <button
          type="button"
          className={inUse ? 'plain' : 'quiet'}
          data-key={`toggle ${toggle}`}
          data-steady={isSteady ? '' : undefined}
          aria-label={`${verb}: ${name}`}
          aria-busy={phase === 'pending' || undefined}
          aria-disabled={isSteady || phase === 'pending' || undefined}
          onClick={act}
        >{verb}</button>
      )}
    </li>
  );
}
