import { CheckoutElementsProvider } from '@stripe/react-stripe-js/checkout';
import type { Stripe } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { useCallback, useEffect, useRef, useState } from 'react';

import { cartLines, firstCart } from '../../shop/cards.js';
import { GUEST, newSession, readCatalog, readHistory, signIn, type Catalog, type History } from '../../shop/server.js';
import { KEY_MISSING, SANDBOX_KEY, stripeConstructor, stripeOptions } from '../../shop/stripe.js';
import { Frame } from './Frame';
import { Shop } from './Shop';

/** A session that has been created, and for whom. */
interface Opened {
  id: string;
  clientSecret: string;
  token: string | null;
  bought: History | null;
}

/** The catalog, then a session for each shopper who signs in. */
export function App() {
  const [catalog, setCatalog] = useState<Catalog>();
  const [shopper, setShopper] = useState(GUEST);
  const [place, setPlace] = useState('');
  const [opened, setOpened] = useState<Opened>();
  const [failed, setFailed] = useState<string>();
  const [turn, setTurn] = useState(0);
  // Kept from session to session, as the shopper keeps it in mind.
  const cart = useRef<Map<string, number>>(undefined);

  useEffect(() => {
    let current = true;
    const open = async () => {
      try {
        const known = catalog ?? (await readCatalog());
        if (!known.publishable_key) throw new Error(KEY_MISSING);
        if (known.trouble) throw new Error(known.trouble);
        cart.current ??= firstCart(known);
        const token = await signIn(shopper);
        const [{ checkout_session_id: id, client_secret: clientSecret }, bought] = await Promise.all([
          newSession(token, cartLines(known, cart.current)),
          readHistory(token),
        ]);
        if (!current) return;
        setCatalog(known);
        setOpened({ id, clientSecret, token, bought });
        setFailed(undefined);
      } catch (error) {
        if (current) setFailed(error instanceof Error ? error.message : String(error));
      }
    };
    setOpened(undefined);
    void open();
    return () => {
      current = false;
    };
    // The catalog is read once; that it is there is no reason for another session.
  }, [shopper, turn]);

  const again = useCallback(() => setTurn((before) => before + 1), []);
  const restart = useCallback(() => {
    if (catalog) cart.current = firstCart(catalog);
    again();
  }, [catalog, again]);

  return (
    <Frame catalog={catalog} shopper={shopper} onShopper={setShopper} failed={failed} onRetry={again}>
      {catalog && opened && cart.current && (
        <CheckoutElementsProvider key={opened.id} stripe={stripeOf(catalog)} options={{ clientSecret: opened.clientSecret }}>
          <Shop
            catalog={catalog}
            token={opened.token}
            bought={opened.bought}
            firstCart={cart.current}
            onCart={(lines) => (cart.current = lines)}
            place={place}
            onPlace={setPlace}
            onRestart={restart}
          />
        </CheckoutElementsProvider>
      )}
    </Frame>
  );
}

let stripe: Promise<Stripe | null> | undefined;

/** Stripe's own script with a key of an account, else the sandbox's stand-in; loaded once. */
function stripeOf({ publishable_key: key, betas }: Catalog) {
  const options = stripeOptions(betas);
  stripe ??= key === SANDBOX_KEY
    ? stripeConstructor(key).then((construct) => construct(key, options))
    : loadStripe(key ?? '', options);
  return stripe;
}
