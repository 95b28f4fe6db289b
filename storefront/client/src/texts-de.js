// The texts of the client in German, with those of errors by their codes.

const AGAIN = 'Ihre Bestellung konnte nicht aktualisiert werden. Bitte versuchen Sie es noch einmal.';
const NOT_HERE = 'Für diese Bestellung sind keine Rabatte möglich.';

/** @type {Required<import('./texts.js').Messages>} */
export const GERMAN = {
  code_label: 'Rabattcode',
  code_apply: 'Einlösen',
  code_remove: 'Entfernen',
  code_pending: 'Einen Moment …',
  code_applied: '{name} eingelöst. Sie sparen {amount}.',
  code_unknown: 'Dieser Code gilt hier nicht.',
  code_without_effect: 'Dieser Code ändert nichts am Gesamtbetrag.',
  step_spend_more: 'Noch {amount}',
  step_add_item: 'Noch ein Artikel',
  step_add_items: 'Noch {quantity} Artikel',
  step_enter_address: 'Adresse eingeben',
  step_sign_in: 'Anmelden',
  step_starts_at: 'Ab {time}',
  hint_free_shipping: '{step} bis zum kostenlosen Versand',
  hint_gain: '{step}, und Sie sparen {gain} mehr',
  hint_possible: '{step}, und vielleicht gilt ein weiteres Angebot',

  adjustable_quantity: NOT_HERE,
  discount_not_ours: NOT_HERE,
  not_updatable: NOT_HERE,
  discounts_not_server_only: NOT_HERE,
  invalid_request: AGAIN,
  ledger_unavailable: AGAIN,
  line_items_not_server_only: NOT_HERE,
  misconfigured: AGAIN,
  payload_too_large: AGAIN,
  rate_limited: 'Das waren zu viele Versuche. Bitte warten Sie einen Moment.',
  service_unavailable: AGAIN,
  session_busy: AGAIN,
  session_not_found: 'Ihre Bestellung ist nicht mehr vorhanden. Bitte beginnen Sie von vorn.',
  session_not_open: 'Ihre Bestellung ist abgeschlossen oder abgelaufen.',
  shipping_details_not_server_only: NOT_HERE,
  stripe_error: AGAIN,
  stripe_timeout: AGAIN,
  stripe_unavailable: AGAIN,
  unsupported_media_type: AGAIN,
  unsupported_session: NOT_HERE,

  change_failed: 'Ihre Bestellung konnte nicht geändert werden. Bitte versuchen Sie es noch einmal.',
  gateway: AGAIN,
  misused: AGAIN,
  network: 'Der Shop ist nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  no_server_updates: AGAIN,
  stripe: AGAIN,
  timeout: 'Das dauert zu lange. Bitte versuchen Sie es noch einmal.',
  total_changed: 'Der Gesamtbetrag hat sich geändert. Bitte prüfen Sie ihn und bestätigen Sie noch einmal.',
};
